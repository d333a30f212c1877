import { afterEach, expect, test } from 'vitest';
import type { StatusView } from '../state/model.ts';
import { laterJa } from '../text/later-ja.ts';
import { addJapanese, setLanguage } from '../text/words.ts';
import { shareText } from './share-text.ts';

const at = (text: string) => new Date(text).getTime();
const status: StatusView = {
  condition: 'safe',
  whereabouts: 'shelter',
  rung: 'self',
  atMs: at('2026-11-23T14:02'),
  validUntilMs: at('2026-11-24T14:02'),
  needs: ['medicine', 'blanket'],
  beside: ['絹絵（祖母）', '犬のハナ'],
  place: '町野小学校',
  text: '元気です',
};
const nothing = { where: false, place: false, words: false, needs: false, beside: false };
const link = 'https://tayori.example';
const nowMs = at('2026-11-23T18:00');

addJapanese(laterJa);
afterEach(() => setLanguage('ja'));

test('name, condition, the moment it was said and a link; nothing else unless it is chosen', async () => {
  await setLanguage('ja');
  expect(shareText('宮田 由佳', status, nothing, link, nowMs)).toBe(
    '宮田 由佳：無事。14:02 の時点。\nたより https://tayori.example',
  );
  expect(shareText('宮田 由佳', status, { ...nothing, where: true, place: true }, link, nowMs)).toBe(
    '宮田 由佳：無事。避難所にいる（町野小学校）。14:02 の時点。\nたより https://tayori.example',
  );
  const all = { where: true, place: true, words: true, needs: true, beside: true };
  expect(shareText('宮田 由佳', status, all, link, nowMs)).toBe(
    '宮田 由佳：無事。避難所にいる（町野小学校）。「元気です」。ほしいもの：薬、毛布。いっしょ：絹絵（祖母）、犬のハナ。14:02 の時点。\nたより https://tayori.example',
  );
});

test('on another day the day is said, and what ended is said as it was then', async () => {
  await setLanguage('ja');
  const text = shareText('宮田 由佳', status, nothing, link, at('2026-11-26T09:00'));
  expect(text).toContain('11月23日 14:02 の時点');
});

test('a whereabouts that was not said is not in it, whatever is chosen', async () => {
  await setLanguage('en');
  const silent: StatusView = { ...status, whereabouts: 'notSaid', place: undefined };
  expect(shareText('Yuka', silent, { ...nothing, where: true, place: true }, link, nowMs)).toBe(
    'Yuka: Safe. As of 14:02.\nTayori https://tayori.example',
  );
});
