import { kinds, type Body } from '../kinds/kinds.ts';
import { readFields, writeFields, type Schema } from '../kinds/schema.ts';
import type { CborMap } from '../protocol/cbor.ts';
import { decodeCbor } from '../protocol/cbor-decode.ts';
import { encodeCbor } from '../protocol/cbor-encode.ts';
import { encodeText, readTextCode } from '../protocol/text-code.ts';
import type { Item, ItemEntry } from './item.ts';

// A record of an item. A number is of seven bits a byte, the lowest first, with 128 added to all but the last:
//
//   32 bytes   chain hash
//   6 bytes    clock, the lowest first
//   a byte     kind
//   a byte     what there is: a sum of `there`
//   3 numbers  number, counter, length of the body on the wire
//   2 numbers  of a body that is packed: lengths of its words and of its other fields
//   …          the words in text code, the fields in CBOR
//   32 bytes   the chain hash before it, where that is written
const hashBytes = 32;
const clockAt = 32;
const clockBytes = 6;
const kindAt = 38;
const thereAt = 39;
const numbersAt = 40;
const there = { body: 1, erased: 2, withheld: 4, packed: 8 } as const;

/** Bodies of kinds of which a phone holds many; those of other kinds do not stand in records. */
type PackedBody = Extract<Body, { kind: 'voice' | 'comment' | 'like' }>;

const packed = [pack('voice'), pack('comment'), pack('like')];

function pack(kind: PackedBody['kind']): {
  readonly kind: PackedBody['kind'];
  readonly number: number;
  fields: Schema;
} {
  const { number, fields }: { number: number; fields: Schema } = kinds[kind];
  return { kind, number, fields: Object.fromEntries(Object.entries(fields).filter(([name]) => name !== 'text')) };
}

/** Whether a record of an item with that body has it. */
export function isPacked(body: Body | null): body is PackedBody {
  return body !== null && packed.some(({ kind }) => kind === body.kind);
}

/** Items as bytes, one behind the other; a record is known by where it begins. */
export class ItemRecords {
  #bytes = new Uint8Array(256);
  #end = 0;

  /** Writes what a record can have of an item, and the hash before it only when `withLink`. Gives where it begins. */
  add({ entry, body, previousHash }: Item, withLink: boolean): number {
    const at = this.#end;
    const { hash, clockMs, kind, number, counter, bodyLength } = entry;
    this.#write(hash);
    this.#reserve(clockBytes + 2);
    for (let i = 0, left = clockMs; i < clockBytes; i++, left = Math.floor(left / 256)) this.#bytes[this.#end++] = left;
    this.#bytes[this.#end++] = kind;
    this.#bytes[this.#end++] = whatIsThere(entry, body);
    for (const value of [number, counter, bodyLength]) this.#writeNumber(value);
    if (isPacked(body)) {
      const map = writeFields(packed.find((one) => one.kind === body.kind)?.fields ?? {}, body);
      const words = 'text' in body ? encodeText(body.text) : noBytes;
      const fields = map.size > 0 ? encodeCbor(map) : noBytes;
      for (const part of [words, fields]) this.#writeNumber(part.length);
      for (const part of [words, fields]) this.#write(part);
    }
    if (withLink) this.#write(previousHash);
    return at;
  }

  /** Gives back the room for more. */
  close(): void {
    this.#bytes = this.#bytes.slice(0, this.#end);
  }

  hash(at: number): Uint8Array {
    return this.#bytes.subarray(at, at + hashBytes);
  }

  clockMs(at: number): number {
    let value = 0;
    for (let i = at + clockAt + clockBytes - 1; i >= at + clockAt; i--) value = value * 256 + (this.#bytes[i] ?? 0);
    return value;
  }

  kind(at: number): number {
    return this.#bytes[at + kindAt] ?? 0;
  }

  number(at: number): number {
    return this.#readNumber(at + numbersAt);
  }

  counter(at: number): number {
    return this.#readNumber(this.#behind(at, 1));
  }

  bodyLength(at: number): number {
    return this.#readNumber(this.#behind(at, 2));
  }

  hasBody(at: number): boolean {
    return this.#has(at, there.body);
  }

  absence(at: number): ItemEntry['absence'] {
    if (this.#has(at, there.erased)) return 'erased';
    return this.#has(at, there.withheld) ? 'withheld' : null;
  }

  /** The body of a record that has it, or null. */
  body(at: number): Body | null {
    const kind = packed.find((one) => one.number === this.kind(at));
    if (!kind || !this.#has(at, there.packed)) return null;
    const [words, fields, end] = this.#parts(at);
    const map = fields < end ? decodeCbor(this.#bytes.subarray(fields, end)) : null;
    const read = map?.ok ? readFields(kind.fields, map.value as CborMap) : {};
    const text = kind.kind !== 'like' && { text: readTextCode(this.#bytes.subarray(words, fields)) };
    return { kind: kind.kind, ...(read as object), ...text } as PackedBody;
  }

  /** The hash before an item, of a record that was written with it. */
  link(at: number): Uint8Array {
    const from = this.#has(at, there.packed) ? this.#parts(at)[2] : this.#behind(at, 3);
    return this.#bytes.subarray(from, from + hashBytes);
  }

  #has(at: number, what: number): boolean {
    return ((this.#bytes[at + thereAt] ?? 0) & what) !== 0;
  }

  /** Where the words of a packed body begin, where its fields, and where both end. */
  #parts(at: number): [words: number, fields: number, end: number] {
    const lengthAt = this.#behind(at, 4);
    const words = this.#behind(at, 5);
    const fields = words + this.#readNumber(this.#behind(at, 3));
    return [words, fields, fields + this.#readNumber(lengthAt)];
  }

  /** Where the numbers of a record go on behind the first `count`. */
  #behind(at: number, count: number): number {
    let from = at + numbersAt;
    for (let left = count; left > 0; from++) if ((this.#bytes[from] ?? 0) < 128) left--;
    return from;
  }

  #readNumber(from: number): number {
    let value = 0;
    for (let i = from, unit = 1; ; i++, unit *= 128) {
      const byte = this.#bytes[i] ?? 0;
      value += (byte & 127) * unit;
      if (byte < 128) return value;
    }
  }

  #writeNumber(value: number): void {
    this.#reserve(8);
    let left = value;
    for (; left > 127; left = Math.floor(left / 128)) this.#bytes[this.#end++] = (left % 128) | 128;
    this.#bytes[this.#end++] = left;
  }

  #write(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  #reserve(count: number): void {
    if (this.#end + count <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#end + count));
    grown.set(this.#bytes.subarray(0, this.#end));
    this.#bytes = grown;
  }
}

const noBytes = new Uint8Array(0);

function whatIsThere({ hasBody, absence }: ItemEntry, body: Body | null): number {
  const missing = absence === null ? 0 : there[absence];
  return (hasBody ? there.body : 0) + missing + (isPacked(body) ? there.packed : 0);
}
