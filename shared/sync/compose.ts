import { bytesToHex } from '../protocol/bytes.ts';
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
  const isShared = !compact && outgoing.length <= mostShared && isEmpty(tables);
  const known = isShared ? composedBefore(outgoing) : null;
  if (known !== null) return known;
  const groups = groupNeighbours(outgoing);
  if (!compact) {
    const batch = encodeBatch(groups.map(joinGroup), tables);
    if (isShared) noteComposed(outgoing, batch);
    return batch;
  }
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
function groupNeighbours(outgoing: readonly Outgoing[]): readonly (readonly Part[])[] {
  const byLog = new Map<string, Part[]>();
  for (const one of outgoing) {
    const { segment } = one;
    const { channel, device, lane } = segment;
    const part: Part = {
      segment,
      hasBefore: one.hasBefore,
      hasAfter: one.hasAfter,
      columns: remember(segment).columns,
    };
    const key = toLogKey(channel, device, lane);
    const list = byLog.get(key);
    if (list) list.push(part);
    else byLog.set(key, [part]);
  }
  const groups: Part[][] = [];
  for (const list of byLog.values()) {
    list.sort((a, b) => a.segment.from - b.segment.from || a.segment.arrival - b.segment.arrival);
    const ofLog: Part[][] = [];
    for (const part of list) {
      const before = ofLog.find((group) => follows(part, group.at(-1)));
      if (before) before.push(part);
      else ofLog.push([part]);
    }
    groups.push(...ofLog);
  }
  return groups;
}

// What a store keeps in memory it gives to every reader as the same object until a body in it is erased. A voice goes to all friends within minutes, and
// most of them lack nothing else.
type Remembered = { readonly columns: RunColumns; composed: Composed | null };
/** The batch in which a segment came first. */
type Composed = { readonly outgoing: readonly Outgoing[]; readonly batch: Uint8Array<ArrayBuffer> };

const mostShared = 8;
const mostRemembered = 10_000;
let rememberedBySegment = new WeakMap<StoredSegment, Remembered>();
let count = 0;

function remember(segment: StoredSegment): Remembered {
  const known = rememberedBySegment.get(segment);
  if (known !== undefined) return known;
  const columns = decodeSegment(segment.blob, segment.channel, segment.device);
  if (!columns.ok) throw new Error(`damaged segment: ${columns.error.detail}`);
  if (++count > mostRemembered) {
    rememberedBySegment = new WeakMap();
    count = 1;
  }
  const remembered = { columns: columns.value, composed: null };
  rememberedBySegment.set(segment, remembered);
  return remembered;
}

function composedBefore(outgoing: readonly Outgoing[]): Uint8Array<ArrayBuffer> | null {
  const [first] = outgoing;
  const composed = first === undefined ? null : rememberedBySegment.get(first.segment)?.composed;
  if (!composed || composed.outgoing.length !== outgoing.length) return null;
  const isSame = composed.outgoing.every((before, i) => {
    const one = outgoing[i] as Outgoing;
    return before.segment === one.segment && before.hasBefore === one.hasBefore && before.hasAfter === one.hasAfter;
  });
  return isSame ? composed.batch : null;
}

function noteComposed(outgoing: readonly Outgoing[], batch: Uint8Array<ArrayBuffer>): void {
  const [first] = outgoing;
  if (first !== undefined) remember(first.segment).composed = { outgoing, batch };
}

function isEmpty({ certificates, rotations, session }: BatchTables): boolean {
  return certificates.length + rotations.length === 0 && session === null;
}

type Part = Outgoing & { readonly columns: RunColumns };

/** Whether `part` continues the branch on which `before` stands: numbers alone do not say so in a forked log. */
function follows({ segment, columns }: Part, before: Part | undefined): boolean {
  if (before?.segment.to !== segment.from - 1 || columns.base === null) return false;
  return bytesToHex(columns.base.subarray(0, 8)) === before.segment.toHash8;
}

function joinGroup(group: readonly Part[]): RunColumns {
  return trimRun(
    joinColumns(
      group.map((part) => part.columns),
      'last',
    ),
    group,
  );
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
