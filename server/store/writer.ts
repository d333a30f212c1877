import type { Database } from 'better-sqlite3';
import type { Head } from '../../shared/log/append.ts';
import type { Erasing, NewSegment } from '../../shared/sync/store.ts';
import type { ArrivalMark } from './arrival-mark.ts';
import type { ShardCommit } from './commit-message.ts';
import { createErasedRows } from './erased-rows.ts';
import type { Ledger } from './erasure-ledger.ts';
import { createLogHeads } from './log-heads.ts';
import { createLogRows, type LogRef } from './log-rows.ts';
import { createNames } from './names.ts';
import { placesPerShard } from './open-database.ts';
import { whyNotWritten, type WriteFailure } from './write-failure.ts';

/** What became of one segment: where it stands, whether it is new, and the heads of its log where its end is not simply the head now. */
export type WrittenSegment = {
  readonly arrival: number;
  readonly isNew: boolean;
  readonly heads: readonly Head[] | null;
};

/** What became of one commit; `changed` names the rows whose blobs are not, or no longer, what was handed in. */
export type WriteOutcome =
  | { readonly ok: true; readonly segments: readonly WrittenSegment[]; readonly changed: readonly number[] }
  | { readonly ok: false; readonly error: WriteFailure };

/** The only one who writes; see `createWriter`. */
export type Writer = {
  /**
   * Writes commits of one shard in one transaction and returns once they are durable. Where they do not fit together each is tried alone, so
   * one that is too large for the disk takes none of the others with it. After any other failure nothing is written any more.
   */
  write(shard: number, commits: readonly ShardCommit[]): readonly WriteOutcome[];
  /** From now on nothing is written: something else than a commit found that the disk cannot be trusted. */
  fail(reason: WriteFailure): void;
  /** Newest arrivals by shard. */
  arrivals(): readonly number[];
};

/** What a writer writes to. */
export type WriterParts = {
  readonly database: Database;
  readonly ledger: Ledger;
  readonly mark: ArrivalMark;
  readonly shardCount: number;
};

/** A writer over an open database. Arrivals come from its shard's counter, so they rise by one and skip nothing. */
export function createWriter({ database, ledger, mark, shardCount }: WriterParts): Writer {
  const channels = createNames(database, 'channel');
  const devices = createNames(database, 'device');
  const rows = createLogRows(database);
  const heads = createLogHeads(database, rows);
  const erased = createErasedRows(database, rows);
  const loadNext = database.prepare('SELECT next FROM shard_head WHERE shard = ?').pluck();
  const saveNext = database.prepare('UPDATE shard_head SET next = ? WHERE shard = ?');
  const insert = database.prepare(
    `INSERT INTO segment (place, channel, device, lane, from_seq, to_seq, to_hash8, blob) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (channel, device, lane, from_seq, to_hash8, to_seq) DO NOTHING`,
  );
  const findPlace = database
    .prepare(
      `SELECT place FROM segment WHERE channel = ? AND device = ? AND lane = ? AND from_seq = ? AND to_hash8 = ? AND to_seq = ?`,
    )
    .pluck();
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commitAll = database.prepare('COMMIT');
  const next: number[] = [];
  let failure: WriteFailure | null = null;

  function loadArrivals(): void {
    for (let shard = 0; shard < shardCount; shard++) next[shard] = loadNext.get(shard) as number;
  }

  function toRef({ channel, device, lane }: NewSegment | Erasing): LogRef {
    return { channelId: channels.intern(channel), deviceId: devices.intern(device), lane, channel, device };
  }

  function writeSegment(shard: number, segment: NewSegment, changed: number[]): WrittenSegment {
    const log = toRef(segment);
    const { channelId, deviceId, lane } = log;
    const { from, to, toHash } = segment;
    const before = heads.before(log);
    const withoutErased = erased.without(log, segment);
    const arrival = next[shard] as number;
    const hash8 = toHash.subarray(0, 8);
    const place = shard * placesPerShard + arrival;
    if (insert.run(place, channelId, deviceId, lane, from, to, hash8, withoutErased ?? segment.blob).changes === 0) {
      const found = findPlace.get(channelId, deviceId, lane, from, hash8, to) as number;
      return { arrival: found % placesPerShard, isNew: false, heads: null };
    }
    next[shard] = arrival + 1;
    if (withoutErased !== null) changed.push(place);
    return { arrival, isNew: true, heads: heads.extend(log, segment, before) };
  }

  function writeAll(shard: number, commits: readonly ShardCommit[]): readonly WriteOutcome[] {
    begin.run();
    const ledgered: Erasing[] = [];
    const outcomes = commits.map((commit): WriteOutcome => {
      const places: number[] = [];
      const segments = commit.segments.map((segment) => writeSegment(shard, segment, places));
      for (const erasing of commit.erasings) {
        const changed = erased.add(toRef(erasing), erasing);
        if (changed === null) continue;
        ledgered.push(erasing);
        places.push(...changed);
      }
      return { ok: true, segments, changed: places };
    });
    saveNext.run(next[shard], shard);
    // Before the commit: an erasure that was acknowledged must be in the ledger, whatever happens next.
    ledger.append(ledgered);
    commitAll.run();
    return outcomes;
  }

  function undo(): void {
    if (database.inTransaction) database.exec('ROLLBACK');
    for (const part of [channels, devices, heads, erased]) part.forget();
    loadArrivals();
  }

  function attempt(shard: number, commits: readonly ShardCommit[]): readonly WriteOutcome[] | WriteFailure {
    if (failure !== null) return failure;
    try {
      const outcomes = writeAll(shard, commits);
      noteArrivals();
      return outcomes;
    } catch (error) {
      const reason = whyNotWritten(error);
      try {
        undo();
      } catch (undoError) {
        return (failure = { code: 'store-failed', detail: whyNotWritten(undoError).detail });
      }
      if (reason.code === 'store-failed') failure = reason;
      return reason;
    }
  }

  /** What is durable stays acknowledged although the mark cannot be written; but then nothing more is. */
  function noteArrivals(): void {
    try {
      mark.write(arrivals());
    } catch (error) {
      failure = { code: 'store-failed', detail: whyNotWritten(error).detail };
    }
  }

  function arrivals(): readonly number[] {
    return next.map((number) => number - 1);
  }

  loadArrivals();
  return {
    write(shard, commits) {
      const together = attempt(shard, commits);
      if (!('code' in together)) return together;
      if (together.code === 'store-failed' || commits.length === 1) return refuseAll(commits, together);
      return commits.flatMap((commit) => {
        const alone = attempt(shard, [commit]);
        return 'code' in alone ? refuseAll([commit], alone) : alone;
      });
    },
    fail(reason) {
      failure ??= reason;
    },
    arrivals,
  };
}

function refuseAll(commits: readonly ShardCommit[], error: WriteFailure): readonly WriteOutcome[] {
  return commits.map(() => ({ ok: false, error }));
}
