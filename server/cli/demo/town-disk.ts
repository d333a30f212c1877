import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { emptyMeta, type Chunk, type DiskCommit, type DiskPort, type Saved } from '../../../shared/device/ports.ts';
import { err, ok } from '../../../shared/protocol/result.ts';
import { fromText, toText } from '../device-disk.ts';

/** The storage of all devices of a town in one file, and how far its story was played. */
export type TownDisk = {
  /** The storage of one of them; a restart finds what was committed. */
  diskOf(owner: number): DiskPort;
  /** Keeps all that `work` commits at once: durable when it resolves, nothing of it before. One at a time. */
  together<T>(work: () => Promise<T>): Promise<T>;
  /** Something remembered of the town, or null. */
  recall(name: string): unknown;
  remember(name: string, value: unknown): void;
  /** Ids of the entries that acts became, by key of the act. */
  played(): ReadonlyMap<number, string>;
  notePlayed(key: number, id: string): void;
  close(): void;
};

const schema = `
  CREATE TABLE IF NOT EXISTS town (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS played (key INTEGER PRIMARY KEY, id TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS kept (owner INTEGER, name TEXT, value TEXT NOT NULL, PRIMARY KEY (owner, name)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS own (owner INTEGER, id TEXT, value TEXT NOT NULL, PRIMARY KEY (owner, id)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS chunk (owner INTEGER, key INTEGER, value TEXT NOT NULL, PRIMARY KEY (owner, key)) STRICT, WITHOUT ROWID;
`;

/** Opens the storage in `folder`, or makes it. Readable by its owner only: keys are in it. One process at a time. */
export function openTownDisk(folder: string): TownDisk {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'town.db');
  const db = new Database(path);
  chmodSync(path, 0o600);
  db.pragma('locking_mode = EXCLUSIVE');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec(schema);
  const keep = db.prepare('INSERT OR REPLACE INTO kept (owner, name, value) VALUES (?, ?, ?)');
  const keepOwn = db.prepare('INSERT OR REPLACE INTO own (owner, id, value) VALUES (?, ?, ?)');
  const keepChunk = db.prepare('INSERT OR REPLACE INTO chunk (owner, key, value) VALUES (?, ?, ?)');
  const oneChunk = db.prepare('SELECT value FROM chunk WHERE owner = ? AND key = ?');
  const dropChunk = db.prepare('DELETE FROM chunk WHERE owner = ? AND key = ?');
  const keepTown = db.prepare('INSERT OR REPLACE INTO town (name, value) VALUES (?, ?)');
  const keepPlayed = db.prepare('INSERT OR REPLACE INTO played (key, id) VALUES (?, ?)');

  const write = db.transaction((owner: number, change: DiskCommit) => {
    if (change.identity) keep.run(owner, 'identity', toText(change.identity));
    if (change.meta) keep.run(owner, 'meta', toText(change.meta));
    if (change.theirs) keep.run(owner, 'theirs', toText(change.theirs));
    for (const row of change.own ?? []) keepOwn.run(owner, row.id, toText(row));
    for (const { key, ...chunk } of change.chunks ?? []) {
      if (chunk.batch === null) dropChunk.run(owner, key);
      else keepChunk.run(owner, key, toText(chunk));
    }
  });

  function load(owner: number): Saved {
    type Row = { readonly name: string; readonly key: number; readonly value: string };
    const rows = (sql: string) => db.prepare(sql).all(owner) as readonly Row[];
    const kept = new Map(
      rows('SELECT name, value FROM kept WHERE owner = ?').map((row) => [row.name, fromText(row.value)]),
    );
    const chunks = rows('SELECT key, value FROM chunk WHERE owner = ? ORDER BY key');
    return {
      identity: (kept.get('identity') ?? null) as Saved['identity'],
      meta: { ...emptyMeta, ...(kept.get('meta') as object | undefined) },
      theirs: (kept.get('theirs') ?? []) as Saved['theirs'],
      own: rows('SELECT value FROM own WHERE owner = ?').map((row) => fromText(row.value) as Saved['own'][number]),
      chunks: chunks.map((row) => ({ key: row.key, ...(fromText(row.value) as object) }) as Saved['chunks'][number]),
    };
  }

  return {
    diskOf: (owner) => ({
      load: async () => load(owner),
      async readChunk(key) {
        const row = oneChunk.get(owner, key) as { value: string } | undefined;
        if (!row) throw new Error(`damaged storage: chunk ${key} is gone`);
        return { key, ...(fromText(row.value) as Omit<Chunk, 'key'>) };
      },
      async commit(change) {
        try {
          write(owner, change);
          return ok(null);
        } catch (error) {
          const { code = '', message } = error as Error & { code?: string };
          return err({ code: code === 'SQLITE_FULL' ? 'device-full' : 'device-storage', detail: message });
        }
      },
    }),
    async together(work) {
      db.exec('BEGIN');
      try {
        const done = await work();
        db.exec('COMMIT');
        return done;
      } catch (error) {
        if (db.inTransaction) db.exec('ROLLBACK');
        throw error;
      }
    },
    recall(name) {
      const row = db.prepare('SELECT value FROM town WHERE name = ?').get(name) as { value: string } | undefined;
      return row === undefined ? null : JSON.parse(row.value);
    },
    remember: (name, value) => void keepTown.run(name, JSON.stringify(value)),
    played() {
      const rows = db.prepare('SELECT key, id FROM played').all() as readonly { key: number; id: string }[];
      return new Map(rows.map(({ key, id }) => [key, id]));
    },
    notePlayed: (key, id) => void keepPlayed.run(key, id),
    close: () => db.close(),
  };
}
