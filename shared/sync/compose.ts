import { decodeSegment } from '../protocol/decode-batch.ts';
import { encodeBatch, noTables, type BatchTables } from '../protocol/encode-batch.ts';
import type { Run } from '../protocol/entry.ts';
import { sha256, type Sha256 } from '../protocol/hash.ts';
import { toLogKey } from '../protocol/ids.ts';
import { packRun, type Place } from '../protocol/pack-run.ts';
import { joinColumns, type RunColumns } from '../protocol/run-columns.ts';
import { fromSegment } from './segments.ts';
import type { StoredSegment } from './store.ts';

/** A segment that is to be sent, and what the reader has around it. */
export type Outgoing = {
  readonly segment: StoredSegment;
  /** The reader has the entry before it, so the base need not travel. */
  readonly hasBefore: boolean;
  /** The reader has the entry behind it, whose base answers for this end, so no signature need travel. */
  readonly hasAfter: boolean;
};

/**
 * The batch of `outgoing`, grouped by log, neighbours joined into one run. With `compact` the entries are opened, so that ids of entries in the
 * same batch become places and each run keeps only its last signature: fewer bytes for more work, worth it for a full sync.
 */
export function composeBatch(
  outgoing: readonly Outgoing[],
  tables: BatchTables = noTables,
  compact = false,
  hash: Sha256 = sha256,
): Uint8Array<ArrayBuffer> {
  const groups = groupNeighbours(outgoing);
  if (!compact) return encodeBatch(groups.map(joinGroup), tables);
  const runs = groups.map((group) => ({ group, run: openGroup(group, hash) }));
  const places = new Map<string, Place>();
  runs.forEach(({ run }, index) => {
    run.entries.forEach((entry, offset) => places.set(entry.id, { run: index, offset, hash: entry.hash }));
  });
  return encodeBatch(
    runs.map(({ group, run }) => trimRun(packRun(run, true, places), group)),
    tables,
  );
}

/** Segments of one log that follow one another on the same branch, in order of logs and numbers. */
function groupNeighbours(outgoing: readonly Outgoing[]): readonly (readonly Outgoing[])[] {
  const byLog = new Map<string, Outgoing[]>();
  for (const one of outgoing) {
    const key = toLogKey(one.segment.channel, one.segment.device, one.segment.lane);
    const list = byLog.get(key);
    if (list) list.push(one);
    else byLog.set(key, [one]);
  }
  const groups: Outgoing[][] = [];
  for (const list of byLog.values()) {
    list.sort((a, b) => a.segment.from - b.segment.from || a.segment.arrival - b.segment.arrival);
    // Where numbers overlap the log is forked (or was sent twice): every segment then travels alone, with its base.
    const isForked = list.some((one, i) => i > 0 && one.segment.from <= (list[i - 1]?.segment.to ?? 0));
    let group: Outgoing[] = [];
    for (const one of list) {
      if (!isForked && group.length > 0 && group.at(-1)?.segment.to === one.segment.from - 1) group.push(one);
      else groups.push((group = [isForked ? { ...one, hasBefore: false, hasAfter: false } : one]));
    }
  }
  return groups;
}

function joinGroup(group: readonly Outgoing[]): RunColumns {
  const parts = group.map(({ segment }) => {
    const columns = decodeSegment(segment.blob, segment.channel, segment.device);
    if (!columns.ok) throw new Error(`damaged segment: ${columns.error.detail}`);
    return columns.value;
  });
  return trimRun(joinColumns(parts, 'last'), group);
}

function openGroup(group: readonly Outgoing[], hash: Sha256): Run {
  const runs = group.map(({ segment }) => fromSegment(segment, hash));
  const [first, last] = [runs[0], runs.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError('an empty group');
  return { ...first, entries: runs.flatMap((run) => run.entries), signatures: new Map([...last.signatures].slice(-1)) };
}

function trimRun(run: RunColumns, group: readonly Outgoing[]): RunColumns {
  return {
    ...run,
    base: group[0]?.hasBefore ? null : run.base,
    signatures: group.at(-1)?.hasAfter ? [] : run.signatures.slice(-1),
  };
}
