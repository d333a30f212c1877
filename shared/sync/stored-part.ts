import type { Head } from '../log/append.ts';
import { cutRun } from '../log/split-run.ts';
import { bytesToHex, equalBytes } from '../protocol/bytes.ts';
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

/** A log while runs of one batch are added to it; see `createBranches`. */
export type Branches = {
  /** How many heads the store has. */
  readonly headCount: number;
  /** Whether nothing of the log is there. */
  isEmpty(): boolean;
  /** Whether `run` begins at the open end of a branch. */
  isGoneOnBy(run: Run): boolean;
  /** Whether an earlier run of the batch has the entry with that hash. */
  has(hash: Uint8Array): boolean;
  add(run: Run): void;
};

/** The branches of a log of which the store has `heads`. Costs the same for each entry, however many runs a batch is cut into. */
export function createBranches(heads: readonly Head[]): Branches {
  const ends = new Set(heads.map((head) => bytesToHex(head.hash)));
  const added = new Set<string>();
  return {
    headCount: heads.length,
    isEmpty: () => ends.size === 0,
    isGoneOnBy: (run) => ends.has(bytesToHex(run.base)),
    has: (hash) => added.has(bytesToHex(hash)),
    add(run) {
      ends.delete(bytesToHex(run.base));
      for (const entry of run.entries) added.add(bytesToHex(entry.hash));
      const last = run.entries.at(-1);
      if (last) ends.add(bytesToHex(last.hash));
    },
  };
}

/**
 * The part of `run` that neither the store nor an earlier run of the batch has, and whether it begins another branch; `gap` when what comes before
 * is lacking. A hash stands for its number too, since it covers the whole log up to there.
 */
export async function leaveOutStored(
  run: Run,
  branches: Branches,
  ports: StoredLogs,
): Promise<{ run: Run; isFork: boolean } | 'stored' | 'gap'> {
  const { channel, device, lane, from } = run;
  if (branches.isGoneOnBy(run)) return { run, isFork: false };
  if (branches.isEmpty()) return from === 1 ? { run, isFork: false } : 'gap';
  const to = from + run.entries.length - 1;
  const stored = await storedHashes(channel, device, lane, Math.max(1, from - 1), to, ports);
  const isStored = (number: number, hash: Uint8Array) =>
    branches.has(hash) || (stored.get(number)?.some((one) => equalBytes(one, hash)) ?? false);
  if (from > 1 && !isStored(from - 1, run.base) && !isStored(from, run.entries[0]?.hash ?? run.base)) return 'gap';
  const missing = run.entries.findIndex((entry) => !isStored(entry.number, entry.hash));
  if (missing < 0) return 'stored';
  const part = missing === 0 ? run : cutRun(run, from + missing, to);
  return { run: part, isFork: !branches.isGoneOnBy(part) };
}
