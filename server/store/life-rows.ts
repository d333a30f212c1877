import type { Database } from 'better-sqlite3';
import type { StoredSegment } from '../../shared/sync/store.ts';
import type { Names } from './names.ts';
import { placesPerShard } from './open-database.ts';

type Row = [place: number, channel: number, device: number, from: number, to: number, hash8: Buffer, blob: Buffer];

/** Reads segments of lane 0 of one shard in order of arrivals, at most `limit` with arrivals above `after`. */
export function createLifeReader(database: Database, channels: Names, devices: Names) {
  const rows = database
    .prepare(
      `SELECT place, channel, device, from_seq, to_seq, to_hash8, blob FROM segment INDEXED BY segment_life
       WHERE lane = 0 AND place > ? AND place < ? ORDER BY place LIMIT ?`,
    )
    .raw();
  return (shard: number, after: number, limit: number): readonly StoredSegment[] => {
    const start = shard * placesPerShard;
    const found = rows.all(start + after, start + placesPerShard, limit) as readonly Row[];
    return found.map(([place, channel, device, from, to, hash8, blob]) => ({
      channel: channels.nameOf(channel),
      device: devices.nameOf(device),
      lane: 0,
      from,
      to,
      toHash8: hash8.toString('hex'),
      blob,
      arrival: place - start,
    }));
  };
}
