import { useLater } from '../ui/lazy.tsx';

const load = async () => (await import('./places.ts')).places;

/** The list and the map of places; `missing` on a device that has them not yet and no line. */
export function usePlaces() {
  return useLater(load);
}
