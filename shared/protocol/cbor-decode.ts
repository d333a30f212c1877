import { compareBytes, decodeUtf8 } from './bytes.ts';
import { maxCborDepth, type CborError, type CborRefusal, type CborValue } from './cbor.ts';
import { err, ok, type Result } from './result.ts';

type Reading = { readonly bytes: Uint8Array; at: number; refusal: CborRefusal | null };

/**
 * The value whose one encoding `bytes` is; everything else is refused, so encoding the value again gives the same bytes. Never throws;
 * what is allocated is bounded by the input, whatever lengths it claims. Byte strings are views on `bytes`: copy what must outlive or change.
 */
export function decodeCbor(bytes: Uint8Array): Result<CborValue, CborError> {
  const reading: Reading = { bytes, at: 0, refusal: null };
  const value = readItem(reading, maxCborDepth);
  if (reading.refusal === null && reading.at < bytes.length) reading.refusal = 'trailing';
  return reading.refusal === null ? ok(value) : err({ code: 'bad-cbor', detail: reading.refusal, at: reading.at });
}

/** Notes the first refusal. The reading stays where it is, and every caller looks at `refusal` before it goes on. */
function refuse(reading: Reading, refusal: CborRefusal): null {
  reading.refusal ??= refusal;
  return null;
}

function readItem(reading: Reading, depthLeft: number): CborValue {
  const { bytes, at } = reading;
  if (at >= bytes.length) return refuse(reading, 'truncated');
  const initial = bytes[at] as number;
  const major = initial >> 5;
  if (major === 7) return readSimple(reading, initial);
  if (major === 6) return refuse(reading, 'tag');
  const argument = readArgument(reading, initial & 31);
  if (argument === null) return null;
  if (major === 0) return argument;
  if (major === 1) return argument < Number.MAX_SAFE_INTEGER ? -1 - argument : refuse(reading, 'too-large');
  // Each element takes at least a byte and each map entry two: a hostile length ends here.
  const needed = major === 5 ? argument * 2 : argument;
  if (needed > bytes.length - reading.at) return refuse(reading, 'truncated');
  if (major === 2) return bytes.subarray(reading.at, (reading.at += argument));
  if (major === 3) return readText(reading, argument);
  if (depthLeft === 0) return refuse(reading, 'too-deep');
  return major === 4 ? readArray(reading, argument, depthLeft - 1) : readMap(reading, argument, depthLeft - 1);
}

function readSimple(reading: Reading, initial: number): boolean | null {
  const info = initial & 31;
  if (info === 31) return refuse(reading, 'indefinite');
  if (info > 27) return refuse(reading, 'reserved');
  if (info > 24) return refuse(reading, 'float');
  if (info < 20 || info > 22) return refuse(reading, 'simple');
  reading.at++;
  return info === 22 ? null : info === 21;
}

/** The argument of the head at `reading.at`, which then points behind the head. */
function readArgument(reading: Reading, info: number): number | null {
  const { bytes, at } = reading;
  if (info < 24) {
    reading.at = at + 1;
    return info;
  }
  if (info > 27) return refuse(reading, info === 31 ? 'indefinite' : 'reserved');
  const size = 1 << (info - 24);
  if (at + 1 + size > bytes.length) return refuse(reading, 'truncated');
  let argument = 0;
  // Exact up to 2^53; above, the value is refused, so lost low bits do not matter.
  for (let i = 1; i <= size; i++) argument = argument * 256 + (bytes[at + i] as number);
  const least = size === 1 ? 24 : 256 ** (size / 2);
  if (argument < least) return refuse(reading, 'not-shortest');
  if (argument > Number.MAX_SAFE_INTEGER) return refuse(reading, 'too-large');
  reading.at = at + 1 + size;
  return argument;
}

function readText(reading: Reading, length: number): string | null {
  const { bytes, at } = reading;
  const end = at + length;
  // Short ASCII, the common map key, is cheaper letter by letter than through the platform's decoder.
  if (length < 16) {
    let text = '';
    let i = at;
    for (; i < end && (bytes[i] as number) < 128; i++) text += String.fromCharCode(bytes[i] as number);
    if (i === end) {
      reading.at = end;
      return text;
    }
  }
  const text = decodeUtf8(bytes.subarray(at, end));
  if (!text.ok) return refuse(reading, 'bad-text');
  reading.at = end;
  return text.value;
}

function readArray(reading: Reading, count: number, depthLeft: number): CborValue {
  const items: CborValue[] = [];
  for (let i = 0; i < count; i++) {
    items.push(readItem(reading, depthLeft));
    if (reading.refusal !== null) return null;
  }
  return items;
}

function readMap(reading: Reading, count: number, depthLeft: number): CborValue {
  const map = new Map<number | string, CborValue>();
  let previous: Uint8Array | null = null;
  for (let i = 0; i < count; i++) {
    const start = reading.at;
    const key = readKey(reading);
    if (key === null) return null;
    const encoded = reading.bytes.subarray(start, reading.at);
    const order = previous === null ? -1 : compareBytes(previous, encoded);
    if (order >= 0) return refuseAt(reading, start, order === 0 ? 'key-twice' : 'key-order');
    previous = encoded;
    map.set(key, readItem(reading, depthLeft));
    if (reading.refusal !== null) return null;
  }
  return map;
}

function readKey(reading: Reading): number | string | null {
  const { bytes, at } = reading;
  const major = at < bytes.length ? (bytes[at] as number) >> 5 : 0;
  if (major !== 0 && major !== 3) return refuse(reading, 'key-type');
  return readItem(reading, 0) as number | string | null;
}

function refuseAt(reading: Reading, at: number, refusal: CborRefusal): null {
  reading.at = at;
  return refuse(reading, refusal);
}
