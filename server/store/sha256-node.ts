import { createHash } from 'node:crypto';
import type { Sha256 } from '../../shared/protocol/hash.ts';

/** SHA-256 by OpenSSL: for the server, where it is faster than the pure one. */
export const sha256Node: Sha256 = (bytes) => createHash('sha256').update(bytes).digest();
