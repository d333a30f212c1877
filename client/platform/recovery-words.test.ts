import { describe, expect, it, test } from 'vitest';
import { bytesToHex, hexToBytes } from '../../shared/protocol/bytes.ts';
import { createSeeded } from '../../shared/protocol/seeded.ts';
import { isSameWord, randomWords, readWords, wordsOfSeed, type WordLanguage } from './recovery-words.ts';

// Of twelve words: English from the reference vectors of BIP-39 (github.com/trezor/python-mnemonic, vectors.json), Japanese from those that the BIP names beside
// them (github.com/bip32JP/bip32JP.github.io, test_JP_BIP39.json).
const vectors: readonly (readonly [WordLanguage, string, string])[] = [
  [
    'en',
    '00000000000000000000000000000000',
    'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about',
  ],
  [
    'en',
    '7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f',
    'legal winner thank year wave sausage worth useful legal winner thank yellow',
  ],
  [
    'en',
    '80808080808080808080808080808080',
    'letter advice cage absurd amount doctor acoustic avoid letter advice cage above',
  ],
  ['en', 'ffffffffffffffffffffffffffffffff', 'zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong'],
  [
    'en',
    '9e885d952ad362caeb4efe34a8e91bd2',
    'ozone drill grab fiber curtain grace pudding thank cruise elder eight picnic',
  ],
  [
    'en',
    'c0ba5a8e914111210f2bd131f3d5e08d',
    'scheme spot photo card baby mountain device kick cradle pact join borrow',
  ],
  [
    'en',
    '23db8160a31d3e0dca3688ed941adbf3',
    'cat swing flag economy stadium alone churn speed unique patch report train',
  ],
  [
    'en',
    'f30f8c1da665478f49b001d94c5fc452',
    'vessel ladder alter error federal sibling chat ability sun glass valve picture',
  ],
  [
    'ja',
    '00000000000000000000000000000000',
    'あいこくしん　あいこくしん　あいこくしん　あいこくしん　あいこくしん　あいこくしん　あいこくしん　あいこくしん　あいこくしん　あいこくしん　あいこくしん　あおぞら',
  ],
  [
    'ja',
    '7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f',
    'そつう　れきだい　ほんやく　わかす　りくつ　ばいか　ろせん　やちん　そつう　れきだい　ほんやく　わかめ',
  ],
  [
    'ja',
    '80808080808080808080808080808080',
    'そとづら　あまど　おおう　あこがれる　いくぶん　けいけん　あたえる　いよく　そとづら　あまど　おおう　あかちゃん',
  ],
  [
    'ja',
    'ffffffffffffffffffffffffffffffff',
    'われる　われる　われる　われる　われる　われる　われる　われる　われる　われる　われる　ろんぶん',
  ],
  [
    'ja',
    '77c2b00716cec7213839159e404db50d',
    'せまい　うちがわ　あずき　かろう　めずらしい　だんち　ますく　おさめる　ていぼう　あたる　すあな　えしゃく',
  ],
];

const kana = 'そつう れきだい ほんやく わかす りくつ ばいか ろせん やちん そつう れきだい ほんやく わかめ';

test.each(vectors)('the vector %s of BIP-39, %s, reads the same both ways', async (language, hex, words) => {
  const seed = hexToBytes(hex);
  if (!seed.ok) throw new Error(hex);
  const written = await wordsOfSeed(seed.value, language);
  expect(written.map((word) => word.normalize('NFKD'))).toEqual(words.normalize('NFKD').split(/\s/));
  expect(await readWords(words)).toEqual({ is: 'seed', seed: seed.value, language });
  expect(await readWords(written.join(' '))).toEqual({ is: 'seed', seed: seed.value, language });
});

