import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Gives numbers that are good once; see `createNonces`. */
export type Nonces = {
  /** 40 bytes: time, 16 random ones, 16 of a code over both. */
  give(): Uint8Array;
  /** Whether `nonce` was given here in the last five minutes and not taken before. */
  take(nonce: Uint8Array): boolean;
};

const lifeMs = 5 * 60_000;

/**
 * Nothing is kept of what was given, so asking for many fills no memory; only what was taken is remembered, for five minutes. `now` is the
 * server's clock in milliseconds.
 */
export function createNonces(secret: Uint8Array, now: () => number): Nonces {
  const key = createHmac('sha256', secret).update('tayori/1 session nonce').digest();
  const taken = new Map<string, number>();
  const codeOf = (body: Uint8Array) => createHmac('sha256', key).update(body).digest().subarray(0, 16);
  return {
    give() {
      const body = Buffer.concat([Buffer.alloc(8), randomBytes(16)]);
      body.writeBigUInt64LE(BigInt(now()));
      return new Uint8Array(Buffer.concat([body, codeOf(body)]));
    },
    take(nonce) {
      if (nonce.length !== 40) return false;
      const body = nonce.subarray(0, 24);
      if (!timingSafeEqual(codeOf(body), nonce.subarray(24))) return false;
      const age = now() - Number(Buffer.from(body).readBigUInt64LE());
      if (age < 0 || age > lifeMs) return false;
      for (const [old, takenAt] of taken) {
        if (now() - takenAt <= lifeMs) break;
        taken.delete(old);
      }
      const name = Buffer.from(body).toString('base64');
      if (taken.has(name)) return false;
      taken.set(name, now());
      return true;
    },
  };
}
