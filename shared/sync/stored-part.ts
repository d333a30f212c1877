import type { Head } from '../log/append.ts';
import { cutRun } from '../log/split-run.ts';
import { equalBytes } from '../protocol/bytes.ts';
import type { Run } from '../protocol/entry.ts';
import type { Sha256 } from '../protocol/hash.ts';
import type { ChannelId, DeviceId } from '../protocol/ids.ts';
import type { Lane } from '../protocol/parameters.ts';
import { fromSegment } from './segments.ts';
import type { Store } from './store.ts';

/** Where stored logs are looked up. */
export type StoredLogs = { readonly store: Store; readonly hash?: Sha256 };

/** By number: the chain hashes that the store holds, one for each branch. */
export async function storedHashes(
  channel: ChannelId,
  device: DeviceId,
  lane: Lane,
  from: number,
  to: number,
  { store, hash }: StoredLogs,
): Promise<ReadonlyMap<number, readonly Uint8Array[]>> {
  const byNumber = new Map<number, Uint8Array[]>();
  for (const segment of await store.readLog(channel, device, lane, from, to)) {
    for (const entry of fromSegment(segment, hash).entries) {
      byNumber.set(entry.number, [...(byNumber.get(entry.number) ?? []), entry.hash]);
    }
  }
  return byNumber;
}

/**
 * The part of `run` that neither the store (whose heads of that log are `heads`) nor an earlier run of the batch (`placed`) has, and whether it
 * begins another branch; `gap` when what comes before is lacking.
 */
export async function leaveOutStored(
  run: Run,
  heads: readonly Head[],
  placed: readonly Run[],
  ports: StoredLogs,
): Promise<{ run: Run; isFork: boolean } | 'stored' | 'gap'> {
  const { channel, device, lane, from } = run;
  const to = from + run.entries.length - 1;
  if (heads.length === 0 && placed.length === 0) return from === 1 ? { run, isFork: false } : 'gap';
  const ends = openEnds(heads, placed);
  const goesOn = (part: Run) => ends.some((end) => end.number === part.from - 1 && equalBytes(end.hash, part.base));
  if (goesOn(run)) return { run, isFork: false };
  const stored = await storedHashes(channel, device, lane, Math.max(1, from - 1), to, ports);
  const isStored = (number: number, hash: Uint8Array) =>
    (stored.get(number)?.some((one) => equalBytes(one, hash)) ?? false) ||
    placed.some((one) => equalBytes(one.entries[number - one.from]?.hash ?? noBytes, hash));
  if (from > 1 && !isStored(from - 1, run.base) && !isStored(from, run.entries[0]?.hash ?? run.base)) return 'gap';
  const missing = run.entries.findIndex((entry) => !isStored(entry.number, entry.hash));
  if (missing < 0) return 'stored';
  const part = missing === 0 ? run : cutRun(run, from + missing, to);
  return { run: part, isFork: !goesOn(part) };
}

/** The ends of all branches once `placed` is stored. */
function openEnds(heads: readonly Head[], placed: readonly Run[]): readonly Head[] {
  const ends = [...heads, ...placed.flatMap((run) => run.entries.at(-1) ?? [])];
  return ends.filter((end) => !placed.some((run) => run.from - 1 === end.number && equalBytes(run.base, end.hash)));
}

const noBytes = new Uint8Array(0);
