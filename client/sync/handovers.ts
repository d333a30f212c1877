import { paths } from '../../shared/api.ts';
import type { NetworkError } from '../../shared/device/ports.ts';
import { bytesToHex } from '../../shared/protocol/bytes.ts';
import { ok, type Result } from '../../shared/protocol/result.ts';
import { call } from './network.ts';

const addressOf = (id: Uint8Array) => `${paths.handover}/${bytesToHex(id)}`;

/** Leaves sealed bytes for the device that waits under `id`. Needs a session. */
export async function leaveHandover(id: Uint8Array, sealed: Uint8Array): Promise<Result<null, NetworkError>> {
  const answer = await call(addressOf(id), sealed, 'PUT');
  return answer.ok ? ok(null) : answer;
}

/** What was left under `id`; `not-found` where nothing lies there now. Needs no session. */
export function findHandover(id: Uint8Array): Promise<Result<Uint8Array, NetworkError>> {
  return call(addressOf(id), null);
}

/** Takes it away once it is kept here. Where that does not arrive it is over some minutes later. */
export async function takeAwayHandover(id: Uint8Array): Promise<void> {
  await call(addressOf(id), null, 'DELETE');
}
