import { expect, test } from 'vitest';
import { bytesToHex, encodeUtf8, hexToBytes } from './bytes.ts';
import { createSeeded } from './seeded.ts';
import { decodeTextCode, encodeTextCode, textCodeEnd } from './text-code.ts';

function toCode(text: string): string {
  return bytesToHex(encodeTextCode(encodeUtf8(text)));
}

function isAccepted(hex: string): boolean {
  const bytes = hexToBytes(hex);
  if (!bytes.ok) throw new Error(`bad hex ${hex}`);
  return decodeTextCode(bytes.value).ok;
}

test('each form has the bytes of the definition', () => {
  const examples: Record<string, string> = {
    '': '',
    ァヂンー: '0051c24ea9',
    ぁぢん: 'b05162fe',
    無事です: '7521528bd5c8',
    '…～': '4f26a45e',
    '17:30に': 'a531373a33b0d9',
    'a\nb': 'a5610ae2',
    'あ\nい': 'b1afb3',
    é: 'a600e9',
    勿: 'a65352',
    '😀': 'a6dede',
    '❤️': 'a6278ba6eefd',
    '𠮷': 'a6f1020fc4',
  };
  for (const [text, code] of Object.entries(examples)) expect(toCode(text), text).toBe(code);
});

test('every code point of Unicode survives and none gives the end byte', () => {
  let failures = 0;
  for (let codePoint = 0; codePoint < 0x110000; codePoint++) {
    if (codePoint >= 0xd800 && codePoint < 0xe000) continue;
    const utf8 = encodeUtf8(`あ${String.fromCodePoint(codePoint)}`);
    const code = encodeTextCode(utf8);
    const decoded = decodeTextCode(code);
    if (code.includes(textCodeEnd) || !decoded.ok || bytesToHex(decoded.value) !== bytesToHex(utf8)) failures++;
  }
  expect(failures).toBe(0);
});

test('texts of any mixture survive and grow by two bytes at most', () => {
  const seed = 10;
  const random = createSeeded(seed);
  const pieces = [
    '無事',
    'です',
    'ペット',
    '17:30',
    'a\nb',
    '\n',
    '😀',
    'é',
    'Việt',
    '한국',
    '勿',
    '𠮷',
    '\x7f',
    '\0',
    '\ue000',
    '\u{10ffff}',
    '…',
    '２',
    '\ufeff',
  ];
  for (let round = 0; round < 3000; round++) {
    const text = Array.from({ length: random.int(12) }, () => random.pick(pieces)).join('');
    const code = encodeTextCode(encodeUtf8(text));
    expect(decodeTextCode(code), `seed ${seed} ${text}`).toEqual({ ok: true, value: encodeUtf8(text) });
    expect(code.length).toBeLessThanOrEqual(encodeUtf8(text).length + 2);
    expect(code.includes(textCodeEnd)).toBe(false);
  }
});

test('accepted bytes are exactly what writing the text gives', () => {
  const seed = 11;
  const random = createSeeded(seed);
  let accepted = 0;
  for (let round = 0; round < 100_000; round++) {
    const bytes = random.bytes(random.int(7));
    if (bytes.length > 0 && random.chance(0.5)) bytes[0] = random.pick([165, 166]);
    const decoded = decodeTextCode(bytes);
    if (!decoded.ok) continue;
    accepted++;
    expect(bytesToHex(encodeTextCode(decoded.value)), `seed ${seed}`).toBe(bytesToHex(bytes));
  }
  expect(accepted).toBeGreaterThan(10_000);
});

test('another writing of a text, a cut form and the end byte are refused', () => {
  const refused = {
    'the end byte': 'ff',
    'a cut row': '4f',
    'a kana as a row': '5142',
    'ASCII without its end': 'a561',
    'an empty ASCII form': 'a5',
    'two ASCII runs in a row': 'a5e1a5e2',
    'a line feed alone as ASCII': 'a58a',
    'ASCII in digits': 'a60061',
    'a kanji in digits': 'a64e4e',
    'two digits cut off': 'a600',
    'three digits for a short code point': 'a6f1000061',
    'a surrogate': 'a6f100d8d8',
    'beyond Unicode': 'a6f1fefefe',
    'UTF-8 that is not shorter': 'a6fee38182',
    'ill-formed UTF-8': 'a6fe80',
    'UTF-8 later in the text': 'b0a6fe61',
  };
  for (const [name, hex] of Object.entries(refused)) expect(isAccepted(hex), name).toBe(false);
});

test('text in other scripts travels as UTF-8', () => {
  const text = 'Мы в безопасности, всё хорошо';
  expect(encodeTextCode(encodeUtf8(text)).length).toBe(encodeUtf8(text).length + 2);
});

test('ill-formed UTF-8 is a mistake of the caller', () => {
  expect(() => encodeTextCode(Uint8Array.of(0x80))).toThrow('ill-formed');
});
