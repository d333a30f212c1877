import { integer, optional, record, required, text, oneOf, type Shape } from './schema.ts';

/** How exactly a place is meant: the person's choice, never finer than what they chose. */
export const placeLevel = { exact: 1, coarse: 2, municipality: 3, listed: 4 } as const;

const placeSchema = {
  level: required(0, oneOf(placeLevel)),
  /** Five-digit code of 全国地方公共団体コード without its check digit. */
  municipality: optional(1, integer(1, 99_999)),
  /** Degrees north times 100,000 (about a metre); a coarse place is rounded to 1,000 (about a kilometre). */
  latE5: optional(2, integer(-9_000_000, 9_000_000)),
  /** Degrees east times 100,000. */
  lonE5: optional(3, integer(-18_000_000, 18_000_000)),
  /** Of a shelter or a spot, at most 60 code points. */
  name: optional(4, text(60)),
};

/** Where something was said to be. */
export type Place = Shape<typeof placeSchema>;

/** A place in a body: a map of level, municipality, latitude, longitude, name. */
export const place = record(placeSchema);

/** How exactly a person wants to say where they are. */
export type Precision = 'exact' | 'coarse' | 'municipality';

/** A position as a device found it, in degrees times 100,000, good to `accuracyM` metres. */
export type Fix = { readonly latE5: number; readonly lonE5: number; readonly accuracyM: number };

/** About a kilometre: the grid of coarse places, in degrees times 100,000. */
const coarseGrid = 1_000;

/**
 * What is said of a position: never finer than `precision`, whatever else is known. The municipality and its name are said with each, as far as known here,
 * so that who has no list of places reads where it is. Null for a municipality that is not known.
 */
export function placeAt(
  fix: Fix,
  precision: Precision,
  municipality: { readonly code: number; readonly name: string } | null,
): Place | null {
  const named = municipality ? { municipality: municipality.code, name: municipality.name } : {};
  if (precision === 'municipality') return municipality ? { level: 'municipality', ...named } : null;
  const { latE5, lonE5 } = fix;
  if (precision === 'exact') return { level: 'exact', latE5: Math.round(latE5), lonE5: Math.round(lonE5), ...named };
  return { level: 'coarse', latE5: toGrid(latE5), lonE5: toGrid(lonE5), ...named };
}

/** The same place for a sign of life, which more persons may read than the check-in: an exact position becomes a coarse one. */
export function coarsePlace(place: Place): Place {
  const { latE5, lonE5 } = place;
  if (place.level !== 'exact' || latE5 === undefined || lonE5 === undefined) return place;
  return { ...place, level: 'coarse', latE5: toGrid(latE5), lonE5: toGrid(lonE5) };
}

function toGrid(degreesE5: number): number {
  // Adding 0 makes of -0, which no integer on the wire is, a plain 0.
  return Math.round(degreesE5 / coarseGrid) * coarseGrid + 0;
}
