import { decodeUtf8, equalBytes } from './bytes.ts';
import { err, ok, type Result } from './result.ts';

// The text code: a reversible form of Japanese text for the wire, one byte a kana and two a kanji, without state, so that
// the same word is always the same bytes and brotli finds it. "Digits" of n are to the base 255, most significant first,
// so that 255 is never one of them.
//
//   byte     means
//   0-78     katakana U+30A1 to 30F3 in order, without U+30C2, 30EE, 30F0, 30F1
//   79-164   a row: U+20xx, 26xx, 30xx, then 4Exx to 9Fxx, then FFxx in order; the next byte is xx, 0 to 254
//   165      ASCII: the longest run of U+0000 to 007E from here, a byte each, 128 added to the last
//   166      anything else:
//              166, two digits of n    U+0000 to D7FF: n is the code point; U+1F000 to 1FFFF: n is 0x11800 less;
//                                      U+F900 to FFFF: n is 0x1000 less
//              166 241, three digits   any other code point
//              166 254, UTF-8          the whole text, only as its first bytes and only where this is shorter
//   167-175  U+3001 3002 30FC FF01 FF1F 300C 300D 30FB 000A (、。ー！？「」・ and line feed)
//   176-254  hiragana U+3041 to 3093 in order, without U+3062, 308E, 3090, 3091
//   255      ends a text in a column; in no text
//
// A code point takes the first form that has it, in the order: ASCII run under way, one byte, row, ASCII, two digits, three
// digits. A decoder refuses whatever an encoder would not write.

/** Why bytes are not the text code of any text. */
export type TextCodeError = { readonly code: 'bad-text-code' };

/** Ends each text in a column of texts. No text code contains this byte, so a reader can search for it. */
export const textCodeEnd = 255;

const utf8Encoder = new TextEncoder();
const firstRow = 79;
const ascii = 165;
const other = 166;
const isRow = (byte: number) => byte >= firstRow && byte < ascii;
const listKana = (first: number) =>
  Array.from({ length: 83 }, (_, i) => first + i).filter((_, i) => ![33, 77, 79, 80].includes(i));

/** What each byte stands for: a code point, the first of a row, or nothing (-1). */
const alphabet = [
  ...listKana(0x30a1),
  ...[0x2000, 0x2600, 0x3000],
  ...Array.from({ length: 82 }, (_, i) => 0x4e00 + i * 256),
  ...[0xff00, -1, -1],
  ...Array.from('、。ー！？「」・\n', (character) => character.codePointAt(0) as number),
  ...listKana(0x3041),
];
// An array of its own is three times as fast as a map here.
const bytesByCodePoint = new Uint8Array(0x10000).fill(other);
alphabet.forEach((codePoint, byte) => codePoint < 0 || (bytesByCodePoint[codePoint] = byte));

/**
 * The text code of UTF-8: about two fifths of it for Japanese, never more than two bytes above it. Throws when `utf8` is
 * ill-formed, which the caller has checked.
 */
export function encodeTextCode(utf8: Uint8Array): Uint8Array<ArrayBuffer> {
  const text = decodeUtf8(utf8);
  if (!text.ok) throw new RangeError('text is ill-formed');
  const coded = encodeText(text.value);
  if (coded.length <= utf8.length + 2) return coded;
  return Uint8Array.of(other, 254, ...utf8);
}

/** The UTF-8 whose text code `bytes` is, without `textCodeEnd`. Never throws; another writing of a text is refused too. */
export function decodeTextCode(bytes: Uint8Array): Result<Uint8Array<ArrayBuffer>, TextCodeError> {
  const isPlain = bytes[0] === other && bytes[1] === 254;
  const utf8 = isPlain ? bytes.slice(2) : utf8Encoder.encode(readItems(bytes));
  // What was read loosely must be the one way to write it.
  const good = (!isPlain || decodeUtf8(utf8).ok) && equalBytes(encodeTextCode(utf8), bytes);
  return good ? ok(utf8) : err({ code: 'bad-text-code' });
}

/**
 * The text of `bytes` without the check that they are its one writing, for batches, where the chain of hashes answers for what was read.
 * Never throws; what is no text code gives some other text.
 */
export function readTextCode(bytes: Uint8Array): string {
  if (bytes[0] !== other || bytes[1] !== 254) return readItems(bytes);
  const text = decodeUtf8(bytes.subarray(2));
  return text.ok ? text.value : '';
}

/** The text code of a well-formed text for memory alone: seldom longer than need be, and `readTextCode` gives the text back. */
export function encodeText(text: string): Uint8Array<ArrayBuffer> {
  const coded = new Uint8Array(text.length * 5);
  let end = 0;
  for (let at = 0; at < text.length; at++) {
    const codePoint = text.codePointAt(at) as number;
    const single = bytesByCodePoint[codePoint] ?? other;
    const row = bytesByCodePoint[codePoint & ~255] ?? other;
    if (single !== other && !isRow(single)) coded[end++] = single;
    else if (isRow(row) && (codePoint & 255) < 255) {
      coded[end++] = row;
      coded[end++] = codePoint;
    } else if (codePoint < 127) {
      coded[end++] = ascii;
      for (; text.charCodeAt(at + 1) < 127; at++) coded[end++] = text.charCodeAt(at);
      coded[end++] = text.charCodeAt(at) | 128;
    } else {
      let n = codePoint;
      coded[end++] = other;
      if (codePoint >> 12 === 0x1f) n -= 0x11800;
      else if (codePoint >= 0xf900 && codePoint < 0x10000) n -= 0x1000;
      else if (codePoint >= 0xd800) {
        coded[end++] = 241;
        coded[end++] = n / 65025;
        n %= 65025;
      }
      coded[end++] = n / 255;
      coded[end++] = n % 255;
      if (codePoint > 0xffff) at++;
    }
  }
  return coded.slice(0, end);
}

function readItems(bytes: Uint8Array): string {
  let text = '';
  let at = 0;
  const next = () => bytes[at++] ?? 0;
  while (at < bytes.length) {
    const byte = next();
    let codePoint = alphabet[byte] ?? 0;
    if (isRow(byte)) codePoint += next();
    if (byte === ascii) {
      for (codePoint = next(); codePoint < 128 && at < bytes.length; codePoint = next())
        text += String.fromCharCode(codePoint);
      codePoint &= 127;
    }
    if (byte === other) {
      const high = next();
      const isLong = high === 241;
      const n = (isLong ? next() * 255 + next() : high) * 255 + next();
      codePoint = isLong || n < 0xd800 ? n : n + (n < 0xe800 ? 0x11800 : 0x1000);
    }
    text += String.fromCodePoint(Math.min(codePoint, 0x10ffff));
  }
  return text;
}
