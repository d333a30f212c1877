import { expect, test } from 'vitest';
import type { Condition, SafetyRow } from './model.ts';
import { filterSafety, hasName, type SafetyPart } from './safety-filter.ts';

const nowMs = 1_000 * 3_600_000;
const hour = 3_600_000;

function row(
  name: string,
  kana: string,
  condition?: Condition,
  hoursAgo = 0,
  more: Partial<SafetyRow> = {},
): SafetyRow {
  const status = condition && {
    condition,
    whereabouts: 'home' as const,
    rung: 'self' as const,
    atMs: nowMs - hoursAgo * hour,
    validUntilMs: nowMs + hour,
    needs: [],
    beside: [],
  };
  return {
    person: { id: name, name, kana },
    status,
    worse: undefined,
    did: undefined,
    contact: undefined,
    asked: undefined,
    history: [],
    ...more,
  };
}

const yoko = row('瀬戸 洋子', 'せと ようこ', 'injured', 2);
const sae = row('丹羽 早英', 'にわ さえ', 'safe', 0.5, { isHousehold: true });
const never = row('野田 真治', 'のだ しんじ');
const quiet = row('川島 航一', 'かわしま こういち', 'safe', 7);
const all = [yoko, never, quiet, sae];
const left = (only: SafetyPart, search = '') =>
  filterSafety(all, { only, search }, nowMs).rows.map(({ person }) => person.name);

test('each part of the list has those of whom it is true, in the order of the list', () => {
  expect(left('all')).toHaveLength(4);
  expect(left('trouble')).toEqual(['瀬戸 洋子']);
  expect(left('household')).toEqual(['丹羽 早英']);
  expect(left('silent1h')).toEqual(['瀬戸 洋子', '野田 真治', '川島 航一']);
  expect(left('silent6h')).toEqual(['野田 真治', '川島 航一']);
  expect(left('silent1d')).toEqual(['野田 真治']);
});

test("contact of the phone and others' words are no sign of the person", () => {
  const said = { ...yoko, status: { ...yoko.status!, rung: 'acquaintance' as const }, contact: { atMs: nowMs } };
  expect(filterSafety([said], { only: 'silent1d', search: '' }, nowMs).rows).toEqual([said]);
});

test('whoever is hidden is counted by group, trouble first', () => {
  expect(filterSafety(all, { only: 'all', search: '' }, nowMs).hidden).toEqual([]);
  expect(filterSafety(all, { only: 'household', search: '' }, nowMs).hidden).toEqual([
    ['trouble', 1],
    ['silent', 1],
    ['well', 1],
  ]);
});

test('a name is found by part of it or of its reading, in any kana and width', () => {
  for (const words of ['洋子', '瀬戸洋', 'よう', 'ヨウコ', 'ﾖｳｺ', ' せと　よう '])
    expect([words, left('all', words)]).toEqual([words, ['瀬戸 洋子']]);
  expect(left('trouble', 'さえ')).toEqual([]);
  expect(hasName({ person: { name: 'Nguyễn', kana: '' } }, 'NGUYỄN')).toBe(true);
});
