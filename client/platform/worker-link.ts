interface Answered {
  readonly kind: string;
  readonly id?: number;
  readonly answer?: unknown;
}

/** Talks to a worker: each question gets the one answer with its number; everything else is news. */
export function createWorkerLink<M extends Answered | { readonly kind: string }>(
  worker: Worker,
  on: { onMessage: (message: M) => void; onBroken: () => void },
) {
  let last = 0;
  const waiting = new Map<number, (answer: never) => void>();
  worker.addEventListener('message', ({ data }: MessageEvent<M & Answered>) => {
    if (data.kind !== 'answer' || data.id === undefined) return on.onMessage(data);
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
      last += 1;
      const id = last;
      return new Promise<T>((resolve) => {
        waiting.set(id, resolve);
        worker.postMessage({ id, name, input });
      });
    },
  };
}
