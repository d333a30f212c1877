import { createKeyCache } from '../../shared/protocol/key-cache.ts';
import type { VerifyEngine } from '../../shared/protocol/sign.ts';

/**
 * Ed25519 by the browser. Where it has none (browsers before 2025, pages without WebCrypto) the pure engine is fetched once and takes over;
 * it is fetched for the subgroup of a new key too, which WebCrypto cannot test. Imported keys are kept, the last 1,024.
 * Offline the fetch is answered by the worker's cache; when it fails the promise rejects and no verdict is given.
 */
export function createWebCryptoEngine(subtle = findSubtle()): VerifyEngine<Promise<boolean>> {
  const keys = createKeyCache<CryptoKey>(1024);
  const isUsable = hasEd25519(subtle);
  return {
    isPrimeOrder: async (publicKey) => (await loadNoble()).nobleEngine.isPrimeOrder(publicKey),
    async verify(publicKey, bytes, signature) {
      if (subtle === null || !(await isUsable))
        return (await loadNoble()).nobleEngine.verify(publicKey, bytes, signature);
      const key = keys.get(publicKey) ?? keys.set(publicKey, await importPublicKey(subtle, publicKey));
      return subtle.verify('Ed25519', key, toOwned(signature), toOwned(bytes));
    },
  };
}

/** WebCrypto, which pages over plain http do not have. */
export function findSubtle(): SubtleCrypto | null {
  return (globalThis.crypto?.subtle as SubtleCrypto | undefined) ?? null;
}

/** Whether `subtle` knows Ed25519, tried with a real key: there is no other way to ask. */
export async function hasEd25519(subtle: SubtleCrypto | null): Promise<boolean> {
  const basePoint = new Uint8Array(32).fill(0x66);
  basePoint[0] = 0x58;
  try {
    return subtle !== null && (await importPublicKey(subtle, basePoint)).type === 'public';
  } catch {
    return false;
  }
}

/** The pure engine, fetched when first needed. */
export function loadNoble(): Promise<typeof import('../../shared/protocol/engine-noble.ts')> {
  return import('../../shared/protocol/engine-noble.ts');
}

/** WebCrypto's types want bytes that no other thread shares; ours never are. */
export function toOwned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>;
}

function importPublicKey(subtle: SubtleCrypto, publicKey: Uint8Array): Promise<CryptoKey> {
  return subtle.importKey('raw', toOwned(publicKey), 'Ed25519', false, ['verify']);
}
