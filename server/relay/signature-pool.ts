import { Worker } from 'node:worker_threads';
import { createVerifier, type Verifier } from '../../shared/protocol/sign.ts';
import { workerUrl } from '../store/worker-url.ts';
import { loadEngine } from './load-engine.ts';
import { packQuestions, type Question } from './signature-message.ts';

/** Verifies signatures beside the event loop; see `openSignaturePool`. */
export type SignaturePool = {
  readonly verifier: Verifier;
  /** Signatures that wait for a thread. */
  waiting(): number;
  close(): Promise<void>;
};

type Asked = Question & { resolve(verdict: boolean): void };
type Thread = { readonly worker: Worker; asked: readonly Asked[] };

const maxQuestions = 64;
// From here on a thread is woken although more is coming.
const worthwhile = 32;
const maxBytes = 0xffff;

/**
 * `count` threads that verify. Each gets what was asked while it was busy, up to 64 questions a message. Keys are checked here, once each. A
 * thread that ends takes no verdict with it: its questions are answered on the event loop.
 */
export async function openSignaturePool(count: number): Promise<SignaturePool> {
  const inline = createVerifier(await loadEngine());
  const threads = new Set<Thread>();
  const idle: Thread[] = [];
  let queue: Asked[] = [];
  let isScheduled = false;

  function answerInline(asked: readonly Asked[]): void {
    for (const one of asked) one.resolve(inline.verifySignature(one.publicKey, one.bytes, one.signature));
  }

  let waitingLastTurn = 0;

  /** Waits while each turn of the event loop brings more: waking a thread costs half as much as a signature. */
  function dispatchWhenQuiet(): void {
    if (queue.length > waitingLastTurn && queue.length < worthwhile) {
      waitingLastTurn = queue.length;
      setImmediate(dispatchWhenQuiet);
    } else dispatch();
  }

  function dispatch(): void {
    isScheduled = false;
    waitingLastTurn = 0;
    while (queue.length > 0) {
      const thread = idle.pop();
      if (thread === undefined) {
        if (threads.size > 0) return;
        answerInline(queue.splice(0));
        return;
      }
      // Shared evenly, so that no thread rests while another has a long row before it.
      const share = Math.min(maxQuestions, Math.ceil(queue.length / (idle.length + 1)));
      thread.asked = queue.slice(0, share);
      queue = queue.slice(share);
      const packed = packQuestions(thread.asked);
      thread.worker.postMessage(packed, [packed.buffer]);
    }
  }

  function start(): void {
    const thread: Thread = { worker: new Worker(workerUrl('signature-thread', import.meta.url)), asked: [] };
    threads.add(thread);
    idle.push(thread);
    const end = () => {
      if (!threads.delete(thread)) return;
      if (idle.includes(thread)) idle.splice(idle.indexOf(thread), 1);
      answerInline(thread.asked);
      thread.asked = [];
      dispatch();
    };
    thread.worker.on('error', end);
    thread.worker.on('exit', end);
    thread.worker.on('message', (verdicts: Uint8Array) => {
      const { asked } = thread;
      thread.asked = [];
      idle.push(thread);
      dispatch();
      asked.forEach((one, i) => one.resolve(verdicts[i] === 1));
    });
  }

  for (let i = 0; i < count; i++) start();
  return {
    verifier: {
      checkPublicKey: inline.checkPublicKey,
      verifySignature(publicKey, bytes, signature) {
        if (publicKey.length !== 32 || signature.length !== 64) return false;
        if (bytes.length > maxBytes) return inline.verifySignature(publicKey, bytes, signature);
        return new Promise((resolve) => {
          queue.push({ publicKey, bytes, signature, resolve });
          if (isScheduled) return;
          isScheduled = true;
          setImmediate(dispatchWhenQuiet);
        });
      },
    },
    waiting: () => queue.length,
    async close() {
      await Promise.all([...threads].map(({ worker }) => worker.terminate()));
    },
  };
}