describe('reading words back forgives', () => {
  const toKatakana = (text: string) => text.replace(/[ぁ-ゖ]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0x60));
  it.each([
    ['composed letters', kana.normalize('NFC')],
    ['decomposed letters', kana.normalize('NFKD')],
    ['katakana', toKatakana(kana)],
    ['katakana of half width', 'ｿﾂｳ ﾚｷﾀﾞｲ ﾎﾝﾔｸ ﾜｶｽ ﾘｸﾂ ﾊﾞｲｶ ﾛｾﾝ ﾔﾁﾝ ｿﾂｳ ﾚｷﾀﾞｲ ﾎﾝﾔｸ ﾜｶﾒ'],
    ['spaces and line ends of any kind', `　${kana.replaceAll(' ', ' 　\n')}\r\n`],
    ['commas', kana.replaceAll(' ', '、')],
    [
      'the numbers on the paper',
      kana
        .split(' ')
        .map((word, i) => `${i + 1}. ${word}`)
        .join('\n'),
    ],
    [
      'numbers of full width',
      kana
        .split(' ')
        .map(
          (word, i) =>
            `${i + 1}`.normalize('NFKC').replace(/\d/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0)) +
            `．${word}`,
        )
        .join(' '),
    ],
    ['capitals', 'LEGAL Winner thank year wave sausage worth useful legal winner thank yellow'],
    ['letters of full width', 'ｌｅｇａｌ winner thank year wave sausage worth useful legal winner thank yellow'],
    ['words cut after four letters', 'lega winn than year wave saus wort usef lega winn than yell'],
  ])('%s', async (_, text) => {
    expect(await readWords(text)).toMatchObject({ is: 'seed', seed: new Uint8Array(16).fill(0x7f) });
  });
});

describe('what is wrong is said', () => {
  it('which words are in no list, by their places', async () => {
    const typed = kana.split(' ').map((word, i) => (i === 2 ? 'ほんやぐ' : i === 11 ? 'わがめ' : word));
    expect(await readWords(typed.join(' '))).toEqual({ is: 'unknown-words', places: [3, 12] });
    expect(await readWords('legal winner thanx')).toEqual({ is: 'unknown-words', places: [3] });
  });

  it('that one is too few, or too many', async () => {
    expect(await readWords(kana.slice(0, kana.lastIndexOf(' ')))).toEqual({ is: 'too-few', count: 11 });
    expect(await readWords(`${kana} わかめ`)).toEqual({ is: 'too-many', count: 13 });
    expect(await readWords(' ')).toEqual({ is: 'too-few', count: 0 });
  });

  it('that two changed places, by the checksum', async () => {
    const [first = '', second = '', ...others] = kana.split(' ');
    expect(await readWords([second, first, ...others].join(' '))).toEqual({ is: 'mixed-up' });
  });
});

it('a word that is asked back may be written in any way, and another one is another one', async () => {
  expect(await isSameWord(' ワカメ ', 'わかめ', 'ja')).toBe(true);
  expect(await isSameWord('わかす', 'わかめ', 'ja')).toBe(false);
  expect(await isSameWord('', 'わかめ', 'ja')).toBe(false);
  expect(await isSameWord('Yell', 'yellow', 'en')).toBe(true);
  expect(await isSameWord('year', 'yellow', 'en')).toBe(false);
});

it('words for a passphrase are of the list, and others each time', async () => {
  const seeded = createSeeded(4);
  const random = (count: number) => seeded.bytes(count);
  const [one, other] = [await randomWords(5, 'ja', random), await randomWords(5, 'ja', random)];
  expect(one).toHaveLength(5);
  expect(one).not.toEqual(other);
  for (const word of one) expect(await isSameWord(word, word, 'ja')).toBe(true);
});

it('any seed comes back', async () => {
  const seeded = createSeeded(8);
  for (let i = 0; i < 100; i++) {
    const seed = seeded.bytes(16);
    for (const language of ['ja', 'en'] as const) {
      const read = await readWords((await wordsOfSeed(seed, language)).join('　'));
      expect(read.is === 'seed' && bytesToHex(read.seed), `seed ${bytesToHex(seed)}`).toBe(bytesToHex(seed));
    }
  }
});
