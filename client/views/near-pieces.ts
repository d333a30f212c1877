import { boxIn, pieceRows } from './far-rows.tsx';

/** Pieces of a list by their numbers, both included. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Which pieces are near the window, and the one in its middle. */
export interface Near extends Range {
  readonly middle: number;
}

/**
 * The pieces of `list` that are no more than `reachPx` away from the window. `drawn` are those whose rows, `drawnRows` in all, stand in the list; all others are boxes in
 * the items before and behind them. Looks at a few only, however many there are.
 */
export function findNear(list: Element, drawn: Range, drawnRows: number, count: number, reachPx: number): Near {
  const [above, below] = list.querySelectorAll(':scope > .far');
  const boxOf = (i: number) => {
    if (i < drawn.from) return boxIn(above, 0, i);
    if (i > drawn.to) return boxIn(below, drawn.to + 1, i);
    return list.children[list.children.length - 1 - drawnRows + (i - drawn.from) * pieceRows];
  };
  /** The last piece that begins above `y`. */
  const at = (y: number) => {
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((boxOf(middle)?.getBoundingClientRect().top ?? Infinity) <= y) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return { from: at(-reachPx), to: at(innerHeight + reachPx), middle: at(innerHeight / 2) };
}

/** One piece more of what is wanted, the nearer side first, and one less of what is no longer kept; what is elsewhere altogether begins anew. */
export function stepTowards(range: Range, wanted: Near, kept: Range): Range {
  let { from, to } = range;
  if (to < wanted.from - 1 || from > wanted.to + 1) return { from: wanted.middle, to: wanted.middle };
  if (from < kept.from) from++;
  else if (to > kept.to) to--;
  const isAboveNearer = wanted.middle - from < to - wanted.middle;
  if (from > wanted.from && (isAboveNearer || to >= wanted.to)) return { from: from - 1, to };
  return { from, to: to < wanted.to ? to + 1 : to };
}
