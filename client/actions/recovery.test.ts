import { expect, it } from 'vitest';
import { codeOfSeed, passphraseTrouble, seedInCode, twoPlaces } from './recovery.ts';

it('a passphrase of one’s own is refused when it is short, of few letters, or one that everybody takes', () => {
  expect(passphraseTrouble('うちの猫は三毛')).toBe('short');
  expect(passphraseTrouble('まちの　うみの　かぜの　いえ'), 'spaces do not count').toBe('short');
  expect(passphraseTrouble('あああああああああああああああああああああ')).toBe('few');
  expect(passphraseTrouble('1234567890123456789012345')).toBe('common');
  expect(passphraseTrouble('passwordPASSWORDpassword')).toBe('few');
  expect(passphraseTrouble('qwertyuiopasdfghjklqwerty')).toBe('common');
  expect(passphraseTrouble('祖母の家の柿の木は三年前の台風でたおれた')).toBeUndefined();
  expect(passphraseTrouble('the persimmon tree fell in the typhoon')).toBeUndefined();
});

it('the code of a seed gives it back, and nothing else does', () => {
  const seed = Uint8Array.from({ length: 16 }, (_, i) => i * 17);
  expect(codeOfSeed(seed)).toMatch(/^tayori:recover\?00112233[0-9a-f]{24}$/);
  expect(seedInCode(codeOfSeed(seed))).toEqual(seed);
  for (const other of [
    'https://tayori.example/i/AbCd',
    'tayori:recover?',
    `${codeOfSeed(seed)}0`,
    codeOfSeed(seed).slice(15),
  ]) {
    expect(seedInCode(other)).toBeUndefined();
  }
});

it('two different places are asked for, and over time all of them', () => {
  const seen = new Set<number>();
  for (let i = 0; i < 500; i++) {
    const [one, other] = twoPlaces();
    expect(one).toBeGreaterThan(0);
    expect(other).toBeGreaterThan(one);
    expect(other).toBeLessThan(13);
    seen.add(one).add(other);
  }
  expect(seen.size).toBe(12);
});
