import type { Run } from '../protocol/entry.ts';
import { toLogKey, type EntryId, type LogKey } from '../protocol/ids.ts';

/** When consecutive entries of a log came here, by the best time of that moment. */
export type Receipt = { readonly log: LogKey; readonly from: number; readonly to: number; readonly atMs: number };

/** When each entry that a device holds came to it; what it wrote itself is not among them. */
export type ReceivedAt = Map<EntryId, number>;

/** The receipts of runs that came at `atMs`; entries that are there already keep their first one. */
export function receiptsOf(runs: readonly Run[], atMs: number, known: ReadonlyMap<EntryId, number>): Receipt[] {
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

/** Notes when the entries of `runs` came. The first receipt of an entry counts, so that a list never moves because the same came again. */
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
        known.set(entry.id, Math.min(known.get(entry.id) ?? Infinity, receipt.atMs));
      }
    }
  }
}

/** Those receipts whose logs are still held. */
export function keepReceipts(receipts: readonly Receipt[], runs: readonly Run[]): readonly Receipt[] {
  const logs = new Set(runs.map((run) => toLogKey(run.channel, run.device, run.lane)));
  return receipts.filter((receipt) => logs.has(receipt.log));
}
