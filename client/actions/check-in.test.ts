import { expect, it } from 'vitest';
import { placeToSay, type ChosenPlace } from './check-in.ts';

const wajima = { code: 17_204, name: '輪島市' };
const nanao = { code: 17_202, name: '七尾市' };
const fix = { latE5: 3_739_361, lonE5: 13_690_123, accuracyM: 12 };
const chosen = (more: Partial<ChosenPlace>) =>
  placeToSay({ precision: 'municipality', fix: undefined, nearest: undefined, picked: undefined, words: '', ...more });

it('nothing is said before anything is known or chosen', () => {
  expect(chosen({})).toBeNull();
  expect(chosen({ fix })).toBeNull();
});

it('no position goes along unless one was chosen', () => {
  expect(chosen({ fix, nearest: wajima })).toEqual({ level: 'municipality', municipality: 17_204, name: '輪島市' });
  expect(chosen({ fix, nearest: wajima, precision: 'coarse' })).toMatchObject({ level: 'coarse', latE5: 3_739_000 });
  expect(chosen({ fix, nearest: wajima, precision: 'exact' })).toMatchObject({ level: 'exact', latE5: 3_739_361 });
});

it('what was picked or written takes the place of the position, whatever precision was chosen', () => {
  const picked = { municipality: nanao, shelter: null };
  const exact = { fix, nearest: wajima, precision: 'exact' } as const;
  expect(chosen({ ...exact, picked })).toEqual({ level: 'listed', municipality: 17_202, name: '七尾市' });
  expect(chosen({ ...exact, picked: { ...picked, shelter: '朝日小学校' } })).toEqual({
    level: 'listed',
    municipality: 17_202,
    name: '七尾市 朝日小学校',
  });
  expect(chosen({ picked: { ...picked, shelter: '七尾市立朝日小学校' } })?.name).toBe('七尾市立朝日小学校');
  expect(chosen({ ...exact, words: ' 橋の下 ' })).toEqual({
    level: 'municipality',
    municipality: 17_204,
    name: '輪島市 橋の下',
  });
  expect(chosen({ words: '橋の下' })).toEqual({ level: 'listed', name: '橋の下' });
  expect([...(chosen({ words: '字'.repeat(99) })?.name ?? '')]).toHaveLength(60);
});
