import type { Item } from '../log/item.ts';
import { isNamedBy, personOwning } from '../fold/erasures.ts';
import { unerasableKinds } from '../fold/void-cause.ts';
import { kindName } from '../kinds/kinds.ts';
import { bytesToHex } from '../protocol/bytes.ts';
import { encodeBatch } from '../protocol/encode-batch.ts';
import type { Entry, Run } from '../protocol/entry.ts';
import { toChannelId, type EntryId } from '../protocol/ids.ts';
import { outlastsPerson } from '../kinds/outlast.ts';
import { packRun } from '../protocol/pack-run.ts';
import { encodeRuns, keptChunks, readTrusted, type DeviceCore } from './core.ts';
import type { ChunkChange, DiskCommit, OwnRow } from './ports.ts';

/**
 * What must be rewritten so that bodies erased by `items`, or of persons whom they end, are gone from the storage too, not only from the views. The header and its hash stay, so
 * the log can still be checked and carried.
 */
export async function eraseKept(core: DeviceCore, items: readonly Item[]): Promise<Pick<DiskCommit, 'own' | 'chunks'>> {
  const erases = new Map<EntryId, Item[]>();
  const ended = new Set(items.flatMap((item) => (isEnd(core, item) ? item.author : [])));
  for (const item of items) {
    if (item.body?.kind !== 'erase' || !reachesItsTarget(core, item)) continue;
    const id = bytesToHex(item.body.targetHash.subarray(0, 16));
    erases.set(id, [...(erases.get(id) ?? []), item]);
  }
  if (erases.size + ended.size === 0) return {};
  const goes = (entry: Entry): boolean => {
    const author = core.holdings.certificateOf(entry.device)?.person ?? '';
    if (ended.has(author) && !outlastsPerson(entry.kind)) return true;
    return erases.get(entry.id)?.some((erase) => isNamedBy(entry, erase)) ?? false;
  };
  const own: OwnRow[] = [];
  for (const row of core.own.values()) {
    if (!erases.has(row.id) && !ended.has(core.person)) continue;
    const run = withoutBodies((await readTrusted(core, row.batch)).runs[0], goes);
    if (run === null) continue;
    const tables = {
      certificates: [core.holdings.certificateOf(run.device) ?? core.certificate],
      rotations: [],
      session: null,
    };
    own.push({ ...row, batch: encodeBatch([packRun(run, true)], tables) });
  }
  const chunks: ChunkChange[] = [];
  for await (const chunk of keptChunks(core)) {
    const { runs } = await readTrusted(core, chunk.batch);
    const rewritten = runs.map((run) => withoutBodies(run, goes));
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

/** Whether an erase may take what it says it takes: its author's own, or what stands in its author's channel; a lent device only what it wrote. */
function reachesItsTarget(core: DeviceCore, { body, author, entry, voidReason }: Item): boolean {
  if (body?.kind !== 'erase' || voidReason !== null || unerasable.has(kindName(body.kindNumber) ?? '')) return false;
  const isLent = (core.holdings.certificateOf(entry.device)?.maxEntries ?? null) !== null;
  if (isLent) return entry.device === body.device;
  return core.holdings.certificateOf(body.device)?.person === author || personOwning(entry.channel) === author;
}

/** Whether `item` ends its author: in their own card, by a device that may govern and that no cut shuts out. */
function isEnd(core: DeviceCore, item: Item): boolean {
  if (item.body?.kind !== 'person.end' || item.entry.channel !== toChannelId('card', item.author)) return false;
  return core.folds.isVoid(item) === null;
}

const unerasable: ReadonlySet<string> = new Set(unerasableKinds);

/** `run` without those bodies, or null when it has none of them. */
function withoutBodies(run: Run | undefined, goes: (entry: Entry) => boolean): Run | null {
  let isChanged = false;
  const entries = run?.entries.map((entry): Entry => {
    if (entry.absence === 'erased' || !goes(entry)) return entry;
    isChanged = true;
    return { ...entry, body: null, absence: 'erased' };
  });
  return run && entries && isChanged ? { ...run, entries } : null;
}
