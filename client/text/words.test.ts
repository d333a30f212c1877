import { afterEach, expect, test } from 'vitest';
import { en } from './en.ts';
import { ja } from './ja.ts';
import { jaEasy } from './ja-easy.ts';
import { jaMore } from './ja-more.ts';
import { jaPlaces } from './ja-places.ts';
import { devicesJa } from './later-devices-ja.ts';
import { waysJa } from './later-ways-ja.ts';
import { laterJa } from './later-ja.ts';
import { recoveryJa } from './recovery-ja.ts';
import { messagesJa } from './messages-ja.ts';
import { noticesJa } from './later-notices-ja.ts';
import { addJapanese, fill, plain, say, setLanguage, t } from './words.ts';

const source: Readonly<Record<string, string>> = {
  ...ja,
  ...jaMore,
  ...jaPlaces,
  ...laterJa,
  ...devicesJa,
  ...waysJa,
  ...noticesJa,
  ...messagesJa,
  ...recoveryJa,
};
const catalogues: Readonly<Record<string, Readonly<Record<string, string>>>> = { en, 'ja-easy': jaEasy };
const namesIn = (sentence: string) =>
  [...new Set([...sentence.matchAll(/\{(\w+)/g)].map(([, name]) => name))].toSorted();

afterEach(() => setLanguage('ja'));

test.each(Object.keys(catalogues))('%s says everything that Japanese says, with the same values', (language) => {
  const catalogue = catalogues[language] ?? {};
  expect(Object.keys(catalogue).toSorted()).toEqual(Object.keys(source).toSorted());
  for (const [key, sentence] of Object.entries(catalogue)) {
    expect(sentence.trim(), key).not.toBe('');
    expect([key, namesIn(sentence)]).toEqual([key, namesIn(source[key] ?? '')]);
  }
});

test('no sentence of Japanese is in two files', () => {
  const keys = [ja, jaMore, jaPlaces, laterJa, devicesJa, waysJa, noticesJa, messagesJa, recoveryJa].flatMap((part) =>
    Object.keys(part),
  );
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
});

test('every key is said somewhere', () => {
  const files = import.meta.glob<string>(
    [
      '../**/*.{ts,tsx}',
      '!../**/*.test.*',
      '!./{ja,ja-more,ja-places,later-ja,later-devices-ja,later-notices-ja,later-ways-ja,messages-ja,recovery-ja,ja-easy,en}.ts',
    ],
    {
      query: '?raw',
      import: 'default',
      eager: true,
    },
  );
  const code = Object.values(files).join('\n');
  expect(code.length).toBeGreaterThan(10_000);
  const families = new Set([...code.matchAll(/`([\w-]+\.)\$\{/g)].map(([, family]) => family));
  const unsaid = Object.keys(source).filter((key) => {
    return !code.includes(`'${key}'`) && !families.has(key.replace(/[^.]+$/, ''));
  });
  expect(unsaid).toEqual([]);
});

test('words that come with a part are said at once, and again after another language', async () => {
  await setLanguage('ja');
  addJapanese(laterJa);
  expect(t('share.copy')).toBe('文を写す');
  await setLanguage('en');
  expect(t('share.copy')).toBe('Copy the text');
  await setLanguage('ja');
  expect(t('share.copy')).toBe('文を写す');
});

test('tone: no exclamation marks, no "failed", no full-width digits', () => {
  for (const sentence of [...Object.values(source), ...Object.values(jaEasy), ...Object.values(en)]) {
    expect(sentence).not.toMatch(/[!！]|失敗|エラー|\bfailed\b|\berror\b|[０-９]/i);
  }
});

test('sentences that come later are Japanese alone, and stay when the language changes and comes back', async () => {
  await setLanguage('en');
  addJapanese(jaPlaces);
  expect(t('map.all')).toBe('Everybody');
  await setLanguage('ja');
  expect(t('map.all')).toBe('全員');
});

test('values are filled in, and a number chooses the form', async () => {
  expect(t('sheet.send', { n: 25 })).toBe('マイとも 25人に出す');
  await setLanguage('en');
  expect(t('sheet.send', { n: 1 })).toBe('Send to 1 friend');
  expect(t('sheet.send', { n: 25 })).toBe('Send to 25 friends');
  expect(fill('{a} {b}', { a: '{b}', b: 'x' })).toEqual(['{b}', ' ', 'x']);
});

test('readings are of the catalogue alone: what a person typed stays as it is', async () => {
  await setLanguage('ja-easy');
  expect(say('nav.back').parts).toEqual([{ base: '前', reading: 'まえ' }, 'に もどる']);
  expect(t('nav.back')).toBe('前に もどる');
  expect(t('outbox.voice', { title: '｜本《ほん》' })).toBe('文「｜本《ほん》」');
  const inner = say('outbox.voice', { title: 'x' });
  expect(say('outbox.voice', { title: inner }).parts).toEqual([
    { base: '文', reading: 'ぶん' },
    '「',
    { base: '文', reading: 'ぶん' },
    '「',
    'x',
    '」',
    '」',
  ]);
  expect(plain({ parts: fill('｜お手洗《てあら》い{n|一《いち》| #}', { n: 1 }) })).toBe('お手洗い一');
});

test('easy Japanese: a reading on every kanji, short sentences, and hardly any as in ordinary Japanese', () => {
  const entries = Object.entries(jaEasy);
  for (const [key, sentence] of entries) {
    const parts = fill(sentence.replace(/\{\w+\}/g, ''), {});
    const bare = parts.filter((part) => typeof part === 'string').join('');
    expect([key, bare.match(/[\p{sc=Han}々ヶ《》｜]/gu)]).toEqual([key, null]);
    for (const part of parts)
      if (typeof part !== 'string') expect([key, part.reading]).toEqual([key, expect.stringMatching(/^[ぁ-ゖー]+$/)]);
    // The months are a list of words.
    for (const one of key === 'time.months' ? [] : plain({ parts }).split(/[。？]/))
      expect([key, one, one.length <= 40]).toEqual([key, one, true]);
  }
  const same = entries.filter(([key, sentence]) => sentence === source[key]).map(([key]) => key);
  expect(same.length, same.join(' ')).toBeLessThanOrEqual(entries.length / 10);
});
