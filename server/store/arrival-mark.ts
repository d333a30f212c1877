import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';

/** The newest arrivals given, kept outside the database; see `openMark`. */
export type ArrivalMark = {
  /** Notes what was just made durable. Not synced: it may lag behind after a power cut, never run ahead. */
  write(arrivals: readonly number[]): void;
  close(): void;
};

/** What a mark says. */
export type MarkedArrivals = { readonly epoch: string; readonly arrivals: readonly number[] };

/** The mark at `path`, or null when there is none that can be read. */
export function readMark(path: string): MarkedArrivals | null {
  if (!existsSync(path)) return null;
  const bytes = readFileSync(path);
  if (bytes.length < 16 || bytes.length % 8 !== 0) return null;
  const arrivals = Array.from({ length: bytes.length / 8 - 1 }, (_, i) => Number(bytes.readBigUInt64LE(8 + 8 * i)));
  return { epoch: bytes.subarray(0, 8).toString('hex'), arrivals };
}

/**
 * Begins the mark of `epoch` with `arrivals`. A database whose arrivals are below the mark has lost rows it had acknowledged (an old copy put
 * back, a log deleted), and its history must get a new name.
 */
export function openMark(path: string, epoch: string, arrivals: readonly number[]): ArrivalMark {
  const handle = openSync(path, 'w', 0o600);
  const bytes = Buffer.alloc(8 + 8 * arrivals.length);
  bytes.write(epoch, 0, 'hex');
  function write(now: readonly number[]): void {
    now.forEach((arrival, shard) => bytes.writeBigUInt64LE(BigInt(arrival), 8 + 8 * shard));
    writeSync(handle, bytes, 0, bytes.length, 0);
  }
  write(arrivals);
  fsyncSync(handle);
  return { write, close: () => closeSync(handle) };
}
