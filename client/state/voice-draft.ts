import { mood } from '../../shared/kinds/values.ts';
import { place, type Place } from '../../shared/kinds/place.ts';
import type { Mood } from './model.ts';

/** All moods that a voice may have, in the order in which they are offered. */
export const moods = Object.keys(mood) as readonly Mood[];

/** The mood in a draft, or nothing. */
export function readMood(draft: string | undefined): Mood | undefined {
  return moods.find((name) => name === draft);
}

/** The place in a draft; nothing when what was kept is none that could be sent. */
export function readPlace(draft: string | undefined): Place | undefined {
  try {
    const kept = JSON.parse(draft || 'null') as Place | null;
    return kept ? place.decode(place.encode(kept)) : undefined;
  } catch (reason) {
    console.debug('No place in the draft.', reason);
    return undefined;
  }
}
