import type { Seeded } from '../protocol/seeded.ts';

const hourMs = 3_600_000;
const japanMs = 9 * hourMs;

// How much of a day's words falls into each hour of it: little at night, most in the evening.
const share = [2, 1, 0.5, 0.5, 1, 3, 6, 8, 7, 6, 6, 6, 8, 7, 6, 6, 7, 8, 9, 10, 11, 10, 8, 4];
const sum = share.reduce((total, one) => total + one, 0);

/** Hour of the day in Japan, 0 to 23. */
export function hourOf(atMs: number): number {
  return Math.floor((atMs + japanMs) / hourMs) % 24;
}

/** The share of a day's words that falls into the hour of `atMs`. */
export function shareOfHour(atMs: number): number {
  return (share[hourOf(atMs)] ?? 0) / sum;
}

/** The part of the day in the files of texts. */
export function partOfDay(atMs: number): string {
  const hour = hourOf(atMs);
  if (hour < 5 || hour >= 20) return 'n';
  if (hour < 10) return 'm';
  return hour < 16 ? 'd' : 'e';
}

/** Times in each hour from `fromMs` to `toMs`, `aDay` of them a day, spread as people's days are; counts are not left to chance. */
export function timesOfDays(seeded: Seeded, fromMs: number, toMs: number, aDay: number): readonly number[] {
  const times: number[] = [];
  let owed = 0;
  for (let hour = fromMs; hour < toMs; hour += hourMs) {
    owed += aDay * shareOfHour(hour);
    for (; owed >= 1; owed--) times.push(hour + seeded.int(Math.min(hourMs, toMs - hour)));
  }
  return times;
}
