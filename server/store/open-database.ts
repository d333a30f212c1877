import Database from 'better-sqlite3';

/** Shards are 2^40 arrivals apart in `segment.place`. */
export const placesPerShard = 2 ** 40;

/**
 * The one connection that writes. A commit returns after the write-ahead log was synced (WAL, synchronous=FULL); checkpoints are the
 * caller's, so that no acknowledgement waits for one. Deleted bytes are overwritten.
 */
export function openForWriting(path: string): Database.Database {
  const database = new Database(path);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('wal_autocheckpoint = 0');
  database.pragma('secure_delete = ON');
  database.pragma('cache_size = -65536');
  database.pragma('foreign_keys = OFF');
  return database;
}

/** A connection that only reads: it sees what was committed when each of its statements begins. */
export function openForReading(path: string): Database.Database {
  const database = new Database(path, { readonly: true, fileMustExist: true });
  database.pragma('cache_size = -32768');
  database.pragma('query_only = ON');
  return database;
}
