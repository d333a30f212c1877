import type { Database } from 'better-sqlite3';
import type { StoredSegment } from '../../shared/sync/store.ts';
import { mayBeRemembered } from '../../shared/host/remember.ts';
import { channelType } from '../../shared/protocol/ids.ts';
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
  // Of a channel that is neither card nor inbox only erasures are of use, and where one counts its target is listed.
  const usefulChannels = database
    .prepare(`SELECT id FROM channel WHERE substr(name, 1, 1) IN (?, ?) UNION SELECT channel FROM erased`)
    .pluck();
  const lifePlaces = database
    .prepare('SELECT place FROM segment INDEXED BY segment_channel WHERE channel = ? AND lane = 0')
    .pluck();
  let places: readonly number[] = [];
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

  function placesOfLife(): readonly number[] {
    const types = [channelType.card, channelType.inbox].map((type) => Buffer.of(type));
    const found = (usefulChannels.all(...types) as number[]).flatMap((id) => lifePlaces.all(id) as number[]);
    return found.sort((a, b) => a - b);
  }

  return {
    life(shard: number, after: number, limit: number): readonly StoredSegment[] {
      const start = shard * placesPerShard;
      if (after === 0 || places.length === 0) places = placesOfLife();
      const found: StoredSegment[] = [];
      for (let at = firstAbove(places, start + after); at < places.length && found.length < limit; at++) {
        const place = places[at] as number;
        if (place >= start + placesPerShard) break;
        const row = rowAt.get(place) as Row;
        if (mayBeRemembered(channels.nameOf(row[1]), row[6])) found.push(toStored(row, 0));
      }
      if (found.length < limit) places = [];
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

/** Index of the first of `sorted` above `limit`. */
function firstAbove(sorted: readonly number[], limit: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}
