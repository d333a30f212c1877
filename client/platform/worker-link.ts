import { randomId } from './random.ts';

interface Answered {
  readonly kind: string;
  readonly id?: string;
  readonly answer?: unknown;
}

/** Talks to a worker: each question gets the one answer with its id, which no other question of any page has; everything else is news. */
export function createWorkerLink<M extends Answered | { readonly kind: string }>(
  worker: Worker,
  on: { onMessage: (message: M) => void; onBroken: () => void },
) {
  const waiting = new Map<string, (answer: never) => void>();
  worker.addEventListener('message', ({ data }: MessageEvent<M & Answered>) => {
    if (data.kind !== 'answer' || data.id === undefined) return on.onMessage(data);
    // What it changed is there before anybody goes on with the answer.
    on.onMessage(data);
    const settle = waiting.get(data.id);
    waiting.delete(data.id);
    settle?.(data.answer as never);
  });
  worker.addEventListener('error', (event) => {
    console.error('The worker stopped.', event.message);
    on.onBroken();
  });
  return {
    ask<T>(name: string, input: unknown): Promise<T> {
      const id = randomId();
      return new Promise<T>((resolve) => {
        waiting.set(id, resolve);
        worker.postMessage({ id, name, input });
      });
    },
  };
}
