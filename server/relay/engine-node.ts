import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { nobleEngine } from '../../shared/protocol/engine-noble.ts';
import { createKeyCache } from '../../shared/protocol/key-cache.ts';
import type { Signer, VerifyEngine } from '../../shared/protocol/sign.ts';

// RFC 8410 §7: everything before the seed of an Ed25519 private key.
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * Ed25519 by node:crypto (OpenSSL), 110 µs a signature: where `sodium-native` has no binary. OpenSSL has no test of the subgroup, noble does
 * it once a key. Keys come in as JWK, 6 µs against 79 µs for DER, and the last 4,096 are kept.
 */
export function createNodeEngine(): VerifyEngine<boolean> {
  const keys = createKeyCache<KeyObject>(4096);
  return {
    isPrimeOrder: nobleEngine.isPrimeOrder,
    verify(publicKey, bytes, signature) {
      const key = keys.get(publicKey) ?? keys.set(publicKey, importPublicKey(publicKey));
      return verify(null, bytes, key, signature);
    },
  };
}

/** A key from its 32-byte seed (RFC 8032 §5.1.5), signing in constant time. Throws for another length. */
export function createNodeSigner(seed: Uint8Array): Signer<Uint8Array> {
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x ?? '', 'base64url');
  return { publicKey: new Uint8Array(publicKey), sign: (bytes) => new Uint8Array(sign(null, bytes, key)) };
}

function importPublicKey(publicKey: Uint8Array): KeyObject {
  const x = Buffer.from(publicKey).toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}
