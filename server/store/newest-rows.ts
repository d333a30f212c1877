import type { Database } from 'better-sqlite3';
import { lanes } from '../../shared/protocol/parameters.ts';
import { placesPerShard } from './open-database.ts';

/** The newest arrival of every channel and lane, flat, to be handed from thread to thread. */
export type NewestRows = {
  /** 18 bytes each. */
  readonly channels: Uint8Array<ArrayBuffer>;
  /** Index of the channel, lane, arrival; row after row. */
  readonly rows: Float64Array<ArrayBuffer>;
};

/** Reads them at start-up, by a step into the index for each channel and lane: a pass over every row takes a second for five million. */
export function readNewest(database: Database): NewestRows {
  const names = new Map<number, number>();
  const idsAndNames = database.prepare('SELECT id, name FROM channel').raw();
  const count = database.prepare('SELECT count(*) FROM channel').pluck().get() as number;
  const channels = new Uint8Array(count * 18);
  for (const [id, name] of idsAndNames.iterate() as Iterable<[number, Buffer]>) {
    channels.set(name, names.size * 18);
    names.set(id, names.size);
  }
  // One statement for all steps: asking for each by itself costs as much again as the steps.
  const newest = database
    .prepare(
      `WITH lanes (lane) AS (VALUES ${lanes.map((lane) => `(${lane})`).join(', ')})
       SELECT channel.id, lanes.lane,
         (SELECT max(place) FROM segment INDEXED BY segment_channel WHERE segment.channel = channel.id AND segment.lane = lanes.lane)
       FROM channel CROSS JOIN lanes`,
    )
    .raw();
  const rows: number[] = [];
  for (const [id, lane, place] of newest.iterate() as Iterable<[number, number, number | null]>)
    if (place !== null) rows.push(names.get(id) as number, lane, place % placesPerShard);
  return { channels, rows: Float64Array.from(rows) };
}
