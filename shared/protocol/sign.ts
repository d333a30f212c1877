import { hexToBytes } from './bytes.ts';
import { createKeyCache } from './key-cache.ts';

/**
 * What an engine must answer after the pre-check. `Verdict` is `boolean` for a synchronous engine and a promise of it for others.
 * An engine may be stricter or laxer than the rule on bytes the pre-check refuses: it never sees them.
 */
export type VerifyEngine<Verdict = boolean | Promise<boolean>> = {
  /** Whether A, canonical and not of small order, is a point of the prime-order subgroup. Asked once per key, then kept. */
  isPrimeOrder(publicKey: Uint8Array): Verdict;
  /** Whether the encoding of [S]B - [k]A equals R, k = SHA-512(R ‖ A ‖ bytes) mod L: the equation without cofactor (RFC 8032 §5.1.7). */
  verify(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): Verdict;
};

/** Verification with one verdict everywhere; see `createVerifier`. */
export type Verifier<Verdict = boolean | Promise<boolean>> = {
  /** Whether a key may sign at all: the part of the rule that looks at A alone. */
  checkPublicKey(publicKey: Uint8Array): Verdict;
  /** Whether `signature` by `publicKey` over `bytes` (domain string first, which the caller puts there) counts. */
  verifySignature(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): Verdict;
};

/** One Ed25519 key that signs (RFC 8032 §5.1.6). The private half stays inside. `bytes` begin with a domain string that the caller puts there. */
export type Signer<Signature = Uint8Array | Promise<Uint8Array>> = {
  readonly publicKey: Uint8Array;
  sign(bytes: Uint8Array): Signature;
};

// Little-endian, as on the wire.
const groupOrder = fromHex('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010');
const fieldPrime = fromHex('edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f');
const smallOrderYs = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
].map(fromHex);
const maxKnownKeys = 4096;

/**
 * A verifier over a synchronous engine. The rule, the same in every engine:
 *
 * A signature counts when it is 64 bytes R ‖ S; S, read little-endian, is below the group order L; the 32 bytes of the public key A and of R
 * are canonical encodings (y below 2^255-19, no sign bit where x = 0) and not of small order; A lies in the subgroup of order L; and the
 * encoding of [S]B - [SHA-512(R ‖ A ‖ M) mod L]A equals R byte for byte. Everything else does not count.
 *
 * Engines left alone differ on such bytes, and replicas that differ on validity never agree again. (RFC 8032 §5.1.7, which
 * allows both equations; Chalkias, Garillot, Nikolaenko: Taming the many EdDSAs, 2020.) Verdicts on the last 4,096 keys are kept.
 */
export function createVerifier(engine: VerifyEngine<boolean>): Verifier<boolean> {
  const primeOrder = createKeyCache<boolean>(maxKnownKeys);
  function checkPublicKey(publicKey: Uint8Array): boolean {
    if (!isSoundPoint(publicKey)) return false;
    return primeOrder.get(publicKey) ?? primeOrder.set(publicKey, engine.isPrimeOrder(publicKey));
  }
  return {
    checkPublicKey,
    verifySignature: (publicKey, bytes, signature) =>
      isSoundSignature(signature) && checkPublicKey(publicKey) && engine.verify(publicKey, bytes, signature),
  };
}

/** As `createVerifier`, with the same rule, over an engine that answers by promises or at once. Rejects only when the engine itself fails. */
export function createAsyncVerifier(engine: VerifyEngine): Verifier<Promise<boolean>> {
  const primeOrder = createKeyCache<boolean>(maxKnownKeys);
  async function checkPublicKey(publicKey: Uint8Array): Promise<boolean> {
    if (!isSoundPoint(publicKey)) return false;
    return primeOrder.get(publicKey) ?? primeOrder.set(publicKey, await engine.isPrimeOrder(publicKey));
  }
  return {
    checkPublicKey,
    verifySignature: async (publicKey, bytes, signature) =>
      isSoundSignature(signature) && (await checkPublicKey(publicKey)) && engine.verify(publicKey, bytes, signature),
  };
}

/** 64 bytes, S below L, R canonical and not of small order. */
function isSoundSignature(signature: Uint8Array): boolean {
  return (
    signature.length === 64 &&
    isBelow(signature.subarray(32), groupOrder, 0xff) &&
    isSoundPoint(signature.subarray(0, 32))
  );
}

/** 32 bytes, y below the prime and none of the y of small order: those with x = 0 are among them, so the sign bit needs no look of its own. */
function isSoundPoint(point: Uint8Array): boolean {
  return point.length === 32 && isBelow(point, fieldPrime, 0x7f) && !smallOrderYs.some((y) => isSameY(point, y));
}

/** Whether little-endian `number`, its last byte masked, is below `limit`. */
function isBelow(number: Uint8Array, limit: Uint8Array, lastByteMask: number): boolean {
  for (let i = 31; i >= 0; i--) {
    const byte = (number[i] as number) & (i === 31 ? lastByteMask : 0xff);
    if (byte !== limit[i]) return byte < (limit[i] as number);
  }
  return false;
}

function isSameY(point: Uint8Array, y: Uint8Array): boolean {
  return y.every((byte, i) => byte === ((point[i] as number) & (i === 31 ? 0x7f : 0xff)));
}

function fromHex(hex: string): Uint8Array {
  const bytes = hexToBytes(hex);
  if (!bytes.ok) throw new Error('bad constant');
  return bytes.value;
}
