import { createPageReader } from '../sync/pages.ts';
import type { PageStream } from './ports.ts';

/** What this code needs of a platform's stream of bytes; the ReadableStream of browsers and Node has it. */
export type ByteStream = {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
    cancel(): Promise<unknown>;
  };
};

/** The pages in the body of a response, as they arrive. A line that breaks ends them. */
export function readPages(body: ByteStream): PageStream {
  const source = body.getReader();
  const reader = createPageReader();
  const ready: Uint8Array[] = [];
  return {
    async next() {
      while (ready.length === 0) {
        const chunk = await source.read().catch(() => ({ done: true, value: undefined }));
        if (chunk.done || chunk.value === undefined) return null;
        ready.push(...reader.push(chunk.value));
      }
      return ready.shift() ?? null;
    },
    cancel: () => void source.cancel().catch(() => undefined),
  };
}
