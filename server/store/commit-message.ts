import { bytesToHex } from '../../shared/protocol/bytes.ts';
import type { Lane } from '../../shared/protocol/parameters.ts';
import type { Commit, Erasing, NewSegment } from '../../shared/sync/store.ts';

/**
 * Commits on their way to the writer thread, flat: cloning an object a segment cost more than writing its row. The arrays are handed over,
 * not copied.
 */
export type CommitMessage = {
  /** Channel and device of each segment, then of each erasing, commit by commit. */
  readonly names: readonly string[];
  /** Number of commits; for each: shard, segments, erasings; then lane, from, to, size a segment and lane, number an erasing. */
  readonly numbers: Float64Array<ArrayBuffer>;
  /** Base, hash and blob of each segment, hash of each erasing. */
  readonly bytes: Uint8Array<ArrayBuffer>;
};

/** A commit and its shard. */
export type ShardCommit = Commit & { readonly shard: number };

/** Packs `commits`, in order. */
export function packCommits(commits: readonly ShardCommit[]): CommitMessage {
  const names: string[] = [];
  const numbers: number[] = [commits.length];
  let size = 0;
  for (const { shard, segments, erasings } of commits) {
    numbers.push(shard, segments.length, erasings.length);
    for (const { channel, device, lane, from, to, blob } of segments) {
      names.push(channel, device);
      numbers.push(lane, from, to, blob.length);
      size += 64 + blob.length;
    }
    for (const { channel, device, lane, number } of erasings) {
      names.push(channel, device);
      numbers.push(lane, number);
      size += 32;
    }
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  const put = (part: Uint8Array) => {
    bytes.set(part, at);
    at += part.length;
  };
  for (const { segments, erasings } of commits) {
    for (const { base, toHash, blob } of segments) for (const part of [base, toHash, blob]) put(part);
    for (const { hash } of erasings) put(hash);
  }
  return { names, numbers: Float64Array.from(numbers), bytes };
}

/** The commits in a message; byte arrays are views on it. */
export function unpackCommits({ names, numbers, bytes }: CommitMessage): ShardCommit[] {
  let name = 0;
  let number = 0;
  let byte = 0;
  const nextName = () => names[name++] as string;
  const nextNumber = () => numbers[number++] as number;
  const nextBytes = (length: number) => bytes.subarray(byte, (byte += length));
  return Array.from({ length: nextNumber() }, () => {
    const [shard, segmentCount, erasingCount] = [nextNumber(), nextNumber(), nextNumber()];
    const segments = Array.from({ length: segmentCount }, (): NewSegment => {
      const [channel, device] = [nextName(), nextName()];
      const [lane, from, to, size] = [nextNumber() as Lane, nextNumber(), nextNumber(), nextNumber()];
      const [base, toHash, blob] = [nextBytes(32), nextBytes(32), nextBytes(size)];
      return { channel, device, lane, from, to, base, toHash, toHash8: bytesToHex(toHash.subarray(0, 8)), blob };
    });
    const erasings = Array.from({ length: erasingCount }, (): Erasing => {
      const [channel, device, lane, number] = [nextName(), nextName(), nextNumber() as Lane, nextNumber()];
      return { channel, device, lane, number, hash: nextBytes(32) };
    });
    return { shard, segments, erasings };
  });
}
