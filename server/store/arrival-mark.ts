import { closeSync, existsSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder } from './data-folder.ts';

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
  const bytes = Buffer.alloc(8 + 8 * arrivals.length);
  bytes.write(epoch, 0, 'hex');
  fill(bytes, arrivals);
  // Beside and then renamed: a mark that is missing begins a new epoch, so there is one at every moment.
  const next = `${path}.next`;
  writeFileSync(next, bytes, { mode: 0o600, flush: true });
  renameSync(next, path);
  syncFolder(dirname(path));
  const handle = openSync(path, 'r+');
  return {
    write(now) {
      fill(bytes, now);
      writeSync(handle, bytes, 0, bytes.length, 0);
    },
    close: () => closeSync(handle),
  };
}

function fill(bytes: Buffer, arrivals: readonly number[]): void {
  arrivals.forEach((arrival, shard) => bytes.writeBigUInt64LE(BigInt(arrival), 8 + 8 * shard));
}
