import { createByNumber, type ByNumber } from '../log/by-number.ts';
import { laneOf, type Entry, type Run } from '../protocol/entry.ts';
import { toLogKey, type ChannelId, type DeviceId, type LogKey } from '../protocol/ids.ts';
import type { Lane } from '../protocol/parameters.ts';

/** When consecutive entries of a log came here, by the best time of that moment. */
export type Receipt = { readonly log: LogKey; readonly from: number; readonly to: number; readonly atMs: number };

/** Where an entry stands: an entry, or what is held of one. */
type Place = Pick<Entry, 'channel' | 'device' | 'kind' | 'number'>;

/** When each entry that a device holds came to it; what it wrote itself is not among them. */
export type ReceivedAt = {
  readonly size: number;
  has(place: Place): boolean;
  /** Of two entries with one number of a forked log it is the first that came. */
  get(place: Place): number | undefined;
  /** The first time of an entry counts, so that a list never moves because the same came again. */
  note(place: Place, atMs: number): void;
  /** By log, in ascending order of numbers. */
  entries(): readonly (readonly [log: LogKey, number: number, atMs: number])[];
};

/**
 * Times of nothing. Entries come many at a time: the time stands once, and by each entry where it stands. Entries are known by their places in logs,
 * which takes a few bytes each where their ids would take eighty.
 */
export function createReceivedAt(): ReceivedAt {
  const byChannel = new Map<ChannelId, Map<DeviceId, (ByNumber<number> | undefined)[]>>();
  const times: number[] = [];
  let size = 0;

  const logOf = (place: Place) => byChannel.get(place.channel)?.get(place.device)?.[laneOf(place)];

  function timeOf(place: Place): number | undefined {
    const at = logOf(place)?.get(place.number);
    return at === undefined ? undefined : times[at];
  }

  function makeLog(place: Place): ByNumber<number> {
    const byDevice = byChannel.get(place.channel) ?? new Map<DeviceId, (ByNumber<number> | undefined)[]>();
    byChannel.set(place.channel, byDevice);
    const lanes = byDevice.get(place.device) ?? [];
    byDevice.set(place.device, lanes);
    return (lanes[laneOf(place)] = createByNumber<number>());
  }

  return {
    get size() {
      return size;
    },
    has: (place) => timeOf(place) !== undefined,
    get: timeOf,
    note(place, atMs) {
      const known = timeOf(place);
      if ((known ?? Infinity) <= atMs) return;
      if (known === undefined) size++;
      if (times.at(-1) !== atMs) times.push(atMs);
      (logOf(place) ?? makeLog(place)).set(place.number, times.length - 1);
    },
    entries: () =>
      [...byChannel].flatMap(([channel, byDevice]) =>
        [...byDevice].flatMap(([device, lanes]) =>
          lanes.flatMap((log, lane) =>
            (log?.entries() ?? []).map(
              ([number, at]) => [toLogKey(channel, device, lane as Lane), number, times[at] ?? 0] as const,
            ),
          ),
        ),
      ),
  };
}

/** The receipts of runs that came at `atMs`; entries that are there already keep their first one. */
export function receiptsOf(runs: readonly Run[], atMs: number, known: Pick<ReceivedAt, 'has'>): Receipt[] {
  const receipts: Receipt[] = [];
  for (const run of runs) {
    const log = toLogKey(run.channel, run.device, run.lane);
    let from: number | null = null;
    for (const entry of run.entries) {
      if (!known.has(entry)) from ??= entry.number;
      else if (from !== null) {
        receipts.push({ log, from, to: entry.number - 1, atMs });
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
        known.note(entry, receipt.atMs);
      }
    }
  }
}

/** Those receipts whose logs are still held. */
export function keepReceipts(receipts: readonly Receipt[], runs: readonly Run[]): readonly Receipt[] {
  const logs = new Set(runs.map((run) => toLogKey(run.channel, run.device, run.lane)));
  return receipts.filter((receipt) => logs.has(receipt.log));
}
