import { paths } from '../../shared/api.ts';
import type { NetworkError } from '../../shared/device/ports.ts';
import { decodeUtf8, encodeUtf8 } from '../../shared/protocol/bytes.ts';
import { err, ok, type Result } from '../../shared/protocol/result.ts';
import { call } from './network.ts';

/** What a server says about calls to this device: its key, and the address that it knows. */
export interface CallTerms {
  readonly key: string;
  readonly endpoint: string | null;
}

/** Asks for them. Needs a session. */
export async function callTerms(): Promise<Result<CallTerms, NetworkError>> {
  const answer = await call(paths.push, null);
  if (!answer.ok) return answer;
  const text = decodeUtf8(answer.value);
  try {
    const { key, endpoint } = JSON.parse(text.ok ? text.value : '') as CallTerms;
    if (typeof key === 'string') return ok({ key, endpoint });
  } catch {
    // Something else than our server answered.
  }
  return err({ code: 'bad-message', retryAfterMs: null });
}

/** Lets the server call this device at `endpoint`. Needs a session; the second time nothing changes. */
export function allowCalls(endpoint: string): Promise<Result<Uint8Array, NetworkError>> {
  return call(paths.push, encodeUtf8(endpoint), 'PUT');
}

/** Lets it call this device no more. */
export function endCalls(): Promise<Result<Uint8Array, NetworkError>> {
  return call(paths.push, null, 'DELETE');
}
