/** A repeatable source of choices; see `createSeeded`. */
export type Seeded = {
  /** The next 32 bits, as an integer from 0 to 2^32-1. */
  next(): number;
  /** An integer from 0 to `limit`-1, even to within `limit` / 2^53. Throws unless 1 <= `limit` <= 2^53. */
  int(limit: number): number;
  /** One of `items`. Throws when there is none. */
  pick<T>(items: readonly T[]): T;
  /** `count` bytes. */
  bytes(count: number): Uint8Array<ArrayBuffer>;
  /** True with `probability` 0 to 1. */
  chance(probability: number): boolean;
};

/**
 * The same choices for the same seed in every engine: sfc32 (PractRand, Chris Doty-Humphrey), seeded like its reference by
 * the number, a counter and twelve discarded rounds. For tests, simulation and workloads only; never keys, ids or nonces.
 */
export function createSeeded(seed: number): Seeded {
  let a = 0;
  let b = Math.floor(seed / 2 ** 32) | 0;
  let c = seed | 0;
  let counter = 1;

  function next(): number {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  function int(limit: number): number {
    if (!Number.isInteger(limit) || limit < 1 || limit > 2 ** 53) throw new RangeError(`no integer below ${limit}`);
    const fraction = (next() * 2 ** 21 + (next() >>> 11)) / 2 ** 53;
    return Math.floor(fraction * limit);
  }

  for (let round = 0; round < 12; round++) next();
  return {
    next,
    int,
    pick: (items) => items[int(items.length)] as (typeof items)[number],
    bytes: (count) => Uint8Array.from({ length: count }, () => next() >>> 24),
    chance: (probability) => next() < probability * 2 ** 32,
  };
}
