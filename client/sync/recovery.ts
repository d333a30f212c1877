import { decodeChallenge, paths, type Challenge } from '../../shared/api.ts';
import type { NetworkError } from '../../shared/device/ports.ts';
import { bytesToHex } from '../../shared/protocol/bytes.ts';
import type { PersonId } from '../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../shared/protocol/result.ts';
import {
  decodeRestoreAnswer,
  encodeRestoreProof,
  type RestoreAnswer,
  type RestoreProof,
} from '../../shared/sync/restore.ts';
import { call } from './network.ts';

const odd: NetworkError = { code: 'bad-message', retryAfterMs: null };

/** Something to sign, good once. */
export async function askChallenge(): Promise<Result<Challenge, NetworkError>> {
  const asked = await call(paths.session, null);
  if (!asked.ok) return asked;
  const challenge = decodeChallenge(asked.value);
  return challenge.ok ? challenge : err(odd);
}

/** What the server knows of the person of a recovery key. */
export async function findPerson(proof: RestoreProof): Promise<Result<RestoreAnswer, NetworkError>> {
  const asked = await call(paths.restore, encodeRestoreProof(proof));
  if (!asked.ok) return asked;
  const answer = decodeRestoreAnswer(asked.value);
  return answer.ok ? answer : err(odd);
}

/** The escrow of a person id or handle, and whose it is; needs no session. */
export async function fetchEscrow(
  name: string,
): Promise<Result<{ readonly person: PersonId; readonly sealed: Uint8Array }, NetworkError>> {
  const asked = await call(`${paths.escrow}/${encodeURIComponent(name)}`, null);
  if (!asked.ok) return asked;
  if (asked.value.length < 17) return err(odd);
  return ok({ person: bytesToHex(asked.value.subarray(0, 16)), sealed: asked.value.subarray(16) });
}

/** Whether the session's person keeps one. */
export async function hasEscrow(): Promise<Result<boolean, NetworkError>> {
  const asked = await call(paths.escrow, null);
  if (asked.ok) return ok(true);
  return asked.error.code === 'not-found' ? ok(false) : asked;
}

export function putEscrow(sealed: Uint8Array): Promise<Result<Uint8Array, NetworkError>> {
  return call(paths.escrow, sealed, 'PUT');
}

export function dropEscrow(): Promise<Result<Uint8Array, NetworkError>> {
  return call(paths.escrow, null, 'DELETE');
}
