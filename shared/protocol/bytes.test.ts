import { expect, test } from 'vitest';
import {
  base64urlToBytes,
  bytesToBase64url,
  bytesToHex,
  compareBytes,
  concatBytes,
  decodeUtf8,
  encodeUtf8,
  equalBytes,
  hexToBytes,
  isWellFormedText,
} from './bytes.ts';
import { createSeeded } from './seeded.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);

test('parts are joined in order into an array of its own', () => {
  const part = bytes(2, 3);
  const whole = concatBytes(bytes(1), part, bytes(), bytes(4));
  part[0] = 9;
  expect(whole).toEqual(bytes(1, 2, 3, 4));
});

test('equality looks at length and every byte', () => {
  expect(equalBytes(bytes(1, 2), bytes(1, 2))).toBe(true);
  expect(equalBytes(bytes(1, 2), bytes(1, 3))).toBe(false);
  expect(equalBytes(bytes(1, 2), bytes(1, 2, 0))).toBe(false);
});

test('order is bytewise and puts a prefix first', () => {
  const sorted = [bytes(), bytes(0), bytes(0, 0), bytes(1), bytes(127), bytes(128), bytes(255)];
  expect([...sorted].reverse().sort(compareBytes)).toEqual(sorted);
});

test('hex has one writing', () => {
  expect(bytesToHex(bytes(0, 15, 171))).toBe('000fab');
  expect(hexToBytes('000fab')).toEqual({ ok: true, value: bytes(0, 15, 171) });
  for (const bad of ['0', 'AB', '0g', ' 0', '0x', '００'])
    expect(hexToBytes(bad), bad).toEqual({ ok: false, error: { code: 'bad-hex' } });
});

test('base64url follows the examples of RFC 4648 without padding', () => {
  const texts = ['', 'Zg', 'Zm8', 'Zm9v', 'Zm9vYg', 'Zm9vYmE', 'Zm9vYmFy'];
  texts.forEach((text, length) => {
    expect(bytesToBase64url(encodeUtf8('foobar'.slice(0, length)))).toBe(text);
    expect(base64urlToBytes(text)).toEqual({ ok: true, value: encodeUtf8('foobar'.slice(0, length)) });
  });
  expect(bytesToBase64url(bytes(251, 255))).toBe('-_8');
});

test('base64url refuses padding, the other alphabet, spare bits and impossible lengths', () => {
  for (const bad of ['Zg==', 'Zh', 'Zm9=', '+/8', 'Z', 'Zm9vY', 'Zm 8', 'Zm8\n', 'é', '😀'])
    expect(base64urlToBytes(bad), bad).toEqual({ ok: false, error: { code: 'bad-base64url' } });
});

test('random bytes survive hex and base64url', () => {
  const seed = 1;
  const random = createSeeded(seed);
  for (let round = 0; round < 500; round++) {
    const value = random.bytes(random.int(40));
    expect(hexToBytes(bytesToHex(value)), `seed ${seed}`).toEqual({ ok: true, value });
    expect(base64urlToBytes(bytesToBase64url(value)), `seed ${seed}`).toEqual({ ok: true, value });
  }
});

test('text with a lone surrogate has no bytes', () => {
  expect(isWellFormedText('無事です😀')).toBe(true);
  for (const bad of ['\ud83d', '\ude00', 'a\ude00\ud83d', '\ud83d\ud83d\ude00']) {
    expect(isWellFormedText(bad)).toBe(false);
    expect(() => encodeUtf8(bad)).toThrow('lone surrogate');
  }
});

test('UTF-8 is read strictly and keeps a byte order mark', () => {
  expect(decodeUtf8(encodeUtf8('無事です😀'))).toEqual({ ok: true, value: '無事です😀' });
  expect(decodeUtf8(bytes(0xef, 0xbb, 0xbf, 0x61))).toEqual({ ok: true, value: '\ufeffa' });
  const bad = [
    [0x80],
    [0xc0, 0x80],
    [0xe3, 0x81],
    [0xed, 0xa0, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0xff],
    [0xf0, 0x82, 0x82, 0xac],
  ];
  for (const values of bad)
    expect(decodeUtf8(bytes(...values)), String(values)).toEqual({ ok: false, error: { code: 'bad-utf8' } });
});
