/** Fresh random bytes from the browser's own source. */
export function randomBytes(count: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(count));
}

/** A name that nobody else gives: 16 random bytes as hex. `crypto.randomUUID` is missing over plain http. */
export function randomId(): string {
  return [...randomBytes(16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A number from 0 up to 1, for jitter: nothing secret hangs on it. */
export function chance(): number {
  return Math.random();
}
