import { expect, test } from 'vitest';
import { decodeInvite, encodeInvite } from './invite-link.ts';

const invite = {
  person: '000102030405060708090a0b0c0d0e0f',
  token: Uint8Array.from({ length: 16 }, (_, i) => 255 - i),
  name: '宮田 由佳',
  kana: 'みやた ゆか',
};

test('an invitation survives its link and fits in a QR that any phone reads', () => {
  const text = encodeInvite(invite);
  expect(decodeInvite(text)).toEqual(invite);
  expect(text).toMatch(/^[\w-]+$/);
  expect(text.length).toBeLessThan(120);
});

test('a link that was cut off is no invitation', () => {
  const text = encodeInvite(invite);
  for (let length = 0; length < text.length; length += 1) expect(decodeInvite(text.slice(0, length))).toBeNull();
  expect(decodeInvite(`${text}A`)).toBeNull();
  expect(decodeInvite('いいえ')).toBeNull();
});
