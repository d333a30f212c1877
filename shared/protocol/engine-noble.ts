import { getPublicKey, hashes, Point, sign } from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes, equalBytes } from './bytes.ts';
import type { Signer, VerifyEngine } from './sign.ts';

hashes.sha512 = sha512;

// Order of the base point (RFC 8032 §5.1).
const order = 2n ** 252n + 27742317777372353535851937790883648493n;

/**
 * The pure engine, about 1 ms a signature: for browsers without Ed25519 and pages without WebCrypto, and the yardstick of the others. Built from
 * noble's points, because noble's own `verify` multiplies by the cofactor. In the client it is 5 KB that only a dynamic import may bring.
 */
export const nobleEngine: VerifyEngine<boolean> = {
  isPrimeOrder(publicKey) {
    const point = decodePoint(publicKey);
    return point !== null && !point.is0() && point.isTorsionFree();
  },
  verify(publicKey, bytes, signature) {
    const point = decodePoint(publicKey);
    if (point === null) return false;
    const encodedR = signature.subarray(0, 32);
    const s = toScalar(signature.subarray(32));
    const k = toScalar(sha512(concatBytes(encodedR, publicKey, bytes))) % order;
    return equalBytes(Point.BASE.multiplyUnsafe(s).subtract(point.multiplyUnsafe(k)).toBytes(), encodedR);
  },
};

/** A key from its 32-byte seed (RFC 8032 §5.1.5). Throws for another length. JavaScript cannot keep time constant: prefer the platform's signer. */
export function createNobleSigner(seed: Uint8Array): Signer<Uint8Array> {
  const secret = seed.slice();
  return { publicKey: getPublicKey(secret), sign: (bytes) => sign(bytes, secret) };
}

function decodePoint(encoded: Uint8Array): Point | null {
  try {
    return Point.fromBytes(encoded);
  } catch {
    return null;
  }
}

/** Little-endian bytes as a number. */
function toScalar(bytes: Uint8Array): bigint {
  let scalar = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) scalar = (scalar << 8n) | BigInt(bytes[i] as number);
  return scalar;
}
