import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import {
  emptyMeta,
  type Chunk,
  type DiskCommit,
  type DiskPort,
  type Identity,
  type Meta,
  type OwnRow,
} from '../../shared/device/ports.ts';
import type { TheirPoint } from '../../shared/device/their-points.ts';
import { err, ok } from '../../shared/protocol/result.ts';

/** A device's storage in a folder of its own, readable by its owner only: keys are in it. */
export type FolderDisk = DiskPort & { close(): void };

const schema = `
  CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS own (id TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS chunk (key INTEGER PRIMARY KEY, value TEXT NOT NULL) STRICT;
`;

/** Opens the folder, or makes it. One process at a time: a second one is refused by the lock. */
export function openFolderDisk(folder: string): FolderDisk {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'device.db');
  const db = new Database(path);
  chmodSync(path, 0o600);
  db.pragma('locking_mode = EXCLUSIVE');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec(schema);
  const keep = db.prepare('INSERT OR REPLACE INTO kept (name, value) VALUES (?, ?)');
  const keepOwn = db.prepare('INSERT OR REPLACE INTO own (id, value) VALUES (?, ?)');
  const keepChunk = db.prepare('INSERT OR REPLACE INTO chunk (key, value) VALUES (?, ?)');
  const oneChunk = db.prepare('SELECT value FROM chunk WHERE key = ?');
  const dropChunk = db.prepare('DELETE FROM chunk WHERE key = ?');
  const read = (name: string): string | undefined =>
    (db.prepare('SELECT value FROM kept WHERE name = ?').get(name) as { value: string } | undefined)?.value;

  const write = db.transaction((change: DiskCommit) => {
    if (change.identity) keep.run('identity', toText(change.identity));
    if (change.meta) keep.run('meta', toText(change.meta));
    if (change.theirs) keep.run('theirs', toText(change.theirs));
    for (const row of change.own ?? []) keepOwn.run(row.id, toText(row));
    for (const { key, ...chunk } of change.chunks ?? []) {
      if (chunk.batch === null) dropChunk.run(key);
      else keepChunk.run(key, toText(chunk));
    }
  });

  return {
    async load() {
      const [identity, meta, theirs] = [read('identity'), read('meta'), read('theirs')];
      const own = db.prepare('SELECT value FROM own').all() as { value: string }[];
      const chunks = db.prepare('SELECT key, value FROM chunk ORDER BY key').all() as { key: number; value: string }[];
      return {
        identity: identity === undefined ? null : (fromText(identity) as Identity),
        meta: { ...emptyMeta, ...(meta === undefined ? {} : (fromText(meta) as Meta)) },
        theirs: theirs === undefined ? [] : (fromText(theirs) as readonly TheirPoint[]),
        own: own.map((row) => fromText(row.value) as OwnRow),
        chunks: chunks.map((row) => ({ key: row.key, ...(fromText(row.value) as object) }) as never),
      };
    },
    async readChunk(key) {
      const row = oneChunk.get(key) as { value: string } | undefined;
      if (!row) throw new Error(`damaged storage: chunk ${key} is gone`);
      return { key, ...(fromText(row.value) as Omit<Chunk, 'key'>) };
    },
    async commit(change) {
      try {
        write(change);
        return ok(null);
      } catch (error) {
        const { code = '', message } = error as Error & { code?: string };
        return err({ code: code === 'SQLITE_FULL' ? 'device-full' : 'device-storage', detail: message });
      }
    },
    close: () => db.close(),
  };
}

/** JSON in which bytes are `{"$": hex}` and maps `{"$map": entries}`. */
export function toText(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (part instanceof Uint8Array) return { $: Buffer.from(part).toString('hex') };
    return part instanceof Map ? { $map: [...part] } : part;
  });
}

/** What `toText` wrote. */
export function fromText(text: string): unknown {
  return JSON.parse(text, (_, part: unknown) => {
    if (typeof part !== 'object' || part === null) return part;
    if ('$' in part && typeof part.$ === 'string') return new Uint8Array(Buffer.from(part.$, 'hex'));
    return '$map' in part && Array.isArray(part.$map) ? new Map(part.$map as [unknown, unknown][]) : part;
  });
}
