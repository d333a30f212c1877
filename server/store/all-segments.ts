import type { Database } from 'better-sqlite3';
import type { Lane } from '../../shared/protocol/parameters.ts';
import type { StoredSegment } from '../../shared/sync/store.ts';
import type { Names } from './names.ts';
import { placesPerShard } from './open-database.ts';

type Row = [
  place: number,
  channel: number,
  device: number,
  lane: Lane,
  from: number,
  to: number,
  hash8: Buffer,
  blob: Buffer,
];

/** Every segment, or those of lane 0, one after the other in order of arrivals: for checks that look at everything. */
export function* readAllSegments(
  database: Database,
  { channels, devices }: { readonly channels: Names; readonly devices: Names },
  which: 'all' | 'life',
): Generator<StoredSegment> {
  const rows = database
    .prepare(
      `SELECT place, channel, device, lane, from_seq, to_seq, to_hash8, blob FROM segment
       ${which === 'life' ? 'INDEXED BY segment_life WHERE lane = 0' : ''} ORDER BY place`,
    )
    .raw();
  // Names are looked up between rows, which a statement that is being read from does not forbid.
  for (const [place, channel, device, lane, from, to, hash8, blob] of rows.iterate() as Iterable<Row>) {
    yield {
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
}
