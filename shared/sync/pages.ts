import { createByteWriter } from '../protocol/byte-writer.ts';
import type { SessionParty } from '../protocol/encode-batch.ts';
import { encodeAnswer, plainRequest, type SyncAnswer, type SyncRequest } from './messages.ts';
import { answerReader, type ServePorts } from './serve.ts';

/** Greatest number of answers that follow one another in one response. */
export const maxPages = 256;

/**
 * The answers that a reader would get by asking again as long as there is more, one after the other: for one response whose compression carries
 * over from page to page. Takes in nothing: `batch` and `heads` of the request are passed over. Ends after the answer that has no more.
 */
export async function* answerPages(
  request: SyncRequest,
  session: SessionParty,
  ports: ServePorts,
): AsyncGenerator<SyncAnswer> {
  let { cursor } = request;
  for (let page = 0; page < maxPages; page++) {
    const { budget, lanes } = request;
    const answer = await answerReader({ ...plainRequest, cursor, budget, lanes }, session, ports);
    yield answer;
    if (!answer.more) return;
    cursor = answer.cursor ?? cursor;
  }
}

/** One answer in a response of pages: varint length ‖ answer. */
export function encodePage(answer: SyncAnswer): Uint8Array<ArrayBuffer> {
  const bytes = encodeAnswer(answer);
  const writer = createByteWriter(bytes.length + 8);
  writer.varint(bytes.length);
  writer.bytes(bytes);
  return writer.finish();
}

/** Takes a response of pages apart as it arrives. */
export type PageReader = {
  /** The answers that are whole once `chunk` is there. What is cut off at the end is lost, and asked for again. */
  push(chunk: Uint8Array): readonly Uint8Array[];
};

/** A reader that keeps what is not whole yet. */
export function createPageReader(): PageReader {
  let held: Uint8Array = new Uint8Array(0);
  return {
    push(chunk) {
      const joined = new Uint8Array(held.length + chunk.length);
      joined.set(held);
      joined.set(chunk, held.length);
      const pages: Uint8Array[] = [];
      let at = 0;
      for (;;) {
        const head = readLength(joined, at);
        if (head === null || head.start + head.length > joined.length) break;
        pages.push(joined.slice(head.start, head.start + head.length));
        at = head.start + head.length;
      }
      held = joined.slice(at);
      return pages;
    },
  };
}

/** A varint of at most four bytes at `at`, and where what it measures starts; null when it is not whole. */
function readLength(bytes: Uint8Array, at: number): { start: number; length: number } | null {
  let length = 0;
  for (let i = 0; i < 4; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return null;
    length += (byte & 127) * 128 ** i;
    if (byte < 128) return { start: at + i + 1, length };
  }
  return null;
}
