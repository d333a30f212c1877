import { createHmac, timingSafeEqual } from 'node:crypto';
import type { DeviceId } from '../../shared/protocol/ids.ts';
import { createLru } from '../store/lru.ts';

/** Tokens of sessions; see `createSessionTokens`. */
export type SessionTokens = {
  give(device: DeviceId): string;
  /** The device to which the token was given in the last thirty days, or null. */
  read(token: string): DeviceId | null;
};

const dayMs = 86_400_000;
const lifeDays = 30;
const tokenPattern = /^[A-Za-z0-9_-]{38}$/;

/**
 * A token is device ‖ day ‖ 10 bytes of HMAC-SHA-256, in 38 characters: it goes with every request, and 80 bits can only be guessed at online. Nothing is
 * stored, so tokens outlive a restart; whether the device still counts is asked of the directory each time.
 */
export function createSessionTokens(secret: Uint8Array, now: () => number): SessionTokens {
  const key = createHmac('sha256', secret).update('tayori/1 session token').digest();
  const known = createLru<string, { readonly device: DeviceId; readonly day: number }>(100_000);
  const today = () => Math.floor(now() / dayMs);
  const codeOf = (body: Uint8Array) => createHmac('sha256', key).update(body).digest().subarray(0, 10);

  function open(token: string): { device: DeviceId; day: number } | null {
    if (!tokenPattern.test(token)) return null;
    const bytes = Buffer.from(token, 'base64url');
    const body = bytes.subarray(0, 18);
    if (bytes.length !== 28 || !timingSafeEqual(codeOf(body), bytes.subarray(18))) return null;
    return { device: body.toString('hex', 0, 16), day: body.readUInt16LE(16) };
  }

  return {
    give(device) {
      const body = Buffer.concat([Buffer.from(device, 'hex'), Buffer.alloc(2)]);
      body.writeUInt16LE(today() & 0xffff, 16);
      return Buffer.concat([body, codeOf(body)]).toString('base64url');
    },
    read(token) {
      const found = known.get(token) ?? open(token);
      if (found === null) return null;
      const age = today() - found.day;
      if (age < 0 || age > lifeDays) return null;
      known.set(token, found);
      return found.device;
    },
  };
}
