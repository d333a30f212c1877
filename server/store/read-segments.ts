import type { Database } from 'better-sqlite3';
import { createArrivalHeap, type Source } from './arrival-heap.ts';
import type { Names } from './names.ts';
import { placesPerShard } from './open-database.ts';

/** A row as it was read; `channelIndex` is the place of its channel in the query. */
export type SegmentRow = {
  readonly channelIndex: number;
  readonly arrival: number;
  readonly device: number;
  readonly from: number;
  readonly to: number;
  readonly hash8: Buffer;
  readonly blob: Buffer;
};

/** A read query with, for each channel, an arrival above which it has nothing. */
export type BoundedQuery = {
  readonly shard: number;
  readonly lane: number;
  readonly channels: readonly string[];
  readonly bounds: readonly number[];
  readonly after: number;
  readonly maxBytes: number;
};

/** Rows newest first, and the arrival above which they are all there are; `after` of the query when nothing is left. */
export type RowsRead = { readonly rows: readonly SegmentRow[]; readonly downTo: number };

type ChannelSource = Source & { readonly id: number; buffered: SegmentRow[]; chunk: number; isExhausted: boolean };
type RawRow = readonly [number, number, number, number, Buffer, Buffer];

/**
 * Reads the newest segments of many channels: the channel whose next arrival may be highest is asked for a few rows through the index, and
 * gives them until another may have a higher one. Work is by what is given, not by what the store holds.
 */
export function createSegmentReader(database: Database, channels: Names): (query: BoundedQuery) => RowsRead {
  const chunkRows = database
    .prepare(
      `SELECT place, device, from_seq, to_seq, to_hash8, blob FROM segment INDEXED BY segment_channel
       WHERE channel = ? AND lane = ? AND place > ? AND place <= ? ORDER BY place DESC LIMIT ?`,
    )
    .raw();

  function fill(source: ChannelSource, { shard, lane, after }: BoundedQuery): void {
    const start = shard * placesPerShard;
    const rows = chunkRows.all(source.id, lane, start + after, start + source.bound, source.chunk) as RawRow[];
    source.isExhausted = rows.length < source.chunk;
    source.chunk = Math.min(source.chunk * 2, 64);
    source.buffered = rows
      .map(([place, device, from, to, hash8, blob]) => ({
        channelIndex: source.channelIndex,
        arrival: place - start,
        device,
        from,
        to,
        hash8,
        blob,
      }))
      .reverse();
    source.bound = source.buffered.at(-1)?.arrival ?? 0;
  }

  return (query) => {
    const sources: ChannelSource[] = [];
    const firstChunk = query.channels.length > 8 ? 2 : 16;
    query.channels.forEach((channel, channelIndex) => {
      const bound = query.bounds[channelIndex] as number;
      const id = bound > query.after ? channels.find(channel) : null;
      if (id === null) return;
      sources.push({ channelIndex, id, bound, buffered: [], chunk: firstChunk, isExhausted: false });
    });
    const heap = createArrivalHeap(sources);
    const rows: SegmentRow[] = [];
    let bytes = 0;
    for (let source = heap.top(); source !== undefined; source = heap.top()) {
      if (source.buffered.length === 0) fill(source, query);
      else {
        const row = source.buffered.pop() as SegmentRow;
        if (rows.length > 0 && bytes + row.blob.length > query.maxBytes) return { rows, downTo: row.arrival };
        rows.push(row);
        bytes += row.blob.length;
        const below = source.isExhausted || row.arrival - 1 <= query.after ? 0 : row.arrival - 1;
        source.bound = source.buffered.at(-1)?.arrival ?? below;
      }
      heap.sink();
    }
    return { rows, downTo: query.after };
  };
}
