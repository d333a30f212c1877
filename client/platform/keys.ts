import type { KeyPort } from '../../shared/device/ports.ts';
import { findSubtle, toOwned } from './engine-webcrypto.ts';
import { generateSigningKey, openSigner, type StoredSigningKey } from './signing-key.ts';

/** A sealing key as IndexedDB can hold it: out of reach where the browser has X25519, else its 32 bytes. */
export type StoredSealingKey = { readonly publicKey: Uint8Array; readonly secret: CryptoKey | Uint8Array };

/** Keys that stay in this browser. */
export const browserKeys: KeyPort = {
  async makeSigning() {
    const key = await generateSigningKey();
    return { secret: key, publicKey: key.publicKey };
  },
  openSigning: (secret) => openSigner(asSigningKey(secret)),
  async makeSealing() {
    const key = await generateSealingKey();
    return { secret: key, publicKey: key.publicKey };
  },
};

async function generateSealingKey(): Promise<StoredSealingKey> {
  const subtle = findSubtle();
  try {
    if (subtle) {
      const pair = (await subtle.generateKey('X25519', false, ['deriveBits'])) as CryptoKeyPair;
      return { publicKey: new Uint8Array(await subtle.exportKey('raw', pair.publicKey)), secret: pair.privateKey };
    }
  } catch (reason) {
    // Browsers before 2025 do not know X25519; there is no other way to ask.
    if (!(reason instanceof DOMException) && !(reason instanceof TypeError)) throw reason;
  }
  const { x25519 } = await import('@noble/curves/ed25519.js');
  const secret = toOwned(x25519.utils.randomSecretKey());
  return { publicKey: x25519.getPublicKey(secret), secret };
}

function asSigningKey(secret: unknown): StoredSigningKey {
  if (typeof secret === 'object' && secret !== null && 'publicKey' in secret && 'secret' in secret) {
    return secret as StoredSigningKey;
  }
  throw new TypeError('not a key that this device kept');
}
