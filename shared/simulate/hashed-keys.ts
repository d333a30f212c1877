import { compareBytes, concatBytes, encodeUtf8, equalBytes } from '../protocol/bytes.ts';
import { isZero, type AgreementKey, type SealEngine } from '../protocol/seal-engine.ts';
import { createNobleSealEngine } from '../protocol/seal-noble.ts';
import { sha256 } from '../protocol/hash.ts';
import type { Signer, Verifier } from '../protocol/sign.ts';
import type { KeyPort } from '../device/ports.ts';

/**
 * Keys for simulations of thousands of runs, where real ones would take a thousand times as long: the "signature" of a message is a hash
 * of the public key and the message. Anyone could forge it, so nothing that tests forgery uses it; who forges in a simulation uses wrong bytes.
 */
export function createHashedKeys(random: (count: number) => Uint8Array): KeyPort {
  return {
    async makeSigning() {
      const publicKey = random(32);
      return { secret: publicKey, publicKey };
    },
    async openSigning(secret): Promise<Signer> {
      if (!(secret instanceof Uint8Array)) throw new TypeError('not a key of a simulation');
      return { publicKey: secret, sign: (bytes) => hashedSignature(secret, bytes) };
    },
    signingFromSeed: async (seed) => ({ secret: seed.slice(), publicKey: seed.slice() }),
    async makeSealing() {
      const publicKey = random(32);
      return { secret: publicKey, publicKey };
    },
    async openSealing(secret) {
      if (!(secret instanceof Uint8Array)) throw new TypeError('not a key of a simulation');
      return openHashedSealing(secret);
    },
    sealingFromSeed: async (seed) => ({ secret: seed.slice(), publicKey: seed.slice() }),
  };
}

/** The sealing that goes with `createHashedKeys`: real AES-GCM, under keys that two public keys agree on by a hash. */
export function createHashedSeals(random: (count: number) => Uint8Array): SealEngine {
  return { ...createNobleSealEngine(random), makeKey: async () => openHashedSealing(random(32)) };
}

function openHashedSealing(publicKey: Uint8Array): AgreementKey {
  return {
    publicKey,
    async agree(other) {
      if (isZero(other)) return null;
      return sha256(compareBytes(publicKey, other) < 0 ? concatBytes(publicKey, other) : concatBytes(other, publicKey));
    },
  };
}

/** The verifier that goes with `createHashedKeys`. */
export const hashedVerifier: Verifier<boolean> = {
  checkPublicKey: (publicKey) => publicKey.length === 32,
  verifySignature: (publicKey, bytes, signature) => equalBytes(hashedSignature(publicKey, bytes), signature),
};

const tag = encodeUtf8('simulated signature');

function hashedSignature(publicKey: Uint8Array, bytes: Uint8Array): Uint8Array {
  const half = sha256(concatBytes(tag, publicKey, bytes));
  return concatBytes(half, half);
}
