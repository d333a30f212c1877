import { Worker } from 'node:worker_threads';
import type { Database } from 'better-sqlite3';
import { workerUrl } from './worker-url.ts';
import { whyNotWritten, type WriteFailure } from './write-failure.ts';

/** Keeps the write-ahead log short; see `createCheckpoints`. */
export type Checkpoints = {
  /** Notes bytes that were committed; called after they were acknowledged. */
  committed(bytes: number): void;
  close(): Promise<void>;
};

// Blobs are a tenth of what the log grows by: each row touches a page of every index.
const bytesBetween = 1024 * 1024;

/**
 * After each MiB of blobs the log is copied by a thread of its own, then its short rest here, so that the next commit begins it anew. A full disk is tried
 * again later, since the log stays as it is; any other failure is told by `onFailure`.
 */
export function createCheckpoints(database: Database, onFailure: (failure: WriteFailure) => void): Checkpoints {
  const worker = new Worker(workerUrl('checkpoint-thread', import.meta.url), { workerData: database.name });
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  let bytes = 0;
  let isCopying = false;

  function judge(failure: WriteFailure | null): void {
    if (failure?.code === 'store-failed') onFailure(failure);
  }

  worker.on('message', (failure: WriteFailure | null) => {
    isCopying = false;
    judge(failure);
    if (failure !== null) return;
    try {
      database.pragma('wal_checkpoint(PASSIVE)');
    } catch (error) {
      judge(whyNotWritten(error));
    }
  });
  worker.on('error', (error) => onFailure({ code: 'store-failed', detail: error.message }));
  return {
    committed(more) {
      bytes += more;
      if (bytes < bytesBetween || isCopying) return;
      bytes = 0;
      isCopying = true;
      worker.postMessage('copy');
    },
    async close() {
      worker.postMessage('close');
      await exited;
    },
  };
}
