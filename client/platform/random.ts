/** Fresh random bytes from the browser's own source. */
export function randomBytes(count: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(count));
}

/** A number from 0 up to 1, for jitter: nothing secret hangs on it. */
export function chance(): number {
  return Math.random();
}
