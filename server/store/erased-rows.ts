import type { Database } from 'better-sqlite3';
import type { Lane } from '../../shared/protocol/parameters.ts';
import type { Erasing, NewSegment } from '../../shared/sync/store.ts';
import { eraseBodies, type EraseTarget } from './erase-body.ts';
import { logRefKey, type LogRef, type LogRows } from './log-rows.ts';

/** Bodies that must not be kept; see `createErasedRows`. */
export type ErasedRows = {
  /** The blob of a new segment without bodies whose erasure is known, or null when it may stay as it is. */
  without(log: LogRef, segment: NewSegment): Uint8Array | null;
  /** Remembers an erasure and drops the body where it is stored: the rows that changed; null the second time. */
  add(log: LogRef, erasing: Erasing): readonly number[] | null;
  /** Forgets what was remembered: after a transaction was undone. */
  forget(): void;
};

/**
 * Erasures by log and number. One that comes before its target is kept too, so that the body is dropped whenever and by whatever route it
 * arrives, also after a backup was restored.
 */
export function createErasedRows(database: Database, rows: LogRows): ErasedRows {
  const touched = new Set<string>();
  const allLogs = database.prepare('SELECT DISTINCT channel AS channelId, device AS deviceId, lane FROM erased');
  const targetRows = database.prepare(
    'SELECT number, hash FROM erased WHERE channel = ? AND device = ? AND lane = ? AND number BETWEEN ? AND ?',
  );
  const addRow = database.prepare(
    'INSERT INTO erased (channel, device, lane, number, hash) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const replace = database.prepare('UPDATE segment SET blob = ? WHERE place = ?');

  function load(): void {
    touched.clear();
    for (const row of allLogs.all() as readonly { channelId: number; deviceId: number; lane: Lane }[])
      touched.add(logRefKey(row));
  }

  load();
  return {
    without(log, segment) {
      if (!touched.has(logRefKey(log))) return null;
      const { from, to } = segment;
      const targets = targetRows.all(log.channelId, log.deviceId, log.lane, from, to) as readonly EraseTarget[];
      return targets.length === 0 ? null : eraseBodies(segment, targets);
    },
    add(log, { number, hash }) {
      if (addRow.run(log.channelId, log.deviceId, log.lane, number, hash).changes === 0) return null;
      touched.add(logRefKey(log));
      const changed: number[] = [];
      for (const segment of rows.covering(log, number, number)) {
        const blob = eraseBodies(segment, [{ number, hash }]);
        if (blob === null) continue;
        replace.run(blob, segment.place);
        changed.push(segment.place);
      }
      return changed;
    },
    forget: load,
  };
}
