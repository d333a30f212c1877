import type { KeyPort } from '../../shared/device/ports.ts';
import { generateSealingKey, importSealingSeed, openSealingKey, type StoredSealingKey } from './seal-engine.ts';
import { generateSigningKey, importSigningSeed, openSigner, type StoredSigningKey } from './signing-key.ts';

/** Keys that stay in this browser. */
export const browserKeys: KeyPort = {
  makeSigning: async () => toPair(await generateSigningKey()),
  openSigning: (secret) => openSigner(asKey<StoredSigningKey>(secret)),
  makeSealing: async () => toPair(await generateSealingKey()),
  openSealing: (secret) => openSealingKey(asKey<StoredSealingKey>(secret)),
  signingFromSeed: async (seed) => toPair(await importSigningSeed(seed)),
  sealingFromSeed: async (seed) => toPair(await importSealingSeed(seed)),
};

function toPair<Key extends { readonly publicKey: Uint8Array }>(key: Key) {
  return { secret: key, publicKey: key.publicKey };
}

function asKey<Key>(secret: unknown): Key {
  if (typeof secret === 'object' && secret !== null && 'publicKey' in secret && 'secret' in secret) {
    return secret as Key;
  }
  throw new TypeError('not a key that this device kept');
}
