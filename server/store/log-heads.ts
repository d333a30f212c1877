import type { Database } from 'better-sqlite3';
import type { Head } from '../../shared/log/append.ts';
import { bytesToHex, equalBytes } from '../../shared/protocol/bytes.ts';
import type { Run } from '../../shared/protocol/entry.ts';
import type { Lane } from '../../shared/protocol/parameters.ts';
import { fromSegment } from '../../shared/sync/segments.ts';
import type { NewSegment } from '../../shared/sync/store.ts';
import { logRefKey, type LogRef, type LogRows } from './log-rows.ts';
import { createLru } from './lru.ts';
import { sha256Node } from './sha256-node.ts';

/** What was known of a log before a segment: its one tip, nothing (null), or that its heads are listed in `branch`. */
export type LogBefore = { readonly number: number; readonly hash8: string } | 'branched' | null;

/** Where the logs end, kept up while segments are added; see `createLogHeads`. */
export type LogHeads = {
  before(log: LogRef): LogBefore;
  /**
   * Notes a segment whose row was just written. Null when it continued its log plainly, so its end is the head; else every head that the log
   * has now.
   */
  extend(log: LogRef, segment: NewSegment, before: LogBefore): readonly Head[] | null;
  /** Forgets what was remembered: after a transaction was undone. */
  forget(): void;
};

/** Heads of one log, read from the database. */
export type HeadRows = { read(log: LogRef): readonly Head[] };

/** Reads heads: those listed in `branch`, or else the end of the last segment. */
export function createHeadRows(database: Database, rows: LogRows): HeadRows {
  const branchRows = database.prepare(
    'SELECT number, hash FROM branch WHERE channel = ? AND device = ? AND lane = ? ORDER BY number, hash',
  );
  return {
    read(log) {
      const branches = branchRows.all(log.channelId, log.deviceId, log.lane) as readonly Head[];
      if (branches.length > 0) return branches;
      const last = rows.last(log);
      return last === null ? [] : [{ number: last.to, hash: endOf(fromSegment(last, sha256Node)) }];
    },
  };
}

/**
 * Keeps heads for the writer. Nearly every segment begins where its log ends and costs a look into a map. Where one does not (a fork, an
 * overlap, an earlier part that comes later) the heads are found by opening the segments that touch it and are listed in `branch` from then on.
 */
export function createLogHeads(database: Database, rows: LogRows): LogHeads {
  const tips = createLru<string, { readonly number: number; readonly hash8: string }>(200_000);
  const branched = new Set<string>();
  const headRows = createHeadRows(database, rows);
  const allBranched = database.prepare('SELECT DISTINCT channel AS channelId, device AS deviceId, lane FROM branch');
  const clear = database.prepare('DELETE FROM branch WHERE channel = ? AND device = ? AND lane = ?');
  const add = database.prepare('INSERT INTO branch (channel, device, lane, number, hash) VALUES (?, ?, ?, ?, ?)');

  function loadBranched(): void {
    branched.clear();
    for (const row of allBranched.all() as readonly { channelId: number; deviceId: number; lane: Lane }[])
      branched.add(logRefKey(row));
  }

  function extendBranched(log: LogRef, segment: NewSegment, before: readonly Head[]): readonly Head[] {
    const heads = withSegment(log, segment, before, rows);
    clear.run(log.channelId, log.deviceId, log.lane);
    for (const { number, hash } of heads) add.run(log.channelId, log.deviceId, log.lane, number, hash);
    return heads;
  }

  loadBranched();
  return {
    before(log) {
      const key = logRefKey(log);
      return branched.has(key) ? 'branched' : (tips.get(key) ?? rows.tip(log));
    },
    extend(log, segment, before) {
      if (before === 'branched') return extendBranched(log, segment, headRows.read(log));
      const key = logRefKey(log);
      const base8 = bytesToHex(segment.base.subarray(0, 8));
      if (before === null || (before.number === segment.from - 1 && before.hash8 === base8)) {
        tips.set(key, { number: segment.to, hash8: segment.toHash8 });
        return null;
      }
      branched.add(key);
      tips.delete(key);
      const end = rows.covering(log, before.number, before.number).find((one) => one.toHash8 === before.hash8);
      if (end === undefined) throw new Error('the tip of a log is not among its segments');
      return extendBranched(log, segment, [{ number: end.to, hash: endOf(fromSegment(end, sha256Node)) }]);
    },
    forget() {
      tips.clear();
      loadBranched();
    },
  };
}

/** The heads once `segment` is there too: those that it continues or holds are none any more, its end is one unless another segment goes on from it. */
function withSegment(log: LogRef, segment: NewSegment, before: readonly Head[], rows: LogRows): readonly Head[] {
  const own = fromSegment(segment, sha256Node);
  const left = before.filter(({ number, hash }) => {
    const same = number === segment.from - 1 ? segment.base : own.entries[number - segment.from]?.hash;
    return number === segment.to || same === undefined || !equalBytes(same, hash);
  });
  const isKnown = rows.covering(log, segment.to, segment.to + 1).some((other) => {
    if (other.from === segment.from && other.to === segment.to && other.toHash8 === segment.toHash8) return false;
    const run = fromSegment(other, sha256Node);
    const same = other.from === segment.to + 1 ? run.base : run.entries[segment.to - other.from]?.hash;
    return same !== undefined && equalBytes(same, segment.toHash);
  });
  if (isKnown) return left;
  return [...left, { number: segment.to, hash: segment.toHash }].sort((a, b) => a.number - b.number);
}

function endOf(run: Run): Uint8Array {
  return run.entries.at(-1)?.hash ?? run.base;
}
