import { paths } from '../../shared/api.ts';
import type { NetworkError } from '../../shared/device/ports.ts';
import { decodeUtf8 } from '../../shared/protocol/bytes.ts';
import type { PersonId } from '../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../shared/protocol/result.ts';
import { call } from './network.ts';

/** Asks the server whose a handle is. Needs a session and a line; `not-found` where nobody has it, `not-admitted` after too many. */
export async function findHandle(handle: string): Promise<Result<PersonId, NetworkError>> {
  const answer = await call(`${paths.handle}/${handle}`, null);
  if (!answer.ok) return answer;
  const person = personIn(answer.value);
  return person === null ? err({ code: 'bad-message', retryAfterMs: null }) : ok(person);
}

/** Claims a handle for the session's person, for ever. The second time it answers the same. */
export async function claimHandle(handle: string): Promise<Result<null, NetworkError>> {
  const answer = await call(`${paths.handle}/${handle}`, null, 'PUT');
  return answer.ok ? ok(null) : answer;
}

function personIn(bytes: Uint8Array): PersonId | null {
  const text = decodeUtf8(bytes);
  try {
    const { person } = JSON.parse(text.ok ? text.value : '') as { person?: unknown };
    return typeof person === 'string' && /^[0-9a-f]{32}$/.test(person) ? person : null;
  } catch {
    return null;
  }
}
