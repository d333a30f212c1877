import { Worker } from 'node:worker_threads';
import type { Head } from '../../shared/log/append.ts';
import { packCommits, type ShardCommit } from './commit-message.ts';
import { workerUrl } from './worker-url.ts';
import type { WriteFailure } from './write-failure.ts';
import type { WrittenSegment } from './writer.ts';
import type { FromWriter, SideAnswer, SideCall, ToWriter, WriterStart, WrittenMessage } from './writer-messages.ts';

/** A commit that is durable. */
export type Written = { readonly ok: true; readonly segments: readonly WrittenSegment[] };
/** A commit that was not written. */
export type NotWritten = { readonly ok: false; readonly error: WriteFailure };

/** The writer thread as the event loop sees it; see `startWriter`. */
export type WriterClient = {
  /** Resolves in the order in which commits were handed in. */
  write(commit: ShardCommit): Promise<Written | NotWritten>;
  call(call: SideCall): Promise<SideAnswer>;
  close(): Promise<void>;
};

/** What the store wants to hear of. */
export type WriterEvents = {
  /** A commit became durable; called before its promise resolves, in order of arrivals. */
  written(commit: ShardCommit, segments: readonly WrittenSegment[]): void;
  /** Blobs of these segments are others now. */
  changed(shard: number, arrival: number): void;
  /** Nothing is written any more until the store is opened anew. */
  failed(failure: WriteFailure): void;
};

// One that the writer is busy with and one that it finds when it is done: what comes meanwhile goes together in the next.
const mostUnderWay = 2;

type Ready = Extract<FromWriter, { kind: 'ready' }>;
type Waiting = { readonly commit: ShardCommit; resolve(outcome: Written | NotWritten): void };

/** Starts the thread and resolves once the database is open; rejects with the reason when it cannot be. */
export async function startWriter(
  start: WriterStart,
  events: WriterEvents,
): Promise<{ readonly ready: Ready; readonly client: WriterClient }> {
  const worker = new Worker(workerUrl('writer-thread', import.meta.url), { workerData: start });
  const waiting = new Map<number, readonly Waiting[]>();
  const calls = new Map<number, (answer: SideAnswer) => void>();
  let outgoing: Waiting[] = [];
  let lastId = 0;
  let failure: WriteFailure | null = null;
  let isClosing = false;

  function post(message: ToWriter, transfer: ArrayBuffer[] = []): void {
    worker.postMessage(message, transfer);
  }

  function flush(): void {
    if (outgoing.length === 0 || waiting.size >= mostUnderWay) return;
    const group = outgoing;
    outgoing = [];
    const message = packCommits(group.map(({ commit }) => commit));
    waiting.set(++lastId, group);
    post({ kind: 'commits', id: lastId, message }, [message.numbers.buffer, message.bytes.buffer]);
  }

  function fail(error: WriteFailure): void {
    if (failure !== null) return;
    failure = error;
    events.failed(error);
  }

  function takeResults(group: readonly Waiting[], results: WrittenMessage): void {
    let segment = 0;
    let head = 0;
    group.forEach(({ commit, resolve }, i) => {
      const error = results.failures[i] ?? null;
      if (error !== null) {
        if (error.code === 'store-failed') fail(error);
        resolve({ ok: false, error });
        return;
      }
      const segments = commit.segments.map((): WrittenSegment => {
        const arrival = results.segments[segment++] as number;
        const state = results.segments[segment++] as number;
        const heads: readonly Head[] | null = state === 2 ? (results.heads[head++] ?? null) : null;
        return { arrival, isNew: state > 0, heads };
      });
      events.written(commit, segments);
      resolve({ ok: true, segments });
    });
    for (const [shard, arrival] of results.changed) events.changed(shard, arrival);
  }

  function end(detail: string): void {
    const error: WriteFailure = { code: 'store-failed', detail };
    if (waiting.size + calls.size + outgoing.length > 0) fail(error);
    failure ??= error;
    const open = [...[...waiting.values()].flat(), ...outgoing];
    outgoing = [];
    waiting.clear();
    for (const { resolve } of open) resolve({ ok: false, error: failure });
    for (const resolve of calls.values()) resolve(failure);
    calls.clear();
  }

  const exited = new Promise<void>((resolve) => {
    worker.on('exit', () => {
      end('the writer thread ended');
      resolve();
    });
  });
  const ready = await new Promise<Ready>((resolve, reject) => {
    worker.on('error', (error) => {
      end(error.message);
      reject(error);
    });
    worker.on('message', (message: FromWriter) => {
      if (message.kind === 'ready') resolve(message);
      else if (message.kind === 'not-opened') reject(new Error(message.detail));
      else if (message.kind === 'written') {
        const group = waiting.get(message.id) ?? [];
        waiting.delete(message.id);
        flush();
        takeResults(group, message.results);
        if (isClosing && outgoing.length + waiting.size === 0) post({ kind: 'close' });
      } else if (message.kind === 'answer') {
        calls.get(message.id)?.(message.value);
        calls.delete(message.id);
      }
    });
  });
  return {
    ready,
    client: {
      write(commit) {
        if (failure !== null) return Promise.resolve({ ok: false, error: failure });
        if (isClosing)
          return Promise.resolve({ ok: false, error: { code: 'store-failed', detail: 'the store is closing' } });
        return new Promise((resolve) => {
          // What one turn of the event loop took in goes in one message.
          if (outgoing.length === 0) setImmediate(flush);
          outgoing.push({ commit, resolve });
        });
      },
      call(call) {
        if (failure !== null) return Promise.resolve(failure);
        return new Promise((resolve) => {
          calls.set(++lastId, resolve);
          post({ kind: 'call', id: lastId, call });
        });
      },
      async close() {
        isClosing = true;
        if (outgoing.length + waiting.size === 0) post({ kind: 'close' });
        await exited;
      },
    },
  };
}
