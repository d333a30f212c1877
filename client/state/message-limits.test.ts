import { expect, test } from 'vitest';
import { formatSeconds, isNearEnd, leftToWrite, mostCodePoints } from './message-limits.ts';

test('characters are counted as the protocol does: by code points', () => {
  expect(leftToWrite('')).toBe(mostCodePoints);
  expect(leftToWrite('𠮷野家')).toBe(mostCodePoints - 3);
  expect(leftToWrite('a'.repeat(2_001))).toBe(-1);
  expect(leftToWrite('abc', 2)).toBe(-1);
});

test('what is left is said near the end only, and beyond it', () => {
  expect([2_000, 101, 100, 0, -5].map(isNearEnd)).toEqual([false, false, true, true, true]);
});

test('a length is told in minutes and whole seconds', () => {
  expect([0, 999, 7_400, 30_000, 61_000, -5].map(formatSeconds)).toEqual([
    '0:00',
    '0:00',
    '0:07',
    '0:30',
    '1:01',
    '0:00',
  ]);
});
