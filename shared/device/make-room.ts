import { ok, type Result } from '../protocol/result.ts';
import { commit, readKept, reading, readTrusted, type DeviceCore } from './core.ts';
import type { ChunkNote, DiskCommit, DiskError } from './ports.ts';
import { isBulk } from './without-bulk.ts';

/**
 * Keeps a change as `commit` does. On a full device bodies of bulk that others wrote go first, the oldest first, until it fits: their entries stay, and they
 * may be asked for again. What this device wrote never goes.
 */
export async function commitMakingRoom(core: DeviceCore, change: DiskCommit): Promise<Result<null, DiskError>> {
  const done = await commit(core, change);
  return done.ok || done.error.code !== 'device-full' ? done : reading(() => makeRoom(core, change, done));
}

async function makeRoom(
  core: DeviceCore,
  change: DiskCommit,
  refused: Result<null, DiskError>,
): Promise<Result<null, DiskError>> {
  let done = refused;
  let hasShed = false;
  for (const note of core.chunks) {
    if (done.ok || done.error.code !== 'device-full') break;
    if (!(await isSpare(core, note))) continue;
    // By itself: a full storage takes nothing in the same transaction, not even what would have room behind it.
    if (!(await commit(core, { chunks: [{ key: note.key, batch: null, receipts: [] }] })).ok) break;
    hasShed = true;
    done = await commit(core, change);
  }
  if (hasShed) {
    // What was kept is kept: where it cannot be read again now, memory shows until the next start what the storage let go.
    await reading(async () => ok(await readKept(core)));
    noteNoRoom(core);
  }
  return done;
}

/** Nothing that was left out is asked for again soon: it would find no room either. */
export function noteNoRoom({ holdings, vain }: DeviceCore): void {
  for (const { id } of holdings.withheld()) vain.add(id);
}

/** Whether a chunk holds bodies of bulk alone, of entries that another chunk holds too: they came with that one. */
async function isSpare(core: DeviceCore, { key, entries }: ChunkNote): Promise<boolean> {
  if (entries > 0) return false;
  const { batch } = await core.ports.disk.readChunk(key);
  return (await readTrusted(core, batch)).runs.every(isBulk);
}
