import { err, ok, type Result } from './result.ts';

/** Why a text was not the one accepted writing of some bytes, or bytes not the one writing of a text. */
export type BytesError = { readonly code: 'bad-hex' | 'bad-base64url' | 'bad-utf8' };

const hexDigits = '0123456789abcdef';
const hexBlock = 32;
const hexCodes = new Uint8Array(2 * hexBlock);
const notHex = 255;
const hexValues = new Uint8Array(128).fill(notHex);
for (let value = 0; value < 16; value++) hexValues[hexDigits.charCodeAt(value)] = value;
const base64urlDigits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const base64urlValues = new Map(Array.from(base64urlDigits, (digit, value) => [digit, value]));
const utf8Encoder = new TextEncoder();
// ignoreBOM keeps a leading U+FEFF as a character: without it two different byte strings would decode to one text.
const utf8Decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A new array that holds `parts` one after the other. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let length = 0;
  for (const part of parts) length += part.length;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Whether both hold the same bytes. Time depends on the contents: never for comparing secrets. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Bytewise lexicographic order: negative, zero or positive; a prefix comes before what it begins. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Two lower-case digits a byte. */
export function bytesToHex(bytes: Uint8Array): string {
  let text = '';
  for (let from = 0; from < bytes.length; from += hexBlock) {
    const count = Math.min(hexBlock, bytes.length - from);
    for (let i = 0; i < count; i++) {
      const byte = bytes[from + i] as number;
      hexCodes[2 * i] = hexDigits.charCodeAt(byte >> 4);
      hexCodes[2 * i + 1] = hexDigits.charCodeAt(byte & 15);
    }
    // One call a block makes one flat string: ids are keys of maps, and joining digits there costs twice as much.
    text += String.fromCharCode.apply(null, hexCodes.subarray(0, 2 * count) as never);
  }
  return text;
}

/** The bytes that `bytesToHex` wrote: an even number of lower-case digits, else `bad-hex`. One writing per value, so hex can be compared as text. */
export function hexToBytes(text: string): Result<Uint8Array<ArrayBuffer>, BytesError> {
  if (text.length % 2 !== 0) return err({ code: 'bad-hex' });
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    const high = hexValues[text.charCodeAt(2 * i)] ?? notHex;
    const low = hexValues[text.charCodeAt(2 * i + 1)] ?? notHex;
    if (high === notHex || low === notHex) return err({ code: 'bad-hex' });
    bytes[i] = (high << 4) | low;
  }
  return ok(bytes);
}

/** Base64url without padding (RFC 4648 §5, §3.2). */
export function bytesToBase64url(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 6; bits -= 6) text += base64urlDigits.charAt((held >> (bits - 6)) & 63);
  }
  return bits > 0 ? text + base64urlDigits.charAt((held << (6 - bits)) & 63) : text;
}

/** The bytes that `bytesToBase64url` wrote: padding, other characters and non-zero spare bits are `bad-base64url` (RFC 4648 §3.5). */
export function base64urlToBytes(text: string): Result<Uint8Array<ArrayBuffer>, BytesError> {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let at = 0;
  let bits = 0;
  let held = 0;
  for (const digit of text) {
    const value = base64urlValues.get(digit);
    if (value === undefined) return err({ code: 'bad-base64url' });
    held = ((held << 6) | value) & 0xfff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = held >> bits;
    }
  }
  return bits < 6 && (held & ((1 << bits) - 1)) === 0 ? ok(bytes) : err({ code: 'bad-base64url' });
}

/** Whether `text` has no lone surrogate, so that it has a UTF-8 form. */
export function isWellFormedText(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/** UTF-8 of well-formed text. Throws on a lone surrogate: check input with `isWellFormedText` first. */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  if (!isWellFormedText(text)) throw new RangeError('text has a lone surrogate');
  return utf8Encoder.encode(text) as Uint8Array<ArrayBuffer>;
}

/** The text that `encodeUtf8` wrote; ill-formed UTF-8 is `bad-utf8`, a leading U+FEFF stays a character. */
export function decodeUtf8(bytes: Uint8Array): Result<string, BytesError> {
  try {
    return ok(utf8Decoder.decode(bytes));
  } catch {
    return err({ code: 'bad-utf8' });
  }
}
