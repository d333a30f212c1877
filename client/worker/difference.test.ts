import { expect, test } from 'vitest';
import { createSeeded } from '../../shared/protocol/seeded.ts';
import { openingState } from '../state/app.ts';
import { applyChange } from '../state/change.ts';
import type { AppState, VoiceView } from '../state/model.ts';
import { createDifference } from './difference.ts';

const voice = (id: string, likes = 0): VoiceView => ({
  id,
  author: { id: 'p', name: '宮田 由佳', kana: '' },
  isMine: false,
  atMs: 1,
  text: id,
  likes,
  iLike: false,
  comments: [],
  corrections: [],
  clamped: undefined,
  receivedMs: undefined,
  isAbsent: undefined,
  place: undefined,
  checkIn: undefined,
  delivery: undefined,
  refused: undefined,
});

/** Two ends as they are in a worker and its page. */
function createEnds() {
  const difference = createDifference();
  let page: AppState = openingState;
  return {
    page: () => page,
    tell(state: Partial<AppState>) {
      const change = structuredClone(difference(state));
      page = { ...page, ...applyChange(page, change) };
      return change;
    },
  };
}

test('the first time everything is told, and what stayed as it was is not told again', () => {
  const { tell, page } = createEnds();
  tell({ phase: 'ready', entries: 3, voices: [voice('a')], safety: [] });
  expect(page()).toMatchObject({ phase: 'ready', entries: 3, voices: [{ id: 'a' }] });
  expect(tell({ phase: 'ready', entries: 4, voices: [voice('a')], safety: [] })).toEqual({ entries: 4 });
  expect(tell({ received: undefined, entries: 4, voices: [voice('a')], safety: [] })).toEqual({ received: undefined });
});

test('of a long list only rows that changed cross over, and all others stay the objects they were', () => {
  const { tell, page } = createEnds();
  tell({ voices: [voice('c'), voice('b'), voice('a')] });
  const [, b, a] = page().voices;
  const change = tell({ voices: [voice('d'), voice('c', 1), voice('b'), voice('a')] });
  expect(change.voices).toMatchObject({ rows: [{ id: 'd' }, { id: 'c' }], at: 0, gone: 0, ids: ['d'] });
  expect(page().voices.map(({ id, likes }) => [id, likes])).toEqual([
    ['d', 0],
    ['c', 1],
    ['b', 0],
    ['a', 0],
  ]);
  expect(page().voices[2]).toBe(b);
  expect(page().voices[3]).toBe(a);
});

test('rows that changed where they stand, moved, or are gone', () => {
  const { tell, page } = createEnds();
  const ids = () => page().voices.map(({ id }) => id);
  tell({ voices: [voice('a'), voice('b'), voice('c')] });
  expect(tell({ voices: [voice('a'), voice('b', 2), voice('c')] }).voices).toMatchObject({ rows: [{}], ids: [] });
  expect(page().voices[1]?.likes).toBe(2);
  tell({ voices: [voice('c'), voice('a'), voice('b', 2)] });
  expect(ids()).toEqual(['c', 'a', 'b']);
  tell({ voices: [voice('a')] });
  expect(ids()).toEqual(['a']);
  tell({ voices: [] });
  expect(ids()).toEqual([]);
});

test('what is told one after the other comes to what the whole would be', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const seeded = createSeeded(seed);
    const { tell, page } = createEnds();
    for (let step = 0; step < 8; step++) {
      const ids = [...'abcdefgh'].filter(() => seeded.chance(0.7));
      if (seeded.chance(0.3)) ids.reverse();
      const voices = ids.map((id) => voice(id, seeded.int(2)));
      tell({ voices });
      expect(page().voices, `seed ${seed}`).toEqual(voices);
    }
  }
});

test('who came later shows what it has until the whole comes', () => {
  const { tell } = createEnds();
  tell({ voices: [voice('a'), voice('b')] });
  const change = tell({ voices: [voice('c'), voice('a'), voice('b')] });
  expect(applyChange(openingState, change).voices).toEqual([]);
  expect(applyChange(openingState, { voices: [voice('c'), voice('a'), voice('b')] }).voices).toHaveLength(3);
});
