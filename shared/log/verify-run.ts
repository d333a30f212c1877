import { equalBytes } from '../protocol/bytes.ts';
import { signedBytes, type Run } from '../protocol/entry.ts';
import type { OpenRun, RunProblem } from '../protocol/open-batch.ts';
import type { Verifier } from '../protocol/sign.ts';

/** How far a run can be believed. */
export type VerifiedRun = {
  /** The part up to the last good signed point, or null. */
  readonly run: Run | null;
  /** Why it ends before its last entry, or null when it is whole. */
  readonly problem: RunProblem | null;
};

/**
 * The part of `open` that ends in its last good signed point. A chain that is wrong somewhere makes every later signature wrong and leaves
 * every earlier one good, so the point is found by halving, which bounds the work for hostile runs. An older page has no signature at its end: it is good when its end is
 * `expectedEnd`, the base of the run that the reader already has.
 */
export async function verifyRun(
  open: OpenRun,
  signingKey: Uint8Array,
  verifier: Verifier,
  expectedEnd: Uint8Array | null = null,
): Promise<VerifiedRun> {
  const last = open.entries.at(-1);
  if (last !== undefined && open.problem === null && expectedEnd !== null && equalBytes(last.hash, expectedEnd)) {
    return { run: toRun(open, open.entries.length), problem: null };
  }
  const points = open.signatures.filter((point) => point.number < open.from + open.entries.length);
  const isGood = async (index: number): Promise<boolean> => {
    const point = points[index];
    const entry = point && open.entries[point.number - open.from];
    if (point === undefined || entry === undefined) return false;
    return verifier.verifySignature(signingKey, signedBytes(entry.hash), point.signature);
  };
  let good = -1;
  if (points.length > 0 && (await isGood(points.length - 1))) good = points.length - 1;
  else {
    for (let low = 0, high = points.length - 2; low <= high;) {
      const middle = (low + high) >> 1;
      if (await isGood(middle)) {
        good = middle;
        low = middle + 1;
      } else high = middle - 1;
    }
  }
  const count = good < 0 ? 0 : (points[good]?.number ?? 0) - open.from + 1;
  const problem = count === open.count ? null : (open.problem ?? badSignature(open, count));
  return {
    run: count === 0 ? null : toRun(open, count),
    problem: problem && { ...problem, number: open.from + count },
  };
}

function badSignature(open: OpenRun, count: number): RunProblem {
  return { code: 'bad-signature', number: open.from + count, detail: 'no good signature covers it' };
}

function toRun(open: OpenRun, count: number): Run {
  const end = open.from + count - 1;
  return {
    channel: open.channel,
    device: open.device,
    lane: open.lane,
    from: open.from,
    base: open.start,
    entries: open.entries.slice(0, count),
    signatures: new Map(
      open.signatures.filter((point) => point.number <= end).map((point) => [point.number, point.signature]),
    ),
  };
}
