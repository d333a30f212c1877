import type { Line } from '../platform/kept-files.ts';
import type { DataUse } from '../state/model.ts';

/** Masks of lanes, as in `SyncRequest`. The fourth lane carries pictures, which nobody waits for on a thin or dear line. */
export const allLanes = 15;
export const withoutBulk = 7;
export const lifeOnly = 1;

/** Which lanes may travel. What a person chose holds on every line; left to the line it is life alone where that is thin, and no pictures where it is slow. */
export function lanesFor(use: DataUse, line: Line): number {
  if (use === 'lifeOnly' || (use === 'auto' && line === 'thin')) return lifeOnly;
  return use === 'noPictures' || line === 'slow' ? withoutBulk : allLanes;
}

/** The same for one try by hand: pictures go along too, but never more than life where only that may travel. */
export function lanesByHand(use: DataUse, line: Line): number {
  return lanesFor(use, line) === lifeOnly ? lifeOnly : allLanes;
}
