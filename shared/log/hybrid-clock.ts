/** The clock of a device's entries: milliseconds and a counter that tells apart entries of one millisecond. */
export type HybridClock = { readonly ms: number; readonly counter: number };

/** How far a received clock may lead this device's own, in milliseconds. */
export const maxLeadMs = 5 * 60_000;

/** The clock of a device that has neither written nor received anything. */
export const noClock: HybridClock = { ms: 0, counter: 0 };

/**
 * The clock of the next entry written at `nowMs` (the device's clock as it is). It rises from `last` unless `last` leads by more than five
 * minutes, as after a wrong clock was set right: then the device's clock is taken as it is. (Kulkarni et al., Logical Physical Clocks,
 * 2014, with a bound on the lead.)
 */
export function tick(last: HybridClock, nowMs: number): HybridClock {
  if (last.ms < nowMs || last.ms > nowMs + maxLeadMs) return { ms: nowMs, counter: 0 };
  return { ms: last.ms, counter: last.counter + 1 };
}

/**
 * The clock after an entry of `receivedMs` was received at best time `bestMs` (own clock with the offset learned at contact): moved by
 * it, but never more than five minutes past the best time, so an entry dated 2099 moves nobody.
 */
export function witness(last: HybridClock, receivedMs: number, bestMs: number): HybridClock {
  const bounded = Math.min(receivedMs, bestMs + maxLeadMs);
  return bounded > last.ms ? { ms: bounded, counter: 0 } : last;
}
