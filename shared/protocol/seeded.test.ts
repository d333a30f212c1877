import { expect, test } from 'vitest';
import { createSeeded } from './seeded.ts';

test('the same seed makes the same choices and another seed others', () => {
  const draw = (seed: number) => {
    const random = createSeeded(seed);
    return [random.next(), random.int(2 ** 53), random.pick(['a', 'b', 'c']), [...random.bytes(4)], random.chance(0.5)];
  };
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
  expect(draw(1)).not.toEqual(draw(1 + 2 ** 32));
});

test('choices are even and stay in range', () => {
  const random = createSeeded(6);
  const counts = new Array<number>(10).fill(0);
  for (let i = 0; i < 100_000; i++) counts[random.int(10)]! += 1;
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  expect(random.chance(0)).toBe(false);
  expect(random.chance(1)).toBe(true);
});

test('an impossible choice is a mistake of the caller', () => {
  const random = createSeeded(7);
  for (const limit of [0, -1, 0.5, 2 ** 54, Number.NaN]) expect(() => random.int(limit)).toThrow(RangeError);
  expect(() => random.pick([])).toThrow(RangeError);
});
