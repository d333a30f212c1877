import { bytesToHex, equalBytes } from '../protocol/bytes.ts';
import { laneOfKind, lanes } from '../protocol/parameters.ts';
import { toLogKey } from '../protocol/ids.ts';
import type { Head } from '../log/append.ts';
import { fromSegment, toSegment } from '../sync/segments.ts';
import type { Commit, Erasing, ReadQuery, ReadResult, Store, StoredSegment } from '../sync/store.ts';

/** What a memory store holds; copied, it is a backup. */
export type MemoryRows = { readonly segments: readonly StoredSegment[]; readonly arrival: number };

/** A store in memory with the port's promises, for simulations and tests that need no disk; it passes the contract test like any other. */
export type MemoryStore = Store & {
  rows(): MemoryRows;
  /** While true every commit is answered `no-space`. */
  setFull(isFull: boolean): void;
};

/** A store of one shard with `epoch`, holding `rows`. */
export function createMemoryStore(epoch: string, rows: MemoryRows = { segments: [], arrival: 0 }): MemoryStore {
  let segments = [...rows.segments];
  let arrival = rows.arrival;
  let isFull = false;
  const erasures: Erasing[] = [];
  const newestByPlace = new Map<string, number>();
  const place = (channel: string, lane: number) => `${channel}/${lane}`;
  for (const row of segments) newestByPlace.set(place(row.channel, row.lane), row.arrival);

  function erase(row: StoredSegment, erasing: Erasing): StoredSegment {
    const isIn = isSameLog(row, erasing) && row.from <= erasing.number && row.to >= erasing.number;
    return isIn ? withoutBody(row, erasing) : row;
  }

  return {
    epoch,
    shardCount: 1,
    shardOf: () => 0,
    arrival: () => arrival,
    newest: (channel, lane) => newestByPlace.get(place(channel, lane)) ?? 0,
    newestByLane: (channels) =>
      channels.map((channel) => lanes.map((lane) => newestByPlace.get(place(channel, lane)) ?? 0)),
    async append({ segments: fresh, erasings }: Commit) {
      if (isFull) return { ok: false, error: { code: 'no-space', detail: 'the store is full' } };
      const arrivals = fresh.map((segment) => {
        const same = segments.find(
          (row) => row.toHash8 === segment.toHash8 && row.from === segment.from && isSameLog(row, segment),
        );
        if (same) return same.arrival;
        arrival += 1;
        const { channel, device, lane, from, to, toHash8, blob } = segment;
        segments.push(erasures.reduce(erase, { channel, device, lane, from, to, toHash8, blob, arrival }));
        newestByPlace.set(place(channel, lane), arrival);
        return arrival;
      });
      erasures.push(...erasings);
      for (const erasing of erasings) segments = segments.map((row) => erase(row, erasing));
      return { ok: true, value: arrivals };
    },
    async read(query: ReadQuery): Promise<ReadResult> {
      const channels = new Set(query.channels);
      const found: StoredSegment[] = [];
      let bytes = 0;
      for (let i = segments.length - 1; i >= 0; i--) {
        const row = segments[i];
        if (row === undefined || row.arrival > query.upTo || row.arrival <= query.after) continue;
        if (row.lane !== query.lane || !channels.has(row.channel)) continue;
        if (found.length > 0 && bytes + row.blob.length > query.maxBytes)
          return { segments: found, downTo: row.arrival };
        found.push(row);
        bytes += row.blob.length;
      }
      return { segments: found, downTo: query.after };
    },
    async readLog(channel, device, lane, from, to) {
      return segments
        .filter(
          (row) =>
            row.channel === channel && row.device === device && row.lane === lane && row.from <= to && row.to >= from,
        )
        .sort((a, b) => a.from - b.from || a.arrival - b.arrival);
    },
    async heads(channel, device, lane) {
      return headsOf(
        segments.filter((row) => toLogKey(row.channel, row.device, row.lane) === toLogKey(channel, device, lane)),
      );
    },
    async close() {},
    rows: () => ({ segments: [...segments], arrival }),
    setFull(full) {
      isFull = full;
    },
  };
}

/** The ends of all branches of the log in `rows`: ends of segments behind which no other segment goes on. */
export function headsOf(rows: readonly StoredSegment[]): readonly Head[] {
  const runs = rows.map((row) => fromSegment(row));
  const inner = runs.flatMap((run) => [{ number: run.from - 1, hash: run.base }, ...run.entries.slice(0, -1)]);
  const heads = new Map<string, Head>();
  for (const run of runs) {
    const last = run.entries.at(-1);
    if (last === undefined || inner.some((one) => one.number === last.number && equalBytes(one.hash, last.hash)))
      continue;
    heads.set(bytesToHex(last.hash), { number: last.number, hash: last.hash });
  }
  return [...heads.values()].sort((a, b) => b.number - a.number);
}

function isSameLog(a: { channel: string; device: string; lane: number }, b: typeof a): boolean {
  return a.channel === b.channel && a.device === b.device && a.lane === b.lane;
}

/** `row` with the body at `erasing` gone, if the chain hash there is the one meant. */
function withoutBody(row: StoredSegment, erasing: Erasing): StoredSegment {
  const run = fromSegment(row);
  const entries = run.entries.map((entry) =>
    entry.number === erasing.number && equalBytes(entry.hash, erasing.hash) && laneOfKind(entry.kind) === erasing.lane
      ? { ...entry, body: null, absence: 'erased' as const }
      : entry,
  );
  return { ...row, blob: toSegment({ ...run, entries }).blob };
}
