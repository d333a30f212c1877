import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { toLogKey } from '../../shared/protocol/ids.ts';
import type { Erasing } from '../../shared/sync/store.ts';
import { shardOfChannel } from '../store/shard.ts';
import { dataFolder, lockFolder, syncFolder } from '../store/data-folder.ts';
import { readLedger } from '../store/erasure-ledger.ts';
import { openWriter } from '../store/open-writer.ts';

/**
 * Puts the backup in `source` in place of the data. Phases: (1) copy it beside; (2) erase what either ledger names, so that nothing erased since the backup
 * comes back; (3) begin a new epoch, so that clients offer again what the backup lacks; (4) exchange the files. What was there before is kept in a folder of its
 * own. Throws when a server is running or there is no backup; until (4) nothing has changed.
 */
export function restore(folder: string, source: string): string {
  const backup = dataFolder(source);
  if (!existsSync(backup.database)) throw new Error(`${source} holds no backup.`);
  const current = dataFolder(folder);
  const lock = lockFolder(current);
  if (!lock.ok) throw new Error(lock.error.detail);
  try {
    const next = dataFolder(join(folder, 'restoring'));
    rmSync(next.folder, { recursive: true, force: true });
    mkdirSync(next.folder, { mode: 0o700 });
    for (const name of ['database', 'ledger', 'serverKey'] as const) {
      if (!existsSync(backup[name])) continue;
      copyFileSync(backup[name], next[name]);
      chmodSync(next[name], 0o600);
    }
    const erasings = [...readLedger(backup.ledger).erasings, ...readLedger(current.ledger).erasings];
    replay(next.folder, erasings);
    const kept = exchange(folder, next.folder);
    return [
      `Restored from ${source}, with ${erasings.length} erasures replayed. A new epoch begins: clients compare what they hold and send what is missing.`,
      ...(kept === null
        ? []
        : [
            `What was there before is in ${kept}; it still holds what was erased since, so remove it when all is well.`,
          ]),
    ].join('\n');
  } finally {
    lock.value.release();
  }
}

/** Gives the copy a new epoch and erases in it; every erasure is in its ledger afterwards. */
function replay(folder: string, erasings: readonly Erasing[]): void {
  const opened = openWriter(dataFolder(folder), { shardCount: null, newEpoch: 'a backup was restored' });
  try {
    const byShard = new Map<number, Map<string, Erasing>>();
    for (const erasing of erasings) {
      const shard = shardOfChannel(erasing.channel, opened.shardCount);
      const ofShard = byShard.get(shard) ?? new Map<string, Erasing>();
      const name = `${toLogKey(erasing.channel, erasing.device, erasing.lane)}/${erasing.number}/${erasing.hash}`;
      byShard.set(shard, ofShard.set(name, erasing));
    }
    for (const [shard, ofShard] of byShard) {
      const [outcome] = opened.writer.write(shard, [{ shard, segments: [], erasings: [...ofShard.values()] }]);
      if (outcome?.ok !== true) throw new Error(`The erasures could not be replayed: ${outcome?.error.detail}`);
    }
  } finally {
    opened.close();
  }
}

/** Moves the current files away and the new ones in; the folder of the old ones, or null when there were none. */
function exchange(folder: string, next: string): string | null {
  const [to, from] = [dataFolder(folder), dataFolder(next)];
  const files = [to.database, `${to.database}-wal`, `${to.database}-shm`, to.ledger, to.serverKey, to.mark];
  const old = files.filter((path) => existsSync(path));
  const kept = old.length === 0 ? null : join(folder, `replaced-${new Date().toISOString().replaceAll(':', '-')}`);
  if (kept !== null) {
    mkdirSync(kept, { mode: 0o700 });
    // The key stays: clients that met it would refuse another one.
    for (const path of old) if (path !== to.serverKey) renameSync(path, join(kept, path.slice(folder.length + 1)));
  }
  for (const name of ['database', 'ledger', 'mark'] as const)
    if (existsSync(from[name])) renameSync(from[name], to[name]);
  if (!existsSync(to.serverKey) && existsSync(from.serverKey)) renameSync(from.serverKey, to.serverKey);
  rmSync(next, { recursive: true, force: true });
  syncFolder(folder);
  return kept;
}
