import type { ChannelId, DeviceId } from '../protocol/ids.ts';
import type { Lane } from '../protocol/parameters.ts';
import type { Head } from '../log/append.ts';

/** A run of one log as a store keeps it: what arrived together, cut only at signed points. */
export type Segment = {
  readonly channel: ChannelId;
  readonly device: DeviceId;
  readonly lane: Lane;
  readonly from: number;
  readonly to: number;
  /** First 8 bytes of H(to), as hex: tells the branches of a forked log apart. */
  readonly toHash8: string;
  /** `encodeSegment` of its columns, with base. */
  readonly blob: Uint8Array;
};

/** A segment on its way into a store, with the full hashes at both ends: so a store knows the new head without opening the blob. */
export type NewSegment = Segment & {
  /** H(from − 1), 32 bytes. */
  readonly base: Uint8Array;
  /** H(to), 32 bytes. */
  readonly toHash: Uint8Array;
};

/** A segment with its place in what the store has received. */
export type StoredSegment = Segment & { readonly arrival: number };

/** Which segments are wanted; the arrivals of one shard. */
export type ReadQuery = {
  readonly shard: number;
  readonly lane: Lane;
  readonly channels: readonly ChannelId[];
  /** Arrivals from `after` + 1 to `upTo`. */
  readonly after: number;
  readonly upTo: number;
  /** Reading goes from the newest down and ends before the blobs are more than so many bytes; one segment is given whatever its size. */
  readonly maxBytes: number;
};

/** What a query found. */
export type ReadResult = {
  /** Newest first. */
  readonly segments: readonly StoredSegment[];
  /** Everything above this arrival, up to the query's `upTo`, is among the segments; the query's `after` when all was read. */
  readonly downTo: number;
};

/** A body that must go: of the entry `number` of a log, if the chain hash there is `hash`. */
export type Erasing = {
  readonly channel: ChannelId;
  readonly device: DeviceId;
  readonly lane: Lane;
  readonly number: number;
  /** All 32 bytes. */
  readonly hash: Uint8Array;
};

/** What is written together: all of it or nothing. Everything in it is of one shard, since no transaction spans two. */
export type Commit = {
  readonly segments: readonly NewSegment[];
  readonly erasings: readonly Erasing[];
};

/**
 * What a server needs to keep. Every engine passes the same contract test. Arrivals rise by one for each segment of a shard, in the order
 * of commits, and skip nothing; the same segment (shard, channel, device, lane, from, toHash8) is stored once and keeps its first arrival.
 */
export type Store = {
  /** 8 random bytes as hex: names this history. A store that may have lost its newest rows takes another. */
  readonly epoch: string;
  readonly shardCount: number;
  /** The shard of a channel, from the hash of its owner. */
  shardOf(channel: ChannelId): number;
  /** Newest arrival of a shard, from memory; 0 for an empty one. */
  arrival(shard: number): number;
  /** Newest arrival in a channel and lane, from memory; 0 when there is none. */
  newest(channel: ChannelId, lane: Lane): number;
  /**
   * The same of many channels, in their order, each with its four lanes. What is given follows later commits, and the same array of channels costs
   * nothing the second time; nobody changes either.
   */
  newestByLane(channels: readonly ChannelId[]): readonly (readonly number[])[];
  /**
   * Writes and resolves once all of it would survive a power cut; the arrival of each segment, in order. A full disk rejects nothing:
   * the result is `no-space` and nothing of this commit was kept.
   */
  append(commit: Commit): Promise<AppendResult>;
  /** Told at once where memory has it. */
  read(query: ReadQuery): ReadResult | Promise<ReadResult>;
  /** Segments of one log that hold any of the numbers from `from` to `to`, all branches, by number. */
  readLog(
    channel: ChannelId,
    device: DeviceId,
    lane: Lane,
    from: number,
    to: number,
  ): Promise<readonly StoredSegment[]>;
  /** The last number and hash of every branch of a log; none for a log that the store does not know. Told at once where memory has it. */
  heads(channel: ChannelId, device: DeviceId, lane: Lane): readonly Head[] | Promise<readonly Head[]>;
  /** Ends after what was begun is durable. */
  close(): Promise<void>;
};

/** The outcome of a commit. */
export type AppendResult =
  | { readonly ok: true; readonly value: readonly number[] }
  | { readonly ok: false; readonly error: { readonly code: 'no-space' | 'store-failed'; readonly detail: string } };
