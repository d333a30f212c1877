import type { Entry } from '../protocol/entry.ts';
import { toLogKey } from '../protocol/ids.ts';
import { laneOfKind } from '../protocol/parameters.ts';
import { maxAskedBodies, type ToldHead } from '../sync/messages.ts';
import type { DeviceCore } from './core.ts';

/** What did not come is asked for again after so long, in milliseconds, or when the person asks. */
export const patienceMs = 3_600_000;

/**
 * Entries of `lanes` that are held without their bodies and may still get them, but for those asked for in vain: as many as one request names, and as many
 * as fill `budget` bytes, the first whatever its size. One that was erased since the device was
 * opened may be among them: it is asked for in vain.
 */
export function lackedBodies({ holdings, vain }: DeviceCore, lanes: number, budget: number): readonly Entry[] {
  let bytes = 0;
  return holdings
    .withheld()
    .filter(({ id, kind }) => (lanes >> laneOfKind(kind)) & 1 && !vain.has(id))
    .slice(0, maxAskedBodies)
    .filter(({ bodyLength }) => bytes < budget && (bytes += bodyLength));
}

/** As a request names it. */
export function toAsked({ channel, device, kind, number, id }: Entry): ToldHead {
  return { log: toLogKey(channel, device, laneOfKind(kind)), number, hash8: id.slice(0, 16) };
}
