import type { Database } from 'better-sqlite3';
import type { Lane } from '../../shared/protocol/parameters.ts';
import { maxBatchEntries } from '../../shared/protocol/parameters.ts';
import type { StoredSegment } from '../../shared/sync/store.ts';
import { placesPerShard } from './open-database.ts';

/** A log by the numbers of its channel and device, and by their names. */
export type LogRef = {
  readonly channelId: number;
  readonly deviceId: number;
  readonly lane: Lane;
  readonly channel: string;
  readonly device: string;
};

/** A segment and the id of its row. */
export type PlacedSegment = StoredSegment & { readonly place: number };

/** Segments of single logs, by the index on logs. */
export type LogRows = {
  /** Segments that hold any of the numbers, all branches, by number. */
  covering(log: LogRef, from: number, to: number): readonly PlacedSegment[];
  /** The segment that begins last, or null. */
  last(log: LogRef): PlacedSegment | null;
  /** End of the segment that begins last, from the index alone, or null. */
  tip(log: LogRef): { readonly number: number; readonly hash8: string } | null;
};

type Row = { place: number; from_seq: number; to_seq: number; to_hash8: Buffer; blob: Buffer };

/** Reads logs through `database`. */
export function createLogRows(database: Database): LogRows {
  const columns = 'place, from_seq, to_seq, to_hash8, blob';
  const ofLog = 'channel = ? AND device = ? AND lane = ?';
  // No segment is longer than a batch, so what covers a number begins at most so far below it.
  const coveringRows = database.prepare(
    `SELECT ${columns} FROM segment WHERE ${ofLog} AND from_seq BETWEEN ? AND ? AND to_seq >= ? ORDER BY from_seq, place`,
  );
  const lastRow = database.prepare(`SELECT ${columns} FROM segment WHERE ${ofLog} ORDER BY from_seq DESC LIMIT 1`);
  const tipRow = database.prepare(`SELECT to_seq, to_hash8 FROM segment WHERE ${ofLog} ORDER BY from_seq DESC LIMIT 1`);
  return {
    covering: (log, from, to) =>
      (coveringRows.all(log.channelId, log.deviceId, log.lane, from - maxBatchEntries, to, from) as readonly Row[]).map(
        (row) => toStored(row, log),
      ),
    last(log) {
      const row = lastRow.get(log.channelId, log.deviceId, log.lane) as Row | undefined;
      return row === undefined ? null : toStored(row, log);
    },
    tip(log) {
      const row = tipRow.get(log.channelId, log.deviceId, log.lane) as Row | undefined;
      return row === undefined ? null : { number: row.to_seq, hash8: row.to_hash8.toString('hex') };
    },
  };
}

function toStored(row: Row, { channel, device, lane }: LogRef): PlacedSegment {
  return {
    channel,
    device,
    lane,
    from: row.from_seq,
    to: row.to_seq,
    toHash8: row.to_hash8.toString('hex'),
    blob: row.blob,
    arrival: row.place % placesPerShard,
    place: row.place,
  };
}

/** Names a log where a map needs a key. */
export function logRefKey({ channelId, deviceId, lane }: Pick<LogRef, 'channelId' | 'deviceId' | 'lane'>): string {
  return `${channelId}/${deviceId}/${lane}`;
}
