import { randomBytes } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { openMark, readMark, type ArrivalMark, type MarkedArrivals } from './arrival-mark.ts';
import { syncFolder, type DataFolder } from './data-folder.ts';
import { openLedger, type Ledger } from './erasure-ledger.ts';
import { migrate } from './migrations.ts';
import { openForWriting } from './open-database.ts';
import { createWriter, type Writer } from './writer.ts';

/** A writer with everything it holds open. */
export type OpenWriter = {
  readonly database: Database;
  readonly writer: Writer;
  readonly epoch: string;
  readonly shardCount: number;
  /** Why the history got a new name at this opening, or null when it kept its own. */
  readonly newEpochBecause: string | null;
  close(): void;
};

/** How a database is opened. */
export type WriterOptions = {
  /** Null for as many as the data has; 1 for new data. */
  readonly shardCount: number | null;
  readonly maxPages?: number | undefined;
  /** Why a new epoch must begin whatever is found, as after a backup was put back. */
  readonly newEpoch?: string;
};

/**
 * Opens the database for writing, new where there is none. Everything that a stopped process left in the write-ahead log is first copied into the
 * database and synced: it may have been written and not synced, and what is found here is acknowledged to whoever sends it again.
 * The epoch is new at creation and whenever rows seem to be missing. Throws when the files cannot be used.
 */
export function openWriter(paths: DataFolder, { maxPages, ...options }: WriterOptions): OpenWriter {
  const database = openForWriting(paths.database);
  let ledger: Ledger | undefined;
  let mark: ArrivalMark | undefined;
  try {
    migrate(database);
    if (maxPages !== undefined) database.pragma(`max_page_count = ${maxPages}`);
    ledger = openLedger(paths.ledger);
    const known = readMeta(database);
    const shardCount = options.shardCount ?? known?.shardCount ?? 1;
    const reason = options.newEpoch ?? whyNewEpoch(database, known, shardCount, readMark(paths.mark));
    const epoch = reason === null && known !== null ? known.epoch : beginEpoch(database, shardCount);
    database.pragma('wal_checkpoint(TRUNCATE)');
    const arrivals = readArrivals(database, shardCount);
    mark = openMark(paths.mark, epoch, arrivals);
    syncFolder(paths.folder);
    const writer = createWriter({ database, ledger, mark, shardCount });
    const parts = { ledger, mark };
    return {
      database,
      writer,
      epoch,
      shardCount,
      newEpochBecause: known === null ? null : reason,
      close() {
        database.close();
        parts.ledger.close();
        parts.mark.close();
      },
    };
  } catch (error) {
    database.close();
    ledger?.close();
    mark?.close();
    throw error;
  }
}

type Meta = { readonly epoch: string; readonly shardCount: number };

function readMeta(database: Database): Meta | null {
  const read = database.prepare('SELECT value FROM meta WHERE name = ?').pluck();
  const [epoch, shardCount] = [read.get('epoch'), read.get('shards')];
  return typeof epoch === 'string' ? { epoch, shardCount: Number(shardCount) } : null;
}

function whyNewEpoch(
  database: Database,
  known: Meta | null,
  shardCount: number,
  marked: MarkedArrivals | null,
): string | null {
  if (known === null) return 'the store is new';
  if (known.shardCount !== shardCount)
    throw new Error(`The data is in ${known.shardCount} shards, not ${shardCount}: it must be stored anew.`);
  const arrivals = readArrivals(database, shardCount);
  const isBehind = arrivals.some((arrival, shard) => arrival < (marked?.arrivals[shard] ?? 0));
  const isEmpty = arrivals.every((arrival) => arrival === 0);
  if (marked === null) return isEmpty ? null : 'the file of arrivals is missing, so the database may be an old copy';
  if (marked.epoch !== known.epoch) return 'the file of arrivals belongs to another history';
  return isBehind ? 'the database lacks rows that it had acknowledged' : null;
}

/**
 * A new name for the history, in one transaction with what it needs. Counters never go back: they stay above every row.
 */
function beginEpoch(database: Database, shardCount: number): string {
  const epoch = randomBytes(8).toString('hex');
  const write = database.prepare(
    'INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  );
  const addShard = database.prepare('INSERT INTO shard_head (shard, next) VALUES (?, 1) ON CONFLICT DO NOTHING');
  database.transaction(() => {
    write.run('epoch', epoch);
    write.run('shards', String(shardCount));
    for (let shard = 0; shard < shardCount; shard++) addShard.run(shard);
  })();
  return epoch;
}

function readArrivals(database: Database, shardCount: number): readonly number[] {
  const next = database.prepare('SELECT next FROM shard_head WHERE shard = ?').pluck();
  return Array.from({ length: shardCount }, (_, shard) => Number(next.get(shard) ?? 1) - 1);
}
