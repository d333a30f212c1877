import type { Fix } from '../../shared/kinds/place.ts';

/** Why there is no position: refused by the person or the browser; no way to find one here; nothing came in the time. */
export type PositionTrouble = 'denied' | 'none' | 'late';

export type PositionOutcome = { readonly fix: Fix } | { readonly trouble: PositionTrouble };

/**
 * Asks the device where it is, for at most `limitMs`. Needs no network. The limit is kept here too: a browser counts its own only after the question for
 * permission was answered, and some never answer. `isFine` costs battery and time.
 */
export function findPosition(limitMs: number, isFine: boolean): Promise<PositionOutcome> {
  const { geolocation } = navigator as { geolocation?: Geolocation };
  if (!geolocation || !isSecureContext) return Promise.resolve({ trouble: 'none' });
  return new Promise((resolve) => {
    setTimeout(() => resolve({ trouble: 'late' }), limitMs);
    geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude, accuracy } }) =>
        resolve({ fix: { latE5: latitude * 1e5, lonE5: longitude * 1e5, accuracyM: accuracy } }),
      ({ code }) => resolve({ trouble: code === 1 ? 'denied' : code === 3 ? 'late' : 'none' }),
      { enableHighAccuracy: isFine, timeout: limitMs, maximumAge: isFine ? 10_000 : 60_000 },
    );
  });
}
