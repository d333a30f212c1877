import { randomBytes } from 'node:crypto';
import type { DevicePorts, KeyPort } from '../../shared/device/ports.ts';
import { createReplica } from '../../shared/fold/replica.ts';
import { createNobleSealEngine, sealingFromBytes } from '../../shared/protocol/seal-noble.ts';
import { createVerifier } from '../../shared/protocol/sign.ts';
import { createNodeSigner } from '../relay/engine-node.ts';
import { loadEngine } from '../relay/load-engine.ts';
import { sha256Node } from '../store/sha256-node.ts';
import type { FolderDisk } from './device-disk.ts';

/** Keys as bytes, by the engines of this process. */
export const nodeKeys: KeyPort = {
  async makeSigning() {
    const seed = new Uint8Array(randomBytes(32));
    return { secret: seed, publicKey: createNodeSigner(seed).publicKey };
  },
  async openSigning(secret) {
    if (!(secret instanceof Uint8Array)) throw new TypeError('the storage of this device is damaged: no signing key');
    return createNodeSigner(secret);
  },
  signingFromSeed: async (seed) => ({ secret: seed.slice(), publicKey: createNodeSigner(seed).publicKey }),
  ...sealingFromBytes(random),
};

function random(count: number): Uint8Array {
  return new Uint8Array(randomBytes(count));
}

/** A device without a browser, on the clock of this machine. */
export async function nodePorts(disk: FolderDisk): Promise<DevicePorts> {
  return {
    keys: nodeKeys,
    seals: createNobleSealEngine(random),
    disk,
    verifier: createVerifier(await loadEngine()),
    hash: sha256Node,
    nowMs: Date.now,
    random,
    createFolds: (viewer) => createReplica(viewer),
  };
}
