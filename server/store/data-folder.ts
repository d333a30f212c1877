import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { err, ok, type Result } from '../../shared/protocol/result.ts';

/** The files of one server. */
export type DataFolder = {
  readonly folder: string;
  readonly database: string;
  /** Every erasure, outside the database: what a restored backup must not bring back. */
  readonly ledger: string;
  /** The newest arrivals given, outside the database: tells that a database is older than it should be. */
  readonly mark: string;
  readonly serverKey: string;
  /** Signatures that were found good at an earlier start: may be deleted at any time. */
  readonly verdicts: string;
  /** The key by which push services know this server; with another one browsers subscribe anew. */
  readonly vapid: string;
  /** Who wants to be called: may be deleted at any time. */
  readonly push: string;
  readonly lock: string;
};

/** Why a data folder cannot be used. */
export type FolderError = { readonly code: 'in-use' | 'not-writable'; readonly detail: string };

/** Held while one process uses a data folder. */
export type FolderLock = { release(): void };

/** The paths below `folder`. */
export function dataFolder(folder: string): DataFolder {
  return {
    folder,
    database: join(folder, 'store.db'),
    ledger: join(folder, 'erasures.ledger'),
    mark: join(folder, 'arrivals.mark'),
    serverKey: join(folder, 'server.key'),
    verdicts: join(folder, 'verdicts.known'),
    vapid: join(folder, 'vapid.json'),
    push: join(folder, 'push.db'),
    lock: join(folder, 'lock.db'),
  };
}

/**
 * Makes the folder where it is missing, for its owner only, and keeps other processes out of it until `release` or the end of the process,
 * however it ends: an exclusive transaction on an empty database, so the operating system holds the lock and none is left behind.
 */
export function lockFolder(paths: DataFolder): Result<FolderLock, FolderError> {
  let lock: Database.Database | undefined;
  try {
    mkdirSync(paths.folder, { recursive: true, mode: 0o700 });
    lock = new Database(paths.lock, { timeout: 0 });
    lock.pragma('journal_mode = DELETE');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock?.close();
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (code.startsWith('SQLITE_BUSY'))
      return err({
        code: 'in-use',
        detail: `Another Tayori is using ${paths.folder}. Stop it, or choose another folder by TAYORI_DATA.`,
      });
    return err({ code: 'not-writable', detail: `${paths.folder} cannot be written: ${message}` });
  }
  const held = lock;
  return ok({ release: () => void held.close() });
}

/** Makes the names of new files in `folder` survive a power cut. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
