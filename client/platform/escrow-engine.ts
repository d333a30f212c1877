import type { EscrowEngine } from '../../shared/protocol/escrow.ts';
import { findSubtle, toOwned } from './engine-webcrypto.ts';
import { createWebCryptoSealEngine } from './seal-engine.ts';

/** PBKDF2 and AES-GCM by the browser, or by the pure engine over plain http. */
export function createEscrowEngine(subtle = findSubtle()): EscrowEngine {
  return {
    ...createWebCryptoSealEngine(subtle),
    async stretch(passphrase, salt, rounds) {
      if (!subtle) {
        const { stretchByNoble } = await import('../../shared/protocol/stretch-noble.ts');
        return stretchByNoble(passphrase, salt, rounds);
      }
      const key = await subtle.importKey('raw', toOwned(passphrase), 'PBKDF2', false, ['deriveBits']);
      const how = { name: 'PBKDF2', hash: 'SHA-256', salt: toOwned(salt), iterations: rounds };
      return new Uint8Array(await subtle.deriveBits(how, key, 256));
    },
  };
}
