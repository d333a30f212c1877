import type { Result } from '../protocol/result.ts';
import { commit, readKept, readTrusted, type DeviceCore } from './core.ts';
import type { Chunk, DiskCommit, DiskError } from './ports.ts';
import { isBulk } from './without-bulk.ts';

/**
 * Keeps a change as `commit` does. On a full device bodies of bulk that others wrote go first, the oldest first, until it fits: their entries stay, and they
 * may be asked for again. What this device wrote never goes.
 */
export async function commitMakingRoom(core: DeviceCore, change: DiskCommit): Promise<Result<null, DiskError>> {
  let done = await commit(core, change);
  let hasShed = false;
  for (const chunk of core.chunks) {
    if (done.ok || done.error.code !== 'device-full') break;
    if (!(await isSpare(core, chunk))) continue;
    // By itself: a full storage takes nothing in the same transaction, not even what would have room behind it.
    if (!(await commit(core, { chunks: [{ ...chunk, batch: null }] })).ok) break;
    hasShed = true;
    done = await commit(core, change);
  }
  if (hasShed) {
    await readKept(core);
    noteNoRoom(core);
  }
  return done;
}

/** Nothing that was left out is asked for again soon: it would find no room either. */
export function noteNoRoom({ holdings, vain }: DeviceCore): void {
  for (const { id } of holdings.withheld()) vain.add(id);
}

/** Whether a chunk holds bodies of bulk alone, of entries that another chunk holds too: their receipts are there. */
async function isSpare(core: DeviceCore, { batch, receipts }: Chunk): Promise<boolean> {
  return receipts.length === 0 && (await readTrusted(core, batch)).runs.every(isBulk);
}
