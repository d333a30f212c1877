import { readTextCode, textCodeEnd } from './text-code.ts';

/** Reads the column of texts; see `createTextReader`. */
export type TextReader = {
  failed(): boolean;
  /** Bytes not yet read. */
  left(): number;
  /** The next text; empty after a failure. */
  next(): string;
};

/** A reader over texts in text code, each followed by `textCodeEnd`. A missing end is a failure that stays. */
export function createTextReader(column: Uint8Array): TextReader {
  let at = 0;
  let broken = false;
  return {
    failed: () => broken,
    left: () => (broken ? 0 : column.length - at),
    next() {
      const end = broken ? -1 : column.indexOf(textCodeEnd, at);
      if (end < 0) {
        broken = true;
        return '';
      }
      const text = readTextCode(column.subarray(at, end));
      at = end + 1;
      return text;
    },
  };
}
