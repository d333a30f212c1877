import { afterEach, expect, test } from 'vitest';
import { formatClock, formatDay } from './day.ts';
import { messagesJa } from './messages-ja.ts';
import { addJapanese, setLanguage } from './words.ts';

const now = new Date(2026, 10, 23, 9, 5).getTime();
const at = (...[year, month, day, hour, minute]: [number, number, number, number, number]) =>
  new Date(year, month, day, hour, minute).getTime();

afterEach(() => setLanguage('ja'));

test('a day is said without its clock time, in each language', async () => {
  addJapanese(messagesJa);
  expect(formatDay(now, now)).toBe('今日');
  expect(formatDay(at(2026, 10, 22, 22, 15), now)).toBe('昨日');
  expect(formatDay(at(2026, 9, 1, 1, 1), now)).toBe('10月1日');
  expect(formatDay(at(2025, 9, 1, 1, 1), now)).toBe('2025年10月1日');
  await setLanguage('en');
  expect([formatDay(now, now), formatDay(at(2026, 10, 22, 22, 15), now)]).toEqual(['Today', 'yesterday']);
  expect(formatDay(at(2026, 9, 1, 1, 1), now)).not.toMatch(/1:01|,$/);
});

test('a clock says minutes with two digits', () => {
  expect(formatClock(now)).toBe('9:05');
});
