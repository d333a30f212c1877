import type { KeyPort } from '../../shared/device/ports.ts';
import { generateSealingKey } from './seal-engine.ts';
import { generateSigningKey, openSigner, type StoredSigningKey } from './signing-key.ts';

/** Keys that stay in this browser. */
export const browserKeys: KeyPort = {
  async makeSigning() {
    const key = await generateSigningKey();
    return { secret: key, publicKey: key.publicKey };
  },
  openSigning: (secret) => openSigner(asKey<StoredSigningKey>(secret)),
  async makeSealing() {
    const key = await generateSealingKey();
    return { secret: key, publicKey: key.publicKey };
  },
};

function asKey<Key>(secret: unknown): Key {
  if (typeof secret === 'object' && secret !== null && 'publicKey' in secret && 'secret' in secret) {
    return secret as Key;
  }
  throw new TypeError('not a key that this device kept');
}
