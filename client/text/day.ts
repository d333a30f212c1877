import { t } from './words.ts';
import { formatMoment } from './time.ts';

/** A day by the reader's calendar: today, yesterday, 11月23日, 2025年11月23日. */
export function formatDay(atMs: number, nowMs: number): string {
  const [at, now] = [new Date(atMs), new Date(nowMs)];
  if (at.toDateString() === now.toDateString()) return t('talk.today');
  return formatMoment(atMs, nowMs).replace(formatClock(atMs), '').trim();
}

/** A moment of a day that is known: 9:05. */
export function formatClock(atMs: number): string {
  const at = new Date(atMs);
  return `${at.getHours()}:${String(at.getMinutes()).padStart(2, '0')}`;
}
