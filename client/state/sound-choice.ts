import type { Arrival } from './arrivals.ts';

/** When a soft sound says that something came while the app is open. */
export interface SoundChoice {
  readonly sounds: 'off' | 'life' | 'all';
  /** Hours of the day, 0 to 23, in the reader's zone: from the first up to the second nothing sounds. The same hour twice: none are quiet. */
  readonly quietFrom: number;
  readonly quietTo: number;
  /** "Needs rescue" sounds in the quiet hours too. */
  readonly rescueAlways: boolean;
}

export const silence: SoundChoice = { sounds: 'off', quietFrom: 22, quietTo: 7, rescueAlways: false };

/** Whether `hour` is quiet; the quiet hours may go past midnight. */
export function isQuiet(hour: number, { quietFrom, quietTo }: SoundChoice): boolean {
  if (quietFrom <= quietTo) return hour >= quietFrom && hour < quietTo;
  return hour >= quietFrom || hour < quietTo;
}

/** Whether something that came at `hour`, by the best time, is heard. */
export function isHeard(arrival: Arrival, choice: SoundChoice, hour: number): boolean {
  const isLife = arrival === 'rescue' || arrival === 'life';
  if (choice.sounds === 'off' || (!isLife && choice.sounds !== 'all')) return false;
  return !isQuiet(hour, choice) || (arrival === 'rescue' && choice.rescueAlways);
}

/** A choice as it was kept; whatever cannot be read is as on the first day. */
export function readSoundChoice(kept: string | null): SoundChoice {
  const [sounds, from, to, rescue] = (kept ?? '').split(' ');
  if (sounds !== 'life' && sounds !== 'all') return silence;
  const hours = [Number(from), Number(to)].filter((hour) => Number.isInteger(hour) && hour >= 0 && hour < 24);
  const [quietFrom, quietTo] = hours.length === 2 ? hours : [];
  return {
    sounds,
    quietFrom: quietFrom ?? silence.quietFrom,
    quietTo: quietTo ?? silence.quietTo,
    rescueAlways: rescue === 'rescue',
  };
}

export function writeSoundChoice({ sounds, quietFrom, quietTo, rescueAlways }: SoundChoice): string {
  return [sounds, quietFrom, quietTo, rescueAlways ? 'rescue' : 'never'].join(' ');
}
