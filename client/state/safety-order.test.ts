import { expect, test } from 'vitest';
import type { Condition, Rung, SafetyRow, StatusView, Whereabouts } from './model.ts';
import { glyphOfRow, groupOfGlyph, sortSafety } from './safety-order.ts';

const nowMs = 1_000_000_000;
const hour = 3_600_000;

function said(condition: Condition, hoursAgo: number, more: Partial<StatusView> = {}): StatusView {
  return {
    condition,
    whereabouts: 'notSaid' as Whereabouts,
    rung: 'self' as Rung,
    atMs: nowMs - hoursAgo * hour,
    validUntilMs: nowMs - hoursAgo * hour + 24 * hour,
    needs: [],
    beside: [],
    ...more,
  };
}

function row(name: string, status?: StatusView, more: Partial<SafetyRow> = {}): SafetyRow {
  return {
    person: { id: name, name, kana: name },
    status,
    worse: undefined,
    did: undefined,
    contact: undefined,
    asked: undefined,
    history: [],
    ...more,
  };
}

const names = (rows: SafetyRow[]) => sortSafety(rows, nowMs).map(({ person }) => person.name);

test('trouble comes first, then silence, then those on the move and at shelters, then the well', () => {
  expect(
    names([
      row('well', said('safe', 1, { whereabouts: 'home' })),
      row('shelter', said('safe', 1, { whereabouts: 'shelter' })),
      row('silent'),
      row('moving', said('safe', 1, { whereabouts: 'moving' })),
      row('helpless', said('needsHelp', 1)),
      row('buried', said('needsRescue', 1)),
      row('hurt', said('injured', 1)),
    ]),
  ).toEqual(['buried', 'hurt', 'helpless', 'silent', 'moving', 'shelter', 'well']);
});

test('within trouble the newest word is on top, within silence the longest silence', () => {
  expect(names([row('older', said('needsHelp', 5)), row('newer', said('needsHelp', 1))])).toEqual(['newer', 'older']);
  const heard = (hoursAgo: number) => ({ did: { kind: 'opened' as const, atMs: nowMs - hoursAgo * hour } });
  expect(names([row('shorter', undefined, heard(2)), row('longer', undefined, heard(30)), row('never')])).toEqual([
    'never',
    'longer',
    'shorter',
  ]);
});

test('outdated safety counts as not heard from, outdated trouble stays trouble', () => {
  expect(glyphOfRow(row('a', said('safe', 25)), nowMs)).toBe('none');
  expect(glyphOfRow(row('a', said('injured', 25)), nowMs)).toBe('hurt');
});

test('contact of the phone changes neither glyph nor order', () => {
  const silent = row('silent', undefined, { contact: { atMs: nowMs } });
  expect(glyphOfRow(silent, nowMs)).toBe('none');
  expect(names([silent, row('b', undefined, { did: { kind: 'wrote', atMs: nowMs - hour } })])).toEqual(['silent', 'b']);
});

test('a worse word of somebody else leads the row, a better one does not', () => {
  const worse = said('injured', 1, { rung: 'acquaintance' });
  expect(glyphOfRow(row('a', said('safe', 2), { worse }), nowMs)).toBe('hurt');
  expect(glyphOfRow(row('a', said('needsRescue', 2), { worse }), nowMs)).toBe('rescue');
});

test('where somebody is matters for the safe only', () => {
  expect(glyphOfRow(row('a', said('needsHelp', 1, { whereabouts: 'shelter' })), nowMs)).toBe('help');
  expect(groupOfGlyph('shelter')).toBe('apart');
});
