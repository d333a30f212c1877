import type { Database } from 'better-sqlite3';
import { placesPerShard } from './open-database.ts';

/** The newest arrival of every channel and lane, flat, to be handed from thread to thread. */
export type NewestRows = {
  /** 18 bytes each. */
  readonly channels: Uint8Array<ArrayBuffer>;
  /** Index of the channel, lane, arrival; row after row. */
  readonly rows: Float64Array<ArrayBuffer>;
};

/** Reads them at start-up, in one pass over the index on channels. */
export function readNewest(database: Database): NewestRows {
  const names = new Map<number, number>();
  const idsAndNames = database.prepare('SELECT id, name FROM channel').raw();
  const count = database.prepare('SELECT count(*) FROM channel').pluck().get() as number;
  const channels = new Uint8Array(count * 18);
  for (const [id, name] of idsAndNames.iterate() as Iterable<[number, Buffer]>) {
    channels.set(name, names.size * 18);
    names.set(id, names.size);
  }
  const newest = database.prepare('SELECT channel, lane, max(place) FROM segment GROUP BY channel, lane').raw();
  const rows: number[] = [];
  for (const [id, lane, place] of newest.iterate() as Iterable<[number, number, number]>) {
    rows.push(names.get(id) as number, lane, place % placesPerShard);
  }
  return { channels, rows: Float64Array.from(rows) };
}
