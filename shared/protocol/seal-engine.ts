/** A secret X25519 key in use (RFC 7748). */
export type AgreementKey = {
  readonly publicKey: Uint8Array;
  /** The 32 shared bytes with another's public key, or null for one of small order, with which everybody shares the same (RFC 9180 §7.1.4). */
  agree(publicKey: Uint8Array): Promise<Uint8Array | null>;
};

/** X25519 and AES-GCM as a platform has them. Rejects only when the platform fails. */
export type SealEngine = {
  /** A fresh key of the platform's randomness, for one message. */
  makeKey(): Promise<AgreementKey>;
  /** AES-GCM (NIST SP 800-38D) with a tag of 16 bytes behind the ciphertext. `key` has 16 or 32 bytes, `nonce` 12. */
  seal(key: Uint8Array, nonce: Uint8Array, additional: Uint8Array, plain: Uint8Array): Promise<Uint8Array>;
  /** What was sealed, or null when key, nonce, additional bytes or ciphertext are not those of the sealing. */
  open(key: Uint8Array, nonce: Uint8Array, additional: Uint8Array, ciphertext: Uint8Array): Promise<Uint8Array | null>;
};

/** Whether bytes are all zero. */
export function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}
