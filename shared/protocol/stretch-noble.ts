import { pbkdf2Async } from '@noble/hashes/pbkdf2.js';
import { sha256 } from '@noble/hashes/sha2.js';

/** PBKDF2-HMAC-SHA-256 without WebCrypto, as on a page of plain http: some seconds, with breaks in which the page can be touched. Only a dynamic import may bring it. */
export function stretchByNoble(passphrase: Uint8Array, salt: Uint8Array, rounds: number): Promise<Uint8Array> {
  return pbkdf2Async(sha256, passphrase, salt, { c: rounds, dkLen: 32 });
}
