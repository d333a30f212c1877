import { expect, it } from 'vitest';
import { createSeeded } from '../protocol/seeded.ts';
import { createByNumber } from './by-number.ts';

it('holds the same as a map, whatever comes in which order and however far apart', () => {
  for (let seed = 1; seed <= 100; seed++) {
    const seeded = createSeeded(seed);
    const [held, map] = [createByNumber<string>(), new Map<number, string>()];
    const spread = seeded.pick([5, 100, 2 ** 40]);
    for (let i = 0; i < 200; i++) {
      const number = seeded.chance(0.5) ? 1_000 + seeded.int(60) : seeded.int(spread);
      held.set(number, `${i}`);
      map.set(number, `${i}`);
    }
    expect(held.entries(), `seed ${seed}`).toEqual([...map].sort(([a], [b]) => a - b));
    expect(held.size()).toBe(map.size);
    for (const number of [0, 1, 999, 1_000, 1_059, 1_060, ...map.keys()])
      expect(held.get(number)).toBe(map.get(number));
  }
});

it('takes a log in pages from its end', () => {
  const held = createByNumber<number>();
  for (let from = 9_001; from > 0; from -= 1_000) for (let at = 0; at < 1_000; at++) held.set(from + at, from);
  expect(held.entries()).toEqual(Array.from({ length: 10_000 }, (_, i) => [i + 1, i - (i % 1_000) + 1]));
});

it('takes a log from its end to its beginning', () => {
  const held = createByNumber<number>();
  for (let number = 5_000; number > 0; number--) held.set(number, -number);
  expect([held.size(), held.get(1), held.get(5_000), held.get(5_001), held.get(0)]).toEqual([
    5_000,
    -1,
    -5_000,
    undefined,
    undefined,
  ]);
});
