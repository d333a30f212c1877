import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';

/** SHA-256 (FIPS 180-4) of whole bytes: 32 new bytes, synchronous. A port, so that a server can put in node:crypto's. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** A SHA-256 taken in parts; `digest` ends it. */
export type Sha256Stream = { update(bytes: Uint8Array): void; digest(): Uint8Array };

/** The pure SHA-256 that works everywhere, also where a page has no WebCrypto (plain http). In bulk faster than one `subtle.digest` an entry. */
export const sha256: Sha256 = (bytes) => nobleSha256(bytes);

/** A pure SHA-256 over parts that are not at hand at once. `digest` may be called once. */
export function createSha256Stream(): Sha256Stream {
  const hash = nobleSha256.create();
  return {
    update(bytes) {
      hash.update(bytes);
    },
    digest: () => hash.digest(),
  };
}
