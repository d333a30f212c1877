import type { Run } from '../protocol/entry.ts';
import { toLogKey, type EntryId, type LogKey } from '../protocol/ids.ts';

/** When consecutive entries of a log came here, by the best time of that moment. */
export type Receipt = { readonly log: LogKey; readonly from: number; readonly to: number; readonly atMs: number };

/** When each entry that a device holds came to it; what it wrote itself is not among them. */
export type ReceivedAt = {
  readonly size: number;
  has(id: EntryId): boolean;
  get(id: EntryId): number | undefined;
  /** The first time of an entry counts, so that a list never moves because the same came again. */
  note(id: EntryId, atMs: number): void;
  entries(): readonly (readonly [EntryId, number])[];
};

/** Times of nothing. Entries come many at a time: the time stands once, and by each entry where it stands. */
export function createReceivedAt(): ReceivedAt {
  const placeById = new Map<EntryId, number>();
  const times: number[] = [];
  const timeAt = (place: number | undefined): number | undefined => (place === undefined ? undefined : times[place]);
  return {
    get size() {
      return placeById.size;
    },
    has: (id) => placeById.has(id),
    get: (id) => timeAt(placeById.get(id)),
    note(id, atMs) {
      if ((timeAt(placeById.get(id)) ?? Infinity) <= atMs) return;
      if (times.at(-1) !== atMs) times.push(atMs);
      placeById.set(id, times.length - 1);
    },
    entries: () => [...placeById].map(([id, place]) => [id, times[place] ?? 0] as const),
  };
}

/** The receipts of runs that came at `atMs`; entries that are there already keep their first one. */
export function receiptsOf(runs: readonly Run[], atMs: number, known: Pick<ReceivedAt, 'has'>): Receipt[] {
  const receipts: Receipt[] = [];
  for (const run of runs) {
    const log = toLogKey(run.channel, run.device, run.lane);
    let from: number | null = null;
    for (const { id, number } of run.entries) {
      if (!known.has(id)) from ??= number;
      else if (from !== null) {
        receipts.push({ log, from, to: number - 1, atMs });
        from = null;
      }
    }
    if (from !== null) receipts.push({ log, from, to: run.from + run.entries.length - 1, atMs });
  }
  return receipts;
}

/** Notes when the entries of `runs` came. */
export function noteReceipts(known: ReceivedAt, runs: readonly Run[], receipts: readonly Receipt[]): void {
  const byLog = new Map<LogKey, Receipt[]>();
  for (const receipt of receipts) {
    const list = byLog.get(receipt.log);
    if (list) list.push(receipt);
    else byLog.set(receipt.log, [receipt]);
  }
  for (const run of runs) {
    for (const receipt of byLog.get(toLogKey(run.channel, run.device, run.lane)) ?? []) {
      for (let number = Math.max(receipt.from, run.from); number <= receipt.to; number++) {
        const entry = run.entries[number - run.from];
        if (!entry) break;
        known.note(entry.id, receipt.atMs);
      }
    }
  }
}

/** Those receipts whose logs are still held. */
export function keepReceipts(receipts: readonly Receipt[], runs: readonly Run[]): readonly Receipt[] {
  const logs = new Set(runs.map((run) => toLogKey(run.channel, run.device, run.lane)));
  return receipts.filter((receipt) => logs.has(receipt.log));
}
