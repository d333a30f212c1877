import { concatBytes, encodeUtf8 } from './bytes.ts';
import { hkdfExpand, hkdfExtract } from './hkdf.ts';
import type { AgreementKey, SealEngine } from './seal-engine.ts';

/** An AEAD of RFC 9180 §7.3: its number and the bytes of its key. The protocol uses `aes256`; the RFC's vectors for X25519 need others. */
export type Aead = { readonly id: number; readonly keyBytes: number };
export const aes128: Aead = { id: 1, keyBytes: 16 };
export const aes256: Aead = { id: 2, keyBytes: 32 };

/** What HPKE adds to a message: a public key for one use. */
export const encapsulatedBytes = 32;
/** What AES-GCM adds: its tag. */
export const tagBytes = 16;

/** A message sealed to one public key. */
export type Sealed = { readonly encapsulated: Uint8Array; readonly ciphertext: Uint8Array };

/** Key and nonce of a context (RFC 9180 §5.1). */
export type KeySchedule = { readonly key: Uint8Array; readonly nonce: Uint8Array };

const none = new Uint8Array();
const version = encodeUtf8('HPKE-v1');
const kemId = 0x0020;
const kdfId = 0x0001;
const kemSuite = concatBytes(encodeUtf8('KEM'), twoBytes(kemId));

/**
 * HPKE of RFC 9180, base mode, single shot (§6.1), DHKEM(X25519, HKDF-SHA256) and HKDF-SHA256: only who holds the secret of `publicKey` can read
 * `plain`; who sealed it is not said. `info` and `additional` must be the same at the opening. Two sealings of the same differ. Null for a public key of
 * small order, to which nothing can be sealed.
 */
export async function sealTo(
  engine: SealEngine,
  publicKey: Uint8Array,
  info: Uint8Array,
  additional: Uint8Array,
  plain: Uint8Array,
  aead: Aead = aes256,
): Promise<Sealed | null> {
  const once = await engine.makeKey();
  const shared = await once.agree(publicKey);
  if (!shared) return null;
  const { key, nonce } = scheduleKeys(encapsulate(shared, once.publicKey, publicKey), info, aead);
  return { encapsulated: once.publicKey, ciphertext: await engine.seal(key, nonce, additional, plain) };
}

/** What `sealTo` sealed to the key that `own` is the secret of, or null when anything is another's. */
export async function openSealed(
  engine: SealEngine,
  own: AgreementKey,
  { encapsulated, ciphertext }: Sealed,
  info: Uint8Array,
  additional: Uint8Array,
  aead: Aead = aes256,
): Promise<Uint8Array | null> {
  const shared = await own.agree(encapsulated);
  if (!shared) return null;
  const { key, nonce } = scheduleKeys(encapsulate(shared, encapsulated, own.publicKey), info, aead);
  return engine.open(key, nonce, additional, ciphertext);
}

/** The KEM's shared secret (§4.1) from the shared bytes of X25519 and both public keys. */
export function encapsulate(shared: Uint8Array, encapsulated: Uint8Array, publicKey: Uint8Array): Uint8Array {
  const secret = labeledExtract(kemSuite, none, 'eae_prk', shared);
  return labeledExpand(kemSuite, secret, 'shared_secret', concatBytes(encapsulated, publicKey), 32);
}

/** Key and nonce of the first message under a shared secret (§5.1, base mode: no PSK). */
export function scheduleKeys(sharedSecret: Uint8Array, info: Uint8Array, aead: Aead): KeySchedule {
  const suite = concatBytes(encodeUtf8('HPKE'), twoBytes(kemId), twoBytes(kdfId), twoBytes(aead.id));
  const context = concatBytes(
    Uint8Array.of(0),
    labeledExtract(suite, none, 'psk_id_hash', none),
    labeledExtract(suite, none, 'info_hash', info),
  );
  const secret = labeledExtract(suite, sharedSecret, 'secret', none);
  return {
    key: labeledExpand(suite, secret, 'key', context, aead.keyBytes),
    nonce: labeledExpand(suite, secret, 'base_nonce', context, 12),
  };
}

function labeledExtract(suite: Uint8Array, salt: Uint8Array, label: string, input: Uint8Array): Uint8Array {
  return hkdfExtract(salt, concatBytes(version, suite, encodeUtf8(label), input));
}

function labeledExpand(suite: Uint8Array, secret: Uint8Array, label: string, info: Uint8Array, length: number) {
  return hkdfExpand(secret, concatBytes(twoBytes(length), version, suite, encodeUtf8(label), info), length);
}

function twoBytes(number: number): Uint8Array {
  return Uint8Array.of(number >> 8, number & 0xff);
}
