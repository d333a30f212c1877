import type { Database } from 'better-sqlite3';
import type { StoredSegment } from '../../shared/sync/store.ts';
import { mayBeRemembered } from '../../shared/host/remember.ts';
import type { Lane } from '../../shared/protocol/parameters.ts';
import type { Names } from './names.ts';
import { placesPerShard } from './open-database.ts';

type Row = [place: number, channel: number, device: number, from: number, to: number, hash8: Buffer, blob: Buffer];

/**
 * Reads what a directory remembers. `life`: segments of lane 0 of one shard that may bear on access, in order of arrivals, at most `limit` with arrivals above
 * `after`. `lent`: everything of the named devices, found by a pass over the index of logs: there are few such devices, or none.
 */
export function createLifeReader(database: Database, channels: Names, devices: Names) {
  const columns = 'place, channel, device, from_seq, to_seq, to_hash8, blob';
  const lifeRows = database
    .prepare(
      `SELECT ${columns} FROM segment INDEXED BY segment_life
       WHERE lane = 0 AND place > ? AND place < ? ORDER BY place`,
    )
    .raw();
  const lentPlaces = database.prepare('SELECT place, lane FROM segment INDEXED BY segment_log WHERE device = ?').raw();
  const rowAt = database.prepare(`SELECT ${columns} FROM segment WHERE place = ?`).raw();

  function toStored([place, channel, device, from, to, hash8, blob]: Row, lane: Lane): StoredSegment {
    return {
      channel: channels.nameOf(channel),
      device: devices.nameOf(device),
      lane,
      from,
      to,
      toHash8: hash8.toString('hex'),
      blob,
      arrival: place % placesPerShard,
    };
  }

  return {
    life(shard: number, after: number, limit: number): readonly StoredSegment[] {
      const start = shard * placesPerShard;
      const found: StoredSegment[] = [];
      for (const row of lifeRows.iterate(start + after, start + placesPerShard) as Iterable<Row>) {
        if (!mayBeRemembered(channels.nameOf(row[1]), row[6])) continue;
        found.push(toStored(row, 0));
        if (found.length === limit) break;
      }
      return found;
    },
    lent(names: readonly string[]): readonly StoredSegment[] {
      const places = names.flatMap((name) => {
        const id = devices.find(name);
        return id === null ? [] : (lentPlaces.all(id) as readonly [number, Lane][]);
      });
      places.sort(([a], [b]) => a - b);
      return places.map(([place, lane]) => toStored(rowAt.get(place) as Row, lane));
    },
  };
}
