/** Reads untrusted bytes in order; see `createByteReader`. */
export type ByteReader = {
  /** True once any read went past the end or met a bad varint; never false again, and every later read gives 0 or no bytes. */
  failed(): boolean;
  /** Bytes not yet read; 0 after a failure. */
  left(): number;
  /** One byte. */
  byte(): number;
  /** `count` bytes as a view on the input, no copy: a count past the end allocates nothing. */
  bytes(count: number): Uint8Array;
  /** Unsigned LEB128 as `ByteWriter.varint` writes it: a longer writing of the same number, or one above 2^53-1, fails. */
  varint(): number;
};

const noBytes = new Uint8Array(0);

/**
 * A reader over `input` that never throws. Failure is sticky, so a codec reads a whole group and asks `failed()` once;
 * loops must be bounded by `left()`, not by a number that was read.
 */
export function createByteReader(input: Uint8Array): ByteReader {
  return new InputReader(input);
}

// A class because every request makes several: closures for five methods each were a tenth of what it leaves to the collector.
class InputReader implements ByteReader {
  readonly #input: Uint8Array;
  #at = 0;
  #end: number;
  #broken = false;

  constructor(input: Uint8Array) {
    this.#input = input;
    this.#end = input.length;
  }

  failed(): boolean {
    return this.#broken;
  }

  left(): number {
    return this.#end - this.#at;
  }

  byte(): number {
    return this.#at < this.#end ? (this.#input[this.#at++] as number) : this.#fail();
  }

  bytes(count: number): Uint8Array {
    if (!(count >= 0 && count <= this.#end - this.#at)) {
      this.#fail();
      return noBytes;
    }
    this.#at += count;
    return this.#input.subarray(this.#at - count, this.#at);
  }

  varint(): number {
    let value = 0;
    let scale = 1;
    for (let index = 0; index < 8; index++) {
      if (this.#at >= this.#end) return this.#fail();
      const byte = this.#input[this.#at++] as number;
      value += (byte & 127) * scale;
      if (byte < 128) return (byte === 0 && index > 0) || value > Number.MAX_SAFE_INTEGER ? this.#fail() : value;
      scale *= 128;
    }
    return this.#fail();
  }

  #fail(): 0 {
    this.#broken = true;
    this.#at = 0;
    this.#end = 0;
    return 0;
  }
}
