const utf8 = new TextEncoder();

/** Collects bytes in order; see `createByteWriter`. */
export type ByteWriter = {
  /** Bytes written so far. */
  length(): number;
  /** Writes the low eight bits of `value`. */
  byte(value: number): void;
  /** Copies `bytes` as they are. */
  bytes(bytes: Uint8Array): void;
  /** Writes `value` as unsigned LEB128, seven bits a byte, lowest first, in as few bytes as possible. Throws unless it is an integer from 0 to 2^53-1. */
  varint(value: number): void;
  /** A copy of what was written. The writer can go on. */
  finish(): Uint8Array<ArrayBuffer>;
  /** What was written, without a copy: valid until the next write. */
  view(): Uint8Array<ArrayBuffer>;
  /** Writes well-formed `text` as a CBOR text string (RFC 8949 §3.1, major type 3): head and UTF-8. */
  cborText(text: string): void;
  /** Forgets what was written and keeps the room. */
  reset(): void;
};

/** A writer that grows by doubling from `capacity` bytes. */
export function createByteWriter(capacity = 256): ByteWriter {
  return new GrowingWriter(capacity);
}

// A class for the same reason as the reader.
class GrowingWriter implements ByteWriter {
  #buffer: Uint8Array<ArrayBuffer>;
  #at = 0;

  constructor(capacity: number) {
    this.#buffer = new Uint8Array(Math.max(capacity, 16));
  }

  length(): number {
    return this.#at;
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#at++] = value;
  }

  bytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  varint(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`not a varint: ${value}`);
    this.#reserve(8);
    const buffer = this.#buffer;
    let at = this.#at;
    let rest = value;
    // Bit operations see 32 bits only, so larger numbers are divided first.
    for (; rest > 0x7fffffff; rest = Math.floor(rest / 128)) buffer[at++] = (rest % 128) | 128;
    for (; rest > 127; rest >>>= 7) buffer[at++] = (rest & 127) | 128;
    buffer[at++] = rest;
    this.#at = at;
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.#buffer.slice(0, this.#at);
  }

  view(): Uint8Array<ArrayBuffer> {
    return this.#buffer.subarray(0, this.#at);
  }

  cborText(text: string): void {
    this.#reserve(text.length * 3 + 5);
    const buffer = this.#buffer;
    const at = this.#at;
    // Encoded behind room for a head of three bytes, the usual one, and moved where the head is another.
    const length = utf8.encodeInto(text, buffer.subarray(at + 3)).written;
    const headSize = length < 24 ? 1 : length < 0x100 ? 2 : length < 0x10000 ? 3 : 5;
    if (headSize !== 3) buffer.copyWithin(at + headSize, at + 3, at + 3 + length);
    if (headSize === 1) buffer[at] = 0x60 | length;
    else {
      buffer[at] = headSize === 2 ? 0x78 : headSize === 3 ? 0x79 : 0x7a;
      for (let i = 1, shift = (headSize - 2) * 8; i < headSize; i++, shift -= 8) buffer[at + i] = length >> shift;
    }
    this.#at = at + headSize + length;
  }

  reset(): void {
    this.#at = 0;
  }

  #reserve(count: number): void {
    if (this.#at + count <= this.#buffer.length) return;
    const grown = new Uint8Array(Math.max(this.#buffer.length * 2, this.#at + count));
    grown.set(this.#buffer.subarray(0, this.#at));
    this.#buffer = grown;
  }
}
