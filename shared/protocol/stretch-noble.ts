import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import { sha256 } from '@noble/hashes/sha2.js';

/** PBKDF2-HMAC-SHA-256 without WebCrypto, as on a page of plain http: some seconds, for a worker alone. Only a dynamic import may bring it. */
export async function stretchByNoble(passphrase: Uint8Array, salt: Uint8Array, rounds: number): Promise<Uint8Array> {
  return pbkdf2(sha256, passphrase, salt, { c: rounds, dkLen: 32 });
}
