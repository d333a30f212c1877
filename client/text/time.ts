import { t } from './words.ts';

const minute = 60_000;
const hour = 60 * minute;

/** A moment as a clock says it, by the reader's own day: 14:02, 昨日 22:15, 11月23日 9:05, 2025年11月23日. */
export function formatMoment(atMs: number, nowMs: number): string {
  const at = new Date(atMs);
  const time = `${at.getHours()}:${String(at.getMinutes()).padStart(2, '0')}`;
  const days = dayNumber(new Date(nowMs)) - dayNumber(at);
  if (days === 0) return time;
  if (days === 1) return t('time.yesterday', { time });
  if (days === -1) return t('time.tomorrow', { time });
  const [month, day] = [t('time.months').split(' ')[at.getMonth()] ?? '', at.getDate()];
  if (at.getFullYear() === new Date(nowMs).getFullYear()) return t('time.day', { month, day, time });
  return t('time.year', { year: at.getFullYear(), month, day });
}

/** How long ago: たった今, 29分前, 4時間29分前, 3日前. Minutes are left out from ten hours on. Never in the future. */
export function formatAge(atMs: number, nowMs: number): string {
  const ageMs = nowMs - atMs;
  if (ageMs < minute) return t('time.now');
  if (ageMs < hour) return t('time.minutes', { n: Math.floor(ageMs / minute) });
  const hours = Math.floor(ageMs / hour);
  const minutes = Math.floor((ageMs % hour) / minute);
  if (hours < 10 && minutes > 0) return t('time.hoursMinutes', { h: hours, n: minutes });
  if (hours < 24) return t('time.hours', { n: hours });
  return t('time.days', { n: Math.floor(hours / 24) });
}

/** Clock time and age together; the age alone is never enough, the clock time alone makes a tired person count. */
export function formatMomentAge(atMs: number, nowMs: number): string {
  return t('time.withAge', { time: formatMoment(atMs, nowMs), age: formatAge(atMs, nowMs) });
}

/** A length of time in its largest whole unit: 12分, 3時間, 2日. */
export function formatSpan(spanMs: number): string {
  if (spanMs < 2 * hour) return t('span.minutes', { n: Math.round(spanMs / minute) });
  const hours = Math.round(spanMs / hour);
  return hours < 48 ? t('span.hours', { n: hours }) : t('span.days', { n: Math.round(hours / 24) });
}

/** Bytes as 0.2 KB, 1.2 MB or 1.8 GB. Never 0: what is kept has a size. */
export function formatSize(bytes: number): string {
  const kilobytes = Math.max(bytes / 1024, 0.1);
  if (kilobytes < 1000) return t('size.kb', { n: round(kilobytes) });
  const megabytes = kilobytes / 1024;
  if (megabytes < 1000) return t('size.mb', { n: round(megabytes) });
  return t('size.gb', { n: round(megabytes / 1024) });
}

function round(value: number): string {
  return value < 10 ? value.toFixed(1) : String(Math.round(value));
}

// Whole days since 1970 of the reader's calendar; Date.UTC so that a day of 23 or 25 hours counts as one.
function dayNumber(date: Date): number {
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / (24 * hour);
}
