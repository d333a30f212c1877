import { equalBytes } from '../../shared/protocol/bytes.ts';
import type { Database } from './database.ts';
import { keep, recall } from './kept.ts';

const key = 'parcel';

/** Keeps the request that the service worker may send when no page is open, or takes it away. Lost, it costs only that. */
export async function keepParcel(database: Database, parcel: Uint8Array | null): Promise<void> {
  const before = await readParcel(database);
  const isSame = parcel === null ? before === null : before !== null && equalBytes(before, parcel);
  if (!isSame) await keep(database, key, parcel ?? undefined);
}

/** What waits to be sent, or null. */
export async function readParcel(database: Database): Promise<Uint8Array<ArrayBuffer> | null> {
  return ((await recall(database, key)) as Uint8Array<ArrayBuffer> | undefined) ?? null;
}

/** Takes a parcel away that was answered, unless a newer one took its place meanwhile. */
export async function dropParcel(database: Database, answered: Uint8Array): Promise<void> {
  const transaction = database.transaction('kept', 'readwrite');
  const kept = await transaction.store.get(key);
  if (kept instanceof Uint8Array && equalBytes(kept, answered)) await transaction.store.delete(key);
  await transaction.done;
}
