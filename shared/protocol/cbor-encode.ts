import { compareBytes } from './bytes.ts';
import { maxCborDepth, type CborMap, type CborValue } from './cbor.ts';

// One buffer serves every call: encoding runs to its end before another can start, and the result is a copy.
let buffer = new Uint8Array(4096);
let at = 0;

/**
 * The one encoding of `value`, as a new array. Throws for what has none (a fraction, an integer beyond 2^53-1, a lone surrogate,
 * a map key that is neither an unsigned integer nor text, nesting beyond `maxCborDepth`): the caller built it wrongly. -0 is written as 0.
 */
export function encodeCbor(value: CborValue): Uint8Array<ArrayBuffer> {
  at = 0;
  writeItem(value, maxCborDepth);
  return buffer.slice(0, at);
}

function writeItem(value: CborValue, depthLeft: number): void {
  if (typeof value === 'number') writeInteger(value);
  else if (typeof value === 'string') writeText(value);
  else if (value instanceof Uint8Array) {
    writeHead(2, value.length);
    writeRaw(value);
  } else if (value === null) writeHead(7, 22);
  else if (typeof value === 'boolean') writeHead(7, value ? 21 : 20);
  else if (depthLeft === 0) throw new RangeError(`nested deeper than ${maxCborDepth}`);
  else if (value instanceof Map) writeMap(value, depthLeft - 1);
  else if (Array.isArray(value)) {
    writeHead(4, value.length);
    for (const item of value) writeItem(item, depthLeft - 1);
  } else throw new TypeError(`no CBOR form: ${typeof value}`);
}

function writeInteger(value: number): void {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not an integer up to 2^53-1: ${value}`);
  if (value < 0) writeHead(1, -1 - value);
  else writeHead(0, value);
}

function writeText(text: string): void {
  const length = utf8Length(text);
  writeHead(3, length);
  reserve(length);
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i) as number;
    if (code < 0x80) buffer[at++] = code;
    else if (code < 0x800) {
      buffer[at++] = 0xc0 | (code >> 6);
      buffer[at++] = 0x80 | (code & 63);
    } else {
      if (code < 0x10000) buffer[at++] = 0xe0 | (code >> 12);
      else {
        buffer[at++] = 0xf0 | (code >> 18);
        buffer[at++] = 0x80 | ((code >> 12) & 63);
        i++;
      }
      buffer[at++] = 0x80 | ((code >> 6) & 63);
      buffer[at++] = 0x80 | (code & 63);
    }
  }
}

/** The length comes first on the wire, so it is counted first. */
function utf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i) as number;
    if (code < 0x80) continue;
    if (code > 0xd7ff && code < 0xe000) throw new RangeError('text has a lone surrogate');
    length += code < 0x800 ? 1 : 2;
    if (code > 0xffff) i++;
  }
  return length;
}

function writeMap(map: CborMap, depthLeft: number): void {
  writeHead(5, map.size);
  if (hasRisingIntegerKeys(map)) {
    for (const [key, value] of map) {
      writeItem(key, 0);
      writeItem(value, depthLeft);
    }
    return;
  }
  const entries = Array.from(map, ([key, value]) => ({ key: encodeKey(key), value }));
  entries.sort((a, b) => compareBytes(a.key, b.key));
  for (const entry of entries) {
    writeRaw(entry.key);
    writeItem(entry.value, depthLeft);
  }
}

/** The usual body: its keys need no sorting, since shortest integers sort by their value. */
function hasRisingIntegerKeys(map: CborMap): boolean {
  let previous = -1;
  for (const key of map.keys()) {
    if (typeof key !== 'number' || key <= previous) return false;
    previous = key;
  }
  return true;
}

function encodeKey(key: unknown): Uint8Array {
  const start = at;
  if (typeof key === 'number' && key >= 0) writeInteger(key);
  else if (typeof key === 'string') writeText(key);
  else throw new TypeError(`not a map key: ${String(key)}`);
  const encoded = buffer.slice(start, at);
  at = start;
  return encoded;
}

function writeHead(major: number, argument: number): void {
  reserve(9);
  const type = major << 5;
  if (argument < 24) {
    buffer[at++] = type | argument;
  } else if (argument < 0x100) {
    buffer[at++] = type | 24;
    buffer[at++] = argument;
  } else if (argument < 0x10000) {
    buffer[at++] = type | 25;
    buffer[at++] = argument >> 8;
    buffer[at++] = argument;
  } else if (argument < 0x100000000) {
    buffer[at++] = type | 26;
    writeWord(argument);
  } else {
    buffer[at++] = type | 27;
    writeWord(Math.floor(argument / 0x100000000));
    writeWord(argument);
  }
}

function writeWord(word: number): void {
  buffer[at++] = word >>> 24;
  buffer[at++] = word >>> 16;
  buffer[at++] = word >>> 8;
  buffer[at++] = word;
}

function writeRaw(bytes: Uint8Array): void {
  reserve(bytes.length);
  buffer.set(bytes, at);
  at += bytes.length;
}

function reserve(count: number): void {
  if (at + count <= buffer.length) return;
  const grown = new Uint8Array(Math.max(buffer.length * 2, at + count));
  grown.set(buffer.subarray(0, at));
  buffer = grown;
}
