import { createNobleSigner } from '../protocol/engine-noble.ts';
import type { KeyPort } from '../device/ports.ts';
import type { Signer } from '../protocol/sign.ts';

/** Real Ed25519 keys from seeds that `random` gives. Sealing keys are random bytes: nothing is sealed in what these devices do. */
export function createSeededKeys(random: (count: number) => Uint8Array): KeyPort {
  return {
    async makeSigning() {
      const seed = random(32);
      return { secret: seed, publicKey: createNobleSigner(seed).publicKey };
    },
    async openSigning(secret): Promise<Signer> {
      if (!(secret instanceof Uint8Array)) throw new TypeError('not a seed');
      return createNobleSigner(secret);
    },
    async makeSealing() {
      return { secret: random(32), publicKey: random(32) };
    },
  };
}
