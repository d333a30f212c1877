import { emptyMeta, type Chunk, type DiskCommit, type DiskPort, type OwnRow, type Saved } from '../device/ports.ts';
import { err, ok } from '../protocol/result.ts';

/** A device's storage in memory, with the faults that real ones have. */
export type MemoryDisk = DiskPort & {
  /** Answers `device-full` while true. */
  setFull(isFull: boolean): void;
  /** Gives none of what it keeps while true; it goes on keeping. */
  setUnreadable(isUnreadable: boolean): void;
  /** From now on no more than so many bytes of entries from others fit in one commit. */
  setRoom(bytes: number): void;
  /** From now on no more than so many bytes of entries are kept in all; what is above it already stays. */
  setSize(bytes: number): void;
  /**
   * The device dies in its next commit, which never answers: `keeps` says whether what it wrote is found afterwards. Resolves when it happened.
   */
  dieInNext(keeps: boolean): Promise<void>;
  /** What would be found if the device died now. */
  saved(): Saved;
};

/** An empty storage, or one that holds `first` (a copy of another's: a restored backup). */
export function createMemoryDisk(
  first: Saved = { identity: null, own: [], chunks: [], theirs: [], meta: emptyMeta },
): MemoryDisk {
  let { identity, theirs, meta } = first;
  const own = new Map<string, OwnRow>(first.own.map((row) => [row.id, row]));
  const chunks = new Map<number, Chunk>(first.chunks.map((chunk) => [chunk.key, chunk]));
  const saved = (): Saved => ({ identity, own: [...own.values()], chunks: [...chunks.values()], theirs, meta });
  let isFull = false;
  let isUnreadable = false;
  let room = Number.POSITIVE_INFINITY;
  let size = Number.POSITIVE_INFINITY;
  const sizeOf = (rows: Iterable<{ readonly batch: Uint8Array | null }>) =>
    [...rows].reduce((sum, { batch }) => sum + (batch?.length ?? 0), 0);
  let death: { keeps: boolean; happened: () => void } | null = null;
  return {
    saved,
    setFull(full) {
      isFull = full;
    },
    setUnreadable(unreadable) {
      isUnreadable = unreadable;
    },
    setRoom(bytes) {
      room = bytes;
    },
    dieInNext: (keeps) =>
      new Promise((happened) => {
        death = { keeps, happened };
      }),
    setSize(bytes) {
      size = bytes;
    },
    async load() {
      return saved();
    },
    async readChunk(key) {
      const chunk = chunks.get(key);
      if (isUnreadable) throw new Error('the storage cannot be read');
      if (!chunk) throw new Error(`chunk ${key} is gone`);
      return chunk;
    },
    async commit(change: DiskCommit) {
      const bytes = sizeOf(change.chunks ?? []);
      // As in browsers: what is put counts in full before what is taken away makes room.
      const puts = bytes + sizeOf(change.own ?? []);
      const isOver = puts > 0 && sizeOf(own.values()) + sizeOf(chunks.values()) + puts > size;
      if (isFull || isOver || bytes > room) return err({ code: 'device-full', detail: 'the storage is full' });
      if (death && !death.keeps) return die(death);
      for (const row of change.own ?? []) own.set(row.id, row);
      for (const { key, batch, receipts } of change.chunks ?? []) {
        if (batch === null) chunks.delete(key);
        else chunks.set(key, { key, batch, receipts });
      }
      ({ identity = identity, meta = meta, theirs = theirs } = change);
      return death ? die(death) : ok(null);
    },
  };
}

function die(death: { happened: () => void }): Promise<never> {
  death.happened();
  return new Promise(() => undefined);
}
