import { afterEach, expect, test } from 'vitest';
import { en } from './en.ts';
import { ja } from './ja.ts';
import { jaMore } from './ja-more.ts';
import { fill, setLanguage, t } from './words.ts';

const source: Readonly<Record<string, string>> = { ...ja, ...jaMore };
const catalogues: Readonly<Record<string, Readonly<Record<string, string>>>> = { en };
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
  expect(Object.keys(ja).filter((key) => key in jaMore)).toEqual([]);
});

test('every key is said somewhere', () => {
  const files = import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.*', '!./{ja,ja-more,ja-easy,en}.ts'], {
    query: '?raw',
    import: 'default',
    eager: true,
  });
  const code = Object.values(files).join('\n');
  expect(code.length).toBeGreaterThan(10_000);
  const families = new Set([...code.matchAll(/`([\w-]+\.)\$\{/g)].map(([, family]) => family));
  const unsaid = Object.keys(source).filter((key) => {
    return !code.includes(`'${key}'`) && !families.has(key.replace(/[^.]+$/, ''));
  });
  expect(unsaid).toEqual([]);
});

test('tone: no exclamation marks, no "failed", no full-width digits', () => {
  for (const sentence of [...Object.values(source), ...Object.values(en)]) {
    expect(sentence).not.toMatch(/[!！]|失敗|エラー|\bfailed\b|\berror\b|[０-９]/i);
  }
});

test('values are filled in, and a number chooses the form', async () => {
  expect(t('sheet.send', { n: 25 })).toBe('マイとも 25人に出す');
  await setLanguage('en');
  expect(t('sheet.send', { n: 1 })).toBe('Send to 1 friend');
  expect(t('sheet.send', { n: 25 })).toBe('Send to 25 friends');
  expect(fill('{a} {b}', { a: '{b}', b: 'x' })).toBe('{b} x');
});
