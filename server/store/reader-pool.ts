import { Worker } from 'node:worker_threads';
import type { FromReader, ReadAnswer, ReadCall, ToReader } from './reader-messages.ts';
import { workerUrl } from './worker-url.ts';

/** Threads that read; see `openReaders`. */
export type ReaderPool = {
  /** Rejects when the read failed or the pool is closed. */
  ask(call: ReadCall): Promise<ReadAnswer>;
  close(): Promise<void>;
};

type Pending = { resolve(answer: ReadAnswer): void; reject(error: Error): void };

/** `count` threads on the database at `path`. What is asked in one turn of the event loop goes to a thread in one message. */
export function openReaders(path: string, count: number): ReaderPool {
  const threads = Array.from({ length: count }, () => openThread(path));
  let turn = 0;
  return {
    ask(call) {
      // To the one with least to do; by turns where they are equal, so that both warm up.
      turn = (turn + 1) % threads.length;
      let chosen = threads[turn] as ReturnType<typeof openThread>;
      for (const thread of threads) if (thread.waiting() < chosen.waiting()) chosen = thread;
      return chosen.ask(call);
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

function openThread(path: string) {
  const worker = new Worker(workerUrl('reader-thread', import.meta.url), { workerData: path });
  const pending = new Map<number, Pending>();
  let outgoing: { id: number; call: ReadCall }[] = [];
  let lastId = 0;
  let ended: Error | null = null;

  function flush(): void {
    const calls: ToReader = outgoing;
    outgoing = [];
    worker.postMessage(calls);
  }

  function end(error: Error): void {
    ended ??= error;
    for (const { reject } of pending.values()) reject(ended);
    pending.clear();
  }

  const exited = new Promise<void>((resolve) => {
    worker.on('exit', () => {
      end(new Error('the reader thread ended'));
      resolve();
    });
  });
  worker.on('error', end);
  worker.on('message', (answers: FromReader) => {
    for (const { id, answer } of answers) {
      const waiting = pending.get(id);
      pending.delete(id);
      if (typeof answer === 'string') waiting?.reject(new Error(answer));
      else waiting?.resolve(answer);
    }
  });
  return {
    waiting: () => pending.size,
    ask(call: ReadCall): Promise<ReadAnswer> {
      if (ended !== null) return Promise.reject(ended);
      return new Promise((resolve, reject) => {
        const id = ++lastId;
        pending.set(id, { resolve, reject });
        if (outgoing.length === 0) setImmediate(flush);
        outgoing.push({ id, call });
      });
    },
    close(): Promise<void> {
      setImmediate(() => worker.postMessage('close'));
      return exited;
    },
  };
}
