import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const codePattern = /^[A-Za-z0-9_-]{22}$/;

/** An operator's code that makes whoever uses it first known: 6 random bytes that name it and 10 of HMAC-SHA-256 by the server's key, as 22 characters. */
export function makeInviteCode(serverSeed: Uint8Array): string {
  const id = randomBytes(6);
  return Buffer.concat([id, codeOf(serverSeed, id)]).toString('base64url');
}

/** The id of a code that this server's operator made, as hex, or null. */
export function readInviteCode(serverSeed: Uint8Array, code: string): string | null {
  if (!codePattern.test(code)) return null;
  const bytes = Buffer.from(code, 'base64url');
  const id = bytes.subarray(0, 6);
  return timingSafeEqual(codeOf(serverSeed, id), bytes.subarray(6)) ? id.toString('hex') : null;
}

function codeOf(serverSeed: Uint8Array, id: Uint8Array): Buffer {
  const key = createHmac('sha256', serverSeed).update('tayori/1 invite code').digest();
  return createHmac('sha256', key).update(id).digest().subarray(0, 10);
}
