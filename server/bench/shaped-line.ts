/** One direction of a thin line: what goes in comes out at a rate and after a delay. Times are milliseconds of one clock. */
export type ShapedLine = {
  /** When the last of so many bytes that begin to go at `nowMs` has arrived at the other end. All who send share the rate, first come first served. */
  arrivesAtMs(bytes: number, nowMs: number): number;
};

/** A direction that carries `bitsPerSecond` and delays each byte by `delayMs`. */
export function createShapedLine(bitsPerSecond: number, delayMs: number): ShapedLine {
  let freeAtMs = -Infinity;
  return {
    arrivesAtMs(bytes, nowMs) {
      freeAtMs = Math.max(freeAtMs, nowMs) + (bytes * 8 * 1000) / bitsPerSecond;
      return freeAtMs + delayMs;
    },
  };
}
