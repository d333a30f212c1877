import type { VoiceView } from '../state/model.ts';

// Of this browser only: what one saw here says nothing to others.
const key = 'tayori.looked';

let lookedMs = readLooked();

/** When the newest voice came that was here the last time somebody looked; Infinity before the first time. */
export function lookedBefore(): number {
  return lookedMs;
}

/** Whether somebody else's voice came after that. */
export function isNewSince(sinceMs: number, { receivedMs = -Infinity }: VoiceView): boolean {
  return receivedMs > sinceMs;
}

/** How many came after that. */
export function countNew(sinceMs: number, voices: readonly VoiceView[]): number {
  return voices.filter((voice) => isNewSince(sinceMs, voice)).length;
}

/** Notes that the voices on the screen were seen. */
export function noteLooked(voices: readonly VoiceView[]): void {
  const newest = voices.reduce((last, { receivedMs = 0 }) => Math.max(last, receivedMs), 0);
  if (lookedMs !== Infinity && newest <= lookedMs) return;
  lookedMs = newest;
  try {
    localStorage.setItem(key, String(newest));
  } catch (reason) {
    console.warn('What was seen could not be kept.', reason);
  }
}

function readLooked(): number {
  try {
    return Number(localStorage.getItem(key) ?? Infinity);
  } catch {
    return Infinity;
  }
}
