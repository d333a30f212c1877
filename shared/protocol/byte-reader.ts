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
  let at = 0;
  let end = input.length;
  let broken = false;

  function fail(): 0 {
    broken = true;
    at = 0;
    end = 0;
    return 0;
  }

  return {
    failed: () => broken,
    left: () => end - at,
    byte: () => (at < end ? (input[at++] as number) : fail()),
    bytes(count) {
      if (!(count >= 0 && count <= end - at)) {
        fail();
        return noBytes;
      }
      at += count;
      return input.subarray(at - count, at);
    },
    varint() {
      let value = 0;
      let scale = 1;
      for (let index = 0; index < 8; index++) {
        if (at >= end) return fail();
        const byte = input[at++] as number;
        value += (byte & 127) * scale;
        if (byte < 128) return (byte === 0 && index > 0) || value > Number.MAX_SAFE_INTEGER ? fail() : value;
        scale *= 128;
      }
      return fail();
    },
  };
}
