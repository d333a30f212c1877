import { err, ok, type Result } from '../../shared/protocol/result.ts';
import {
  emptyMeta,
  type Chunk,
  type DiskCommit,
  type DiskError,
  type DiskPort,
  type Meta,
  type Saved,
} from '../../shared/device/ports.ts';
import type { TheirPoint } from '../../shared/device/their-points.ts';
import type { Database } from './database.ts';
import type { Place } from './place.ts';

const tables = ['identity', 'own', 'chunks', 'meta'] as const;
const writtenTables = [...tables, 'kept'] as const;
const everyKey = IDBKeyRange.bound(0, Number.MAX_SAFE_INTEGER);

/**
 * The device's storage in IndexedDB. One commit is one transaction with strict durability: kept whole or not at all, and not at all once another
 * tab has the place.
 */
export function createDisk(database: Database, place: Pick<Place, 'isHeld'> = alone): DiskPort {
  return {
    async load(): Promise<Saved> {
      const transaction = database.transaction(tables);
      const [identity, own, chunks, meta, theirs] = await Promise.all([
        transaction.objectStore('identity').get('me'),
        transaction.objectStore('own').getAll(),
        transaction.objectStore('chunks').getAll(everyKey),
        transaction.objectStore('meta').get('meta') as Promise<Meta | undefined>,
        transaction.objectStore('meta').get('theirs') as Promise<readonly TheirPoint[] | undefined>,
      ]);
      return { identity: identity ?? null, own, chunks, meta: meta ?? emptyMeta, theirs: theirs ?? [] };
    },
    async readChunk(key): Promise<Chunk> {
      const chunk = await database.get('chunks', key);
      if (!chunk) throw new Error(`damaged storage: chunk ${key} is gone`);
      return chunk;
    },
    commit: (change) => commit(database, place, change),
  };
}

/** For where there are no other tabs. */
const alone: Pick<Place, 'isHeld'> = { isHeld: async () => true };

async function commit(
  database: Database,
  place: Pick<Place, 'isHeld'>,
  change: DiskCommit,
): Promise<Result<null, DiskError>> {
  try {
    const transaction = database.transaction(writtenTables, 'readwrite', { durability: 'strict' });
    // The first request of the transaction: its answer comes while all others can still be undone.
    const checked = place.isHeld(transaction.objectStore('kept')).then((isHeld) => isHeld || transaction.abort());
    checked.catch(() => undefined);
    try {
      putAll(transaction, change);
    } catch (reason) {
      // What was put before must not be kept alone.
      transaction.abort();
      await transaction.done.catch(() => undefined);
      throw reason;
    }
    await transaction.done;
    return ok(null);
  } catch (reason) {
    return err({ code: isFull(reason) ? 'device-full' : 'device-storage', detail: String(reason) });
  }
}

type Writing = ReturnType<typeof openForWriting>;
const openForWriting = (database: Database) => database.transaction(writtenTables, 'readwrite');

// A full disk may fail no single request and only abort. So the requests' own promises say nothing here: `done` alone hears complete,
// error and abort, and with it the reason.
function putAll(transaction: Writing, { identity, own, chunks, meta, theirs }: DiskCommit): void {
  const leave = (request: Promise<unknown>) => void request.catch(() => undefined);
  if (identity) leave(transaction.objectStore('identity').put(identity, 'me'));
  if (meta) leave(transaction.objectStore('meta').put(meta, 'meta'));
  if (theirs) leave(transaction.objectStore('meta').put(theirs, 'theirs'));
  const ownTable = transaction.objectStore('own');
  for (const row of own ?? []) leave(ownTable.put(row, row.id));
  const chunkTable = transaction.objectStore('chunks');
  for (const { key, batch, receipts } of chunks ?? []) {
    leave(batch === null ? chunkTable.delete(key) : chunkTable.put({ key, batch, receipts }, key));
  }
}

function isFull(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'QuotaExceededError';
}
