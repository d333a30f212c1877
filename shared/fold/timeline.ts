import type { EntryId } from '../protocol/ids.ts';

/** What can be listed: by the time it is shown at, then by id. */
export type Listed = { readonly atMs: number; readonly id: EntryId };

/** Items in order of their clocks, sorted when looked at; see `newestFirst`. */
export type Timeline<T> = {
  /** Adds an item, or puts it in the place of the one with its id. */
  put(item: T): void;
  /**
   * Up to `limit` of what `show` makes of the items, latest `atMs` first. `show` gives null for what is passed over; `atMs` may lie before the clock of
   * its item (`clockOf`), never behind it. A new `generation` says that clocks may have changed. With `after` only what is listed below that is given, and
   * what lies above it costs nothing but the items whose clock leads (`leads`: listed earlier than by their clock, now and always).
   */
  take<S extends Listed>(
    limit: number,
    generation: number,
    show: (item: T) => S | null,
    clockOf: (item: T) => number,
    after?: { readonly place: Listed; readonly leads: (item: T) => boolean },
  ): S[];
};

/**
 * A list kept in ascending order of clock. Adding is O(1) and the next look sorts what is nearly sorted; a look goes down from the newest only until no
 * item further down can be listed above what was found, so clocks that lead (listed at their receipt) cost a look past them and no more. `compare`
 * orders by clock and at last by id, so that an item stands beside the one whose place it takes: the one with which it compares as equal.
 */
export function newestFirst<T>(compare: (a: T, b: T) => number): Timeline<T> {
  let sorted: T[] = [];
  let added: T[] = [];
  let sortedGeneration = -1;
  // Of `sorted`, in order; undefined until somebody asks.
  let leading: T[] | undefined;

  function sort(generation: number): void {
    if (generation === sortedGeneration && added.length === 0) return;
    sorted = sorted.concat(added).sort(compare);
    // Of the same id the one added last stands last: sorting keeps the order of equals.
    const isReplaced = (item: T, at: number): boolean => isSame(item, sorted[at + 1]);
    if (added.length > 0 && sorted.some(isReplaced)) sorted = sorted.filter((item, at) => !isReplaced(item, at));
    added = [];
    leading = undefined;
    sortedGeneration = generation;
  }

  function isSame(item: T, next: T | undefined): boolean {
    return next !== undefined && compare(item, next) === 0;
  }

  /** How many items have a clock up to `clockMs`. */
  function countUpTo(clockMs: number, clockOf: (item: T) => number): number {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const item = sorted[middle];
      if (item !== undefined && clockOf(item) <= clockMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    put: (item) => void added.push(item),
    take<S extends Listed>(
      limit: number,
      generation: number,
      show: (item: T) => S | null,
      clockOf: (item: T) => number,
      after?: { readonly place: Listed; readonly leads: (item: T) => boolean },
    ): S[] {
      sort(generation);
      const found: S[] = [];
      const waiting: S[] = [];
      let from = sorted.length;
      if (after) {
        const { atMs } = after.place;
        from = countUpTo(atMs, clockOf);
        leading ??= sorted.filter(after.leads);
        waiting.push(...leading.flatMap((item) => (clockOf(item) > atMs ? (show(item) ?? []) : [])));
        waiting.sort(byTime);
      }
      for (let at = from - 1; at >= -1 && found.length < limit; at--) {
        const item = sorted[at];
        const clockMs = item === undefined ? -Infinity : clockOf(item);
        // What waits and is later than everything further down can be handed out.
        for (let next = waiting.at(-1); next && next.atMs > clockMs && found.length < limit; next = waiting.at(-1)) {
          found.push(next);
          waiting.pop();
        }
        const shown = item === undefined ? null : show(item);
        if (shown === null) continue;
        const last = waiting.at(-1);
        waiting.push(shown);
        if (last && byTime(last, shown) > 0) waiting.sort(byTime);
      }
      return found;
    },
  };
}

/** Earlier first, and of the same time the lower id: a list that shows the latest first has them the other way round. */
export function byTime(a: Listed, b: Listed): number {
  return a.atMs - b.atMs || (a.id < b.id ? -1 : 1);
}
