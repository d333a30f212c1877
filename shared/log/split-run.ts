import type { Run } from '../protocol/entry.ts';

/** `run` cut at signed points into parts of at least `least` entries, so that stores can serve a small budget. */
export function splitRun(run: Run, least: number): readonly Run[] {
  const points = [...run.signatures.keys()].sort((a, b) => a - b);
  const parts: Run[] = [];
  let from = run.from;
  for (const [i, point] of points.entries()) {
    if (point - from + 1 < least && i < points.length - 1) continue;
    parts.push(cutRun(run, from, point));
    from = point + 1;
  }
  return parts;
}

/** The entries `from` to `to` of `run`. Throws unless both lie in it and `to` is a signed point. */
export function cutRun(run: Run, from: number, to: number): Run {
  const first = run.entries[from - run.from];
  if (first === undefined || !run.signatures.has(to)) throw new RangeError('not a part that ends in a signed point');
  return {
    ...run,
    from,
    base: from === run.from ? run.base : (run.entries[from - run.from - 1]?.hash ?? run.base),
    entries: run.entries.slice(from - run.from, to - run.from + 1),
    signatures: new Map([...run.signatures].filter(([number]) => number >= from && number <= to)),
  };
}
