import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, encodeUtf8 } from './bytes.ts';

/** HKDF-Extract with SHA-256 (RFC 5869 §2.2): 32 bytes. */
export function hkdfExtract(salt: Uint8Array, input: Uint8Array): Uint8Array {
  return extract(sha256, input, salt);
}

/** HKDF-Expand with SHA-256 (RFC 5869 §2.3). Throws for more than 8,160 bytes. */
export function hkdfExpand(secret: Uint8Array, info: Uint8Array, length: number): Uint8Array {
  return expand(sha256, secret, info, length);
}

/** 32 bytes for one purpose, named by its domain string, from a secret that serves several. */
export function deriveSecret(secret: Uint8Array, domain: string, context: Uint8Array = new Uint8Array()): Uint8Array {
  return hkdfExpand(hkdfExtract(new Uint8Array(), secret), concatBytes(encodeUtf8(domain), context), 32);
}
