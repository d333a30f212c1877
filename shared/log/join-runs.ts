import { bytesToHex } from '../protocol/bytes.ts';
import type { Run } from '../protocol/entry.ts';

/**
 * `runs` with those joined that follow one another on one branch, in order of lanes, devices and numbers. An older page came without a signature at
 * its end, because the base of the run behind it answered for it; it can be believed elsewhere only together with that run.
 */
export function joinRuns(runs: readonly Run[]): readonly Run[] {
  const joined = new Set<Run>();
  const byBase = new Map<string, Run>();
  for (const run of [...runs].sort((a, b) => b.from - a.from)) {
    const last = run.entries.at(-1);
    const next = last && byBase.get(bytesToHex(last.hash));
    const whole = next ? join(run, next) : run;
    if (next) joined.delete(next);
    joined.add(whole);
    byBase.set(bytesToHex(run.base), whole);
  }
  return [...joined].sort(
    (a, b) => a.lane - b.lane || compare(a.device, b.device) || compare(a.channel, b.channel) || a.from - b.from,
  );
}

function join(run: Run, next: Run): Run {
  const entries = [...run.entries, ...next.entries];
  return { ...run, entries, signatures: new Map([...run.signatures, ...next.signatures]) };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
