import { createNobleSigner } from '../protocol/engine-noble.ts';
import { sealingFromBytes } from '../protocol/seal-noble.ts';
import type { KeyPort } from '../device/ports.ts';
import type { Signer } from '../protocol/sign.ts';

/** Real keys, Ed25519 and X25519, from seeds that `random` gives. Node signs five times faster with its own. */
export function createSeededKeys(
  random: (count: number) => Uint8Array,
  createSigner: (seed: Uint8Array) => Signer = createNobleSigner,
): KeyPort {
  return {
    async makeSigning() {
      const seed = random(32);
      return { secret: seed, publicKey: createSigner(seed).publicKey };
    },
    async openSigning(secret): Promise<Signer> {
      if (!(secret instanceof Uint8Array)) throw new TypeError('not a seed');
      return createSigner(secret);
    },
    signingFromSeed: async (seed) => ({ secret: seed.slice(), publicKey: createSigner(seed).publicKey }),
    ...sealingFromBytes(random),
  };
}
