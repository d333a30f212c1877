import { expect, test } from 'vitest';
import { encodeCbor } from '../protocol/cbor-encode.ts';
import { bytesToBase64url } from '../protocol/bytes.ts';
import { decodeInvite, encodeInvite, maxInviters } from './invite-link.ts';

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

test('several people invite together in one link', () => {
  const others = Array.from({ length: maxInviters }, (_, i) => (i + 1).toString(16).padStart(32, '0'));
  const text = encodeInvite({ ...invite, others });
  expect(decodeInvite(text)).toEqual({ ...invite, others });
  expect(text.length).toBeLessThan(600);
});

test('of those who invite together nobody counts twice, and a part that no version knows is passed over', () => {
  const other = 'f'.repeat(32);
  const twice = encodeInvite({ ...invite, others: [other, invite.person, other] });
  expect(decodeInvite(twice)).toEqual({ ...invite, others: [other] });
  const id = new Uint8Array(16);
  for (const part of [new Uint8Array(17), 'words', 7]) {
    const link = bytesToBase64url(encodeCbor([1, id, invite.token, 'a', '', part]));
    expect(decodeInvite(link)).toEqual({ person: '0'.repeat(32), token: invite.token, name: 'a', kana: '' });
  }
});
