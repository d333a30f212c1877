import { decodeTextCode, textCodeEnd } from './text-code.ts';

/** Reads the column of texts; see `createTextReader`. */
export type TextReader = {
  failed(): boolean;
  /** Bytes not yet read. */
  left(): number;
  /** UTF-8 of the next text; nothing after a failure. */
  next(): Uint8Array;
};

const noBytes = new Uint8Array(0);

/** A reader over texts in text code, each followed by `textCodeEnd`. A missing end or a text that no encoder writes is a failure that stays. */
export function createTextReader(column: Uint8Array): TextReader {
  let at = 0;
  let broken = false;
  return {
    failed: () => broken,
    left: () => (broken ? 0 : column.length - at),
    next() {
      const end = broken ? -1 : column.indexOf(textCodeEnd, at);
      const text = end < 0 ? null : decodeTextCode(column.subarray(at, end));
      if (text === null || !text.ok) {
        broken = true;
        return noBytes;
      }
      at = end + 1;
      return text.value;
    },
  };
}
