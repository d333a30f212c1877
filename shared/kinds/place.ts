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
