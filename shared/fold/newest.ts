import type { Item } from '../log/item.ts';
import type { LogKey } from '../protocol/ids.ts';
import { compareByClock, isAhead } from './clocks.ts';
import type { Ground } from './ground.ts';
import { keyOf } from './logs.ts';

/**
 * Of values of which one holds at a time (all of equal right, all counting, their bodies here): those that no other of them replaced, by `replaces` or
 * by standing later in the same log on the same branch, since a device has seen its own log. Oldest first.
 */
export function candidatesOf(values: readonly Item[], ground: Ground): Item[] {
  if (values.length < 2) return [...values];
  const replaced = new Set<string>();
  const lastByLog = new Map<LogKey, number>();
  for (const value of values) {
    const replaces = value.body && 'replaces' in value.body ? value.body.replaces : undefined;
    const own = ground.names.nameOf(value.entry.id);
    for (const id of replaces ?? []) {
      const name = ground.names.nameOf(id);
      if (name !== own) replaced.add(name);
    }
    const key = keyOf(value);
    lastByLog.set(key, Math.max(lastByLog.get(key) ?? 0, value.entry.number));
  }
  const left = values.filter((value) => {
    const { id, number } = value.entry;
    const key = keyOf(value);
    if (replaced.has(ground.names.nameOf(id))) return false;
    return number >= (lastByLog.get(key) ?? 0) || number >= ground.logs.forkedFrom(value);
  });
  // Ids cannot name each other in a circle, but second names can; a circle replaces nothing.
  return (left.length > 0 ? left : [...values]).sort((a, b) => compareByClock(a, b, ground.clocks));
}

/**
 * The value that holds: of the candidates the last by (corrected clock, counter, id). With a `nowMs`, one whose clock leads it is taken only when
 * there is no other, so that nothing is newest by a clock ahead of the reader's best time.
 */
export function newestOf(values: readonly Item[], ground: Ground, nowMs: number | null = null): Item | null {
  const candidates = candidatesOf(values, ground);
  const plausible =
    nowMs === null ? candidates : candidates.filter((value) => !isAhead(ground.clocks.correctedMs(value), nowMs));
  return plausible.at(-1) ?? candidates.at(-1) ?? null;
}
