import { base64urlToBytes } from '../../shared/protocol/bytes.ts';
import type { AgreementKey, SealEngine } from '../../shared/protocol/seal-engine.ts';
import { isZero } from '../../shared/protocol/seal-engine.ts';
import { findSubtle, toOwned } from './engine-webcrypto.ts';
import { randomBytes } from './random.ts';
import { canBeKept } from './signing-key.ts';

/** A sealing key as IndexedDB can hold it: out of reach where the browser has X25519, else its 32 bytes. */
export type StoredSealingKey = { readonly publicKey: Uint8Array; readonly secret: CryptoKey | Uint8Array };

// RFC 8410 §7: everything before the secret of an X25519 key.
const pkcs8Prefix = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x6e, 4, 0x22, 4, 0x20);

/**
 * X25519 and AES-GCM by the browser. What it has not (X25519 before 2025, all of it over plain http) the pure engine does, fetched when first needed;
 * offline the worker's cache answers that.
 */
export function createWebCryptoSealEngine(subtle = findSubtle()): SealEngine {
  async function importAes(crypto: SubtleCrypto, key: Uint8Array): Promise<CryptoKey> {
    return crypto.importKey('raw', toOwned(key), 'AES-GCM', false, ['encrypt', 'decrypt']);
  }
  return {
    makeKey: async () => openSealingKey(await generateSealingKey(subtle), subtle),
    async seal(key, nonce, additional, plain) {
      if (!subtle) return (await nobleEngine()).seal(key, nonce, additional, plain);
      const algorithm = { name: 'AES-GCM', iv: toOwned(nonce), additionalData: toOwned(additional) };
      return new Uint8Array(await subtle.encrypt(algorithm, await importAes(subtle, key), toOwned(plain)));
    },
    async open(key, nonce, additional, ciphertext) {
      if (!subtle) return (await nobleEngine()).open(key, nonce, additional, ciphertext);
      const algorithm = { name: 'AES-GCM', iv: toOwned(nonce), additionalData: toOwned(additional) };
      const imported = await importAes(subtle, key);
      try {
        return new Uint8Array(await subtle.decrypt(algorithm, imported, toOwned(ciphertext)));
      } catch (reason) {
        // Another's tag; anything else is the browser's own trouble.
        if (reason instanceof DOMException && reason.name === 'OperationError') return null;
        throw reason;
      }
    },
  };
}

/** A new key; it cannot be read out where the browser has X25519. */
export async function generateSealingKey(subtle = findSubtle()): Promise<StoredSealingKey> {
  const pair = await tryX25519(
    () => subtle?.generateKey('X25519', false, ['deriveBits']) as Promise<CryptoKeyPair> | undefined,
  );
  if (!pair || !subtle || !canBeKept(pair.privateKey)) return importSealingSeed(randomBytes(32), null);
  return { publicKey: new Uint8Array(await subtle.exportKey('raw', pair.publicKey)), secret: pair.privateKey };
}

/** The key of 32 secret bytes, for keys that come from words; the same bytes give the same key everywhere. The caller forgets the bytes. */
export async function importSealingSeed(seed: Uint8Array, subtle = findSubtle()): Promise<StoredSealingKey> {
  if (seed.length !== 32) throw new RangeError(`a seed has 32 bytes, not ${seed.length}`);
  const pkcs8 = new Uint8Array([...pkcs8Prefix, ...seed]);
  // Only an extractable key tells its public half; it is dropped at once for one that cannot be read.
  const readable = await tryX25519(() => subtle?.importKey('pkcs8', pkcs8, 'X25519', true, ['deriveBits']));
  if (!readable || !subtle)
    return { publicKey: (await loadNoble()).openNobleKey(seed).publicKey, secret: seed.slice() };
  const publicKey = base64urlToBytes((await subtle.exportKey('jwk', readable)).x ?? '');
  if (!publicKey.ok) throw new Error('the browser gave a key without its public half');
  const secret = await subtle.importKey('pkcs8', pkcs8, 'X25519', false, ['deriveBits']);
  return { publicKey: publicKey.value, secret: canBeKept(secret) ? secret : seed.slice() };
}

/** A stored key in use. */
export async function openSealingKey(
  { publicKey, secret }: StoredSealingKey,
  subtle = findSubtle(),
): Promise<AgreementKey> {
  if (secret instanceof Uint8Array) return (await loadNoble()).openNobleKey(secret);
  if (!subtle) throw new Error('a key of WebCrypto on a page without it');
  return {
    publicKey,
    async agree(other) {
      try {
        const key = await subtle.importKey('raw', toOwned(other), 'X25519', false, []);
        const shared = new Uint8Array(await subtle.deriveBits({ name: 'X25519', public: key }, secret, 256));
        return isZero(shared) ? null : shared;
      } catch (reason) {
        // Browsers refuse points of small order and keys of another length in these words.
        if (reason instanceof DOMException && ['OperationError', 'DataError'].includes(reason.name)) return null;
        throw reason;
      }
    },
  };
}

/** What `ask` gives, or undefined in a browser that does not know X25519: there is no other way to find out. */
async function tryX25519<T>(ask: () => Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await ask();
  } catch (reason) {
    if (reason instanceof DOMException || reason instanceof TypeError) return undefined;
    throw reason;
  }
}

function loadNoble(): Promise<typeof import('../../shared/protocol/seal-noble.ts')> {
  return import('../../shared/protocol/seal-noble.ts');
}

async function nobleEngine(): Promise<SealEngine> {
  return (await loadNoble()).createNobleSealEngine(randomBytes);
}
