import type { Place } from '../../shared/kinds/place.ts';
import { say, type Spoken } from './words.ts';

/**
 * A place in words, as coarse as it was given: a name that was chosen from a list or written stands as it is, one that was found by the nearest office
 * is "around". Without a name the numbers are said. `spelt` is the name as the reader can read it, where that is known.
 */
export function sayPlace({ level, name, latE5, lonE5, municipality }: Place, spelt?: Spoken): Spoken {
  if (name !== undefined) {
    const spoken = spelt ?? { parts: [name] };
    return level === 'listed' ? spoken : say('place.around', { name: spoken });
  }
  if (latE5 !== undefined && lonE5 !== undefined) {
    const digits = level === 'exact' ? 5 : 2;
    return say('place.numbers', { lat: (latE5 / 1e5).toFixed(digits), lon: (lonE5 / 1e5).toFixed(digits) });
  }
  return municipality === undefined ? say('place.unsaid') : say('place.code', { n: municipality });
}
