import { chmodSync, closeSync, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { dataFolder, syncFolder } from '../store/data-folder.ts';

/** Copies the database as it is at one moment, the ledger of erasures and the server's key; durable when it returns. Throws when there is nothing to copy or `target` exists. */
export function backUp(folder: string, target: string): string {
  const from = dataFolder(folder);
  if (!existsSync(from.database)) throw new Error(`${folder} holds no data.`);
  if (existsSync(target)) throw new Error(`${target} exists already: name a new folder.`);
  // Made beside and renamed when it is whole, so that half a backup is never taken for one.
  const unfinished = `${target}.unfinished`;
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  const to = dataFolder(unfinished);
  const database = new Database(from.database, { readonly: true });
  database.prepare('VACUUM INTO ?').run(to.database);
  database.close();
  // After the database: an erasure in between is in the ledger at least, and a restore replays that.
  for (const [source, copy] of [
    [from.ledger, to.ledger],
    [from.serverKey, to.serverKey],
  ] as const) {
    if (existsSync(source)) copyFileSync(source, copy);
  }
  for (const path of [to.database, to.ledger, to.serverKey]) {
    if (!existsSync(path)) continue;
    chmodSync(path, 0o600);
    syncFile(path);
  }
  syncFolder(unfinished);
  renameSync(unfinished, target);
  syncFolder(dirname(join(target)));
  return `Backed up into ${target}. It holds the server's key: keep it where nobody else reads.`;
}

function syncFile(path: string): void {
  const handle = openSync(path, 'r+');
  fsyncSync(handle);
  closeSync(handle);
}
