import { gcm } from '@noble/ciphers/aes.js';
import { x25519 } from '@noble/curves/ed25519.js';
import { isZero, type AgreementKey, type SealEngine } from './seal-engine.ts';

/**
 * The pure engine, for browsers without X25519 and pages without WebCrypto; `random` gives the secrets of fresh keys. In the client only a dynamic
 * import may bring it. JavaScript cannot keep time constant: prefer the platform's.
 */
export function createNobleSealEngine(random: (count: number) => Uint8Array): SealEngine {
  return {
    makeKey: async () => openNobleKey(random(32)),
    seal: async (key, nonce, additional, plain) => gcm(key, nonce, additional).encrypt(plain),
    async open(key, nonce, additional, ciphertext) {
      try {
        return gcm(key, nonce, additional).decrypt(ciphertext);
      } catch {
        // Too short, or the tag is another's: noble says both by throwing.
        return null;
      }
    },
  };
}

/** The key of 32 secret bytes (RFC 7748 §5; they are clamped in use). Throws for another length. */
export function openNobleKey(secret: Uint8Array): AgreementKey {
  const own = secret.slice();
  return {
    publicKey: x25519.getPublicKey(own),
    async agree(publicKey) {
      try {
        const shared = x25519.getSharedSecret(own, publicKey);
        return isZero(shared) ? null : shared;
      } catch {
        // noble throws for points of small order; another length is the caller's error, and gives no shared bytes either.
        return null;
      }
    },
  };
}

/** The sealing half of a device's keys where a secret is its 32 bytes (`KeyPort` in shared/device). Throws for a secret that is none. */
export function sealingFromBytes(random: (count: number) => Uint8Array) {
  const open = (secret: unknown): AgreementKey => {
    if (!(secret instanceof Uint8Array) || secret.length !== 32)
      throw new TypeError('not a sealing key of this device');
    return openNobleKey(secret);
  };
  const toKey = (secret: Uint8Array) => ({ secret, publicKey: open(secret).publicKey });
  return {
    makeSealing: async () => toKey(random(32)),
    openSealing: async (secret: unknown) => open(secret),
    sealingFromSeed: async (seed: Uint8Array) => toKey(seed.slice()),
  };
}
