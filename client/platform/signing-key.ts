import { base64urlToBytes, concatBytes } from '../../shared/protocol/bytes.ts';
import type { Signer } from '../../shared/protocol/sign.ts';
import { findSubtle, hasEd25519, loadNoble, toOwned } from './engine-webcrypto.ts';

/**
 * A signing key as IndexedDB can hold it: a key that cannot leave the browser where WebCrypto has Ed25519, else the 32-byte seed itself,
 * which whoever reads the profile's files can copy.
 */
export type StoredSigningKey = { readonly publicKey: Uint8Array; readonly secret: CryptoKey | Uint8Array };

// RFC 8410 §7: everything before the seed of an Ed25519 private key.
const pkcs8Prefix = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20);

/** A new key from the browser's own randomness. Needs no network once the pure engine is cached. */
export async function generateSigningKey(subtle = findSubtle()): Promise<StoredSigningKey> {
  if (subtle === null || !(await hasEd25519(subtle)))
    return importSigningSeed(crypto.getRandomValues(new Uint8Array(32)), subtle);
  const pair = (await subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair;
  if (!canBeKept(pair.privateKey)) return generateSigningKey(null);
  return { publicKey: new Uint8Array(await subtle.exportKey('raw', pair.publicKey)), secret: pair.privateKey };
}

/**
 * Whether a database gives such a key back. WebKitGTK 2.50 makes X25519 keys and puts them away, and what was put away is null when it is read again; a copy
 * as for the database shows it at once.
 */
export function canBeKept(key: CryptoKey): boolean {
  try {
    return structuredClone(key) instanceof CryptoKey;
  } catch (reason) {
    console.info('This browser cannot keep such a key.', reason);
    return false;
  }
}

/** The key of a 32-byte seed (RFC 8032 §5.1.5), for keys that come from words; the same seed gives the same key everywhere. The caller forgets the seed. */
export async function importSigningSeed(seed: Uint8Array, subtle = findSubtle()): Promise<StoredSigningKey> {
  if (seed.length !== 32) throw new RangeError(`a seed has 32 bytes, not ${seed.length}`);
  if (subtle === null || !(await hasEd25519(subtle))) {
    const { createNobleSigner } = await loadNoble();
    return { publicKey: createNobleSigner(seed).publicKey, secret: seed.slice() };
  }
  const pkcs8 = concatBytes(pkcs8Prefix, seed);
  // Only an extractable key tells its public half; it is dropped at once for one that cannot be read.
  const readable = await subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign']);
  const publicKey = base64urlToBytes((await subtle.exportKey('jwk', readable)).x ?? '');
  if (!publicKey.ok) throw new Error('the browser gave a key without its public half');
  return { publicKey: publicKey.value, secret: await subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']) };
}

/** A signer over a stored key. `sign` rejects only when the browser fails. */
export async function openSigner({ publicKey, secret }: StoredSigningKey): Promise<Signer> {
  if (secret instanceof Uint8Array) return (await loadNoble()).createNobleSigner(secret);
  return {
    publicKey,
    sign: async (bytes) => new Uint8Array(await crypto.subtle.sign('Ed25519', secret, toOwned(bytes))),
  };
}
