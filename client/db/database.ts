import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { EntryId } from '../../shared/protocol/ids.ts';
import type { Chunk, Identity, Meta, OwnRow } from '../../shared/device/ports.ts';
import { databaseName } from './names.ts';
import type { TheirPoint } from '../../shared/device/their-points.ts';

/** The truth of this device. What is derived from it (folded views, search) lives elsewhere and can be thrown away. */
export interface Tables extends DBSchema {
  /** One row, `me`. Keys are CryptoKeys that the browser does not give out. */
  identity: { key: 'me'; value: Identity };
  /** What this device wrote, one row an entry. */
  own: { key: EntryId; value: OwnRow };
  /** What it received: batches of verified runs, and when they came. */
  chunks: { key: number; value: Chunk };
  /**
   * The row `meta`: cursor, epoch, clock; changed in the transaction of the entries it speaks of. The row `theirs`: how far others have what was
   * written here.
   */
  meta: { key: 'meta' | 'theirs'; value: Meta | readonly TheirPoint[] };
  /** Small things of the screens: drafts, the last view. Losing them loses no entry. */
  kept: { key: string; value: unknown };
}

export type Database = IDBPDatabase<Tables>;

// Numbered; what has been released is never changed, only followed by another.
const migrations: readonly ((database: Database) => void)[] = [
  (database) => {
    for (const name of ['identity', 'own', 'chunks', 'meta', 'kept'] as const) database.createObjectStore(name);
  },
];

/**
 * Opens the database, bringing it up to this version. `onOldTab` is called while another tab holds an older version open; the promise then
 * waits for that tab. `onNewTab` is called when another tab wants a newer version, `onGone` when the browser closed the database, as it does
 * before it clears what is stored: either way it must be opened anew; `onWiped` when a tab takes everything off this device.
 */
export async function openDatabase(
  onOldTab: () => void,
  onNewTab: () => void,
  onGone = onNewTab,
  onWiped = onNewTab,
): Promise<Database> {
  const database = await openDB<Tables>(databaseName, migrations.length, {
    upgrade(opened, from) {
      for (const migrate of migrations.slice(from)) migrate(opened);
    },
    blocked: onOldTab,
    blocking(_, wanted) {
      database.close();
      if (wanted === null) onWiped();
      else onNewTab();
    },
    terminated: onGone,
  });
  return database;
}
