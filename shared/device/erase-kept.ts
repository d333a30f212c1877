import type { Item } from '../log/item.ts';
import { bytesToHex, equalBytes } from '../protocol/bytes.ts';
import { encodeBatch } from '../protocol/encode-batch.ts';
import type { Entry, Run } from '../protocol/entry.ts';
import { ownerOfChannel, type EntryId } from '../protocol/ids.ts';
import { packRun } from '../protocol/pack-run.ts';
import { encodeRuns, readTrusted, type DeviceCore } from './core.ts';
import type { ChunkChange, DiskCommit, OwnRow } from './ports.ts';

/**
 * What must be rewritten so that bodies erased by `items` are gone from the storage too, not only from the views. The header and its hash stay, so
 * the log can still be checked and carried.
 */
export async function eraseKept(core: DeviceCore, items: readonly Item[]): Promise<Pick<DiskCommit, 'own' | 'chunks'>> {
  const hashById = new Map<EntryId, Uint8Array>();
  for (const item of items) {
    const hash = erasedBy(core, item);
    if (hash !== null) hashById.set(bytesToHex(hash.subarray(0, 16)), hash);
  }
  if (hashById.size === 0) return {};
  const own: OwnRow[] = [];
  for (const row of core.own.values()) {
    if (!hashById.has(row.id)) continue;
    const run = withoutBodies((await readTrusted(core, row.batch)).runs[0], hashById);
    if (run === null) continue;
    const tables = {
      certificates: [core.holdings.certificateOf(run.device) ?? core.certificate],
      rotations: [],
      session: null,
    };
    own.push({ ...row, batch: encodeBatch([packRun(run, true)], tables) });
  }
  const chunks: ChunkChange[] = [];
  for (const chunk of core.chunks) {
    const { runs } = await readTrusted(core, chunk.batch);
    const rewritten = runs.map((run) => withoutBodies(run, hashById));
    if (rewritten.every((run) => run === null)) continue;
    chunks.push({
      ...chunk,
      batch: encodeRuns(
        core,
        runs.map((run, i) => rewritten[i] ?? run),
      ),
    });
  }
  return { own, chunks };
}

/** The hash that an erase names, when its author wrote the target or owns the channel. */
function erasedBy(core: DeviceCore, { body, author, entry, voidReason }: Item): Uint8Array | null {
  if (body?.kind !== 'erase' || voidReason !== null) return null;
  const isAuthor = core.holdings.certificateOf(body.device)?.person === author;
  return isAuthor || ownerOfChannel(entry.channel) === author ? body.targetHash : null;
}

/** `run` without those bodies, or null when it has none of them. */
function withoutBodies(run: Run | undefined, hashById: ReadonlyMap<EntryId, Uint8Array>): Run | null {
  let isChanged = false;
  const entries = run?.entries.map((entry): Entry => {
    const hash = entry.body === null ? undefined : hashById.get(entry.id);
    if (hash === undefined || !equalBytes(hash, entry.hash)) return entry;
    isChanged = true;
    return { ...entry, body: null, absence: 'erased' };
  });
  return run && entries && isChanged ? { ...run, entries } : null;
}
