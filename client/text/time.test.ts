import { afterEach, expect, test } from 'vitest';
import { formatAge, formatMoment, formatMomentAge, formatSize, formatSpan } from './time.ts';
import { setLanguage } from './words.ts';

// Local times on purpose: a clock is read in the reader's own zone, whatever it is.
const at = (month: number, day: number, hours: number, minutes: number, year = 2026) =>
  new Date(year, month - 1, day, hours, minutes).getTime();
const now = at(11, 23, 14, 12);

afterEach(() => setLanguage('ja'));

test('today is a clock time, other days say which', () => {
  expect(formatMoment(at(11, 23, 9, 5), now)).toBe('9:05');
  expect(formatMoment(at(11, 22, 22, 15), now)).toBe('昨日 22:15');
  expect(formatMoment(at(11, 24, 8, 0), now)).toBe('明日 8:00');
  expect(formatMoment(at(1, 1, 16, 10), now)).toBe('1月1日 16:10');
  expect(formatMoment(at(11, 23, 14, 12, 2025), now)).toBe('2025年11月23日');
});

test('a minute before midnight was yesterday, not a minute ago today', () => {
  expect(formatMoment(at(11, 22, 23, 59), at(11, 23, 0, 1))).toBe('昨日 23:59');
});

test('ages grow from minutes to days and are never in the future', () => {
  const ages = [[0], [1], [29], [60], [269], [11 * 60 + 5], [24 * 60], [72 * 60 + 1], [-500]].map(([minutes = 0]) =>
    formatAge(now - minutes * 60_000, now),
  );
  expect(ages).toEqual([
    'たった今',
    '1分前',
    '29分前',
    '1時間前',
    '4時間29分前',
    '11時間前',
    '1日前',
    '3日前',
    'たった今',
  ]);
});

test('English says the same', async () => {
  await setLanguage('en');
  expect(formatMomentAge(at(11, 23, 13, 43), now)).toBe('13:43 (29 min ago)');
  expect(formatMoment(at(11, 14, 8, 5), now)).toBe('14 Nov 8:05');
  expect(formatAge(at(11, 22, 14, 12), now)).toBe('1 day ago');
});

test('a span is said in its largest whole unit', async () => {
  await setLanguage('ja');
  const minute = 60_000;
  expect([6, 119, 130, 47 * 60, 72 * 60].map((n) => formatSpan(n * minute))).toEqual([
    '6分',
    '119分',
    '2時間',
    '47時間',
    '3日',
  ]);
});

test('sizes are never nothing', () => {
  expect([0, 210, 330, 1_258_291, 1_932_735_283].map(formatSize)).toEqual([
    '0.1 KB',
    '0.2 KB',
    '0.3 KB',
    '1.2 MB',
    '1.8 GB',
  ]);
});
