import { bytesToHex } from '../protocol/bytes.ts';
import { createByteReader } from '../protocol/byte-reader.ts';
import { createByteWriter } from '../protocol/byte-writer.ts';
import { idToBytes, type ChannelId } from '../protocol/ids.ts';
import { lanes, type Lane } from '../protocol/parameters.ts';
import { err, ok, type Result } from '../protocol/result.ts';

/** Arrivals that a reader lacks although they lie below its mark: of one channel, or of all it may read. */
export type Gap = {
  readonly lane: Lane;
  readonly channel: ChannelId | null;
  /** Not lacking itself. */
  readonly after: number;
  /** Lacking itself. */
  readonly upTo: number;
};

/** What a reader has of one shard. */
export type ShardMark = {
  /** By lane: every arrival up to this one is had, except the gaps. */
  readonly upTo: readonly number[];
  readonly gaps: readonly Gap[];
};

/**
 * Where a reader stands in what a store has received. Opaque to readers; a store keeps nothing about them. The epoch names the history:
 * it changes whenever the store may have lost its newest rows, and arrivals of different epochs have nothing to do with one another.
 */
export type Cursor = {
  /** 8 bytes as hex. */
  readonly epoch: string;
  readonly shards: readonly ShardMark[];
};

/** Why bytes are no cursor. The reader starts anew: what it has arrives again and changes nothing. */
export type CursorError = { readonly code: 'bad-cursor' };

/** Greatest number of gaps; further ones are joined into one wide gap of their lane, which brings some entries twice. */
export const maxGaps = 64;

/** The cursor of a reader that has nothing of a store with `shardCount` shards whose newest arrivals are `now`: one gap a lane. */
export function firstCursor(epoch: string, now: readonly number[]): Cursor {
  return {
    epoch,
    shards: now.map((arrival) => ({
      upTo: lanes.map(() => arrival),
      gaps: arrival === 0 ? [] : lanes.map((lane) => ({ lane, channel: null, after: 0, upTo: arrival })),
    })),
  };
}

/** The bytes of a cursor: epoch, number of shards, then for each its marks and gaps. Some 15 bytes for one shard without gaps. */
export function encodeCursor(cursor: Cursor): Uint8Array<ArrayBuffer> {
  const writer = createByteWriter(64);
  writer.bytes(idToBytes(cursor.epoch));
  writer.varint(cursor.shards.length);
  for (const shard of cursor.shards) {
    const most = Math.max(0, ...shard.upTo);
    writer.varint(most);
    for (const arrival of shard.upTo) writer.varint(most - arrival);
    writer.varint(shard.gaps.length);
    for (const gap of shard.gaps) {
      writer.byte(gap.lane | (gap.channel === null ? 0 : 4));
      if (gap.channel !== null) writer.bytes(idToBytes(gap.channel));
      writer.varint(gap.after);
      writer.varint(gap.upTo - gap.after);
    }
  }
  return writer.finish();
}

/** The cursor in `bytes`. Says nothing about what a reader may read: that is asked anew each time. */
export function decodeCursor(bytes: Uint8Array): Result<Cursor, CursorError> {
  const reader = createByteReader(bytes);
  const epoch = bytesToHex(reader.bytes(8));
  const shards: ShardMark[] = [];
  for (let left = reader.varint(); left > 0 && !reader.failed(); left--) {
    const most = reader.varint();
    const upTo = lanes.map(() => most - reader.varint());
    const gaps: Gap[] = [];
    for (let more = reader.varint(); more > 0 && !reader.failed(); more--) {
      const flags = reader.byte();
      const channel = flags & 4 ? bytesToHex(reader.bytes(18)) : null;
      const after = reader.varint();
      const end = after + reader.varint();
      if (flags > 7 || end <= after || !Number.isSafeInteger(end)) return err({ code: 'bad-cursor' });
      gaps.push({ lane: (flags & 3) as Lane, channel, after, upTo: end });
    }
    if (upTo.some((arrival) => arrival < 0)) return err({ code: 'bad-cursor' });
    shards.push({ upTo, gaps });
  }
  const isWhole = !reader.failed() && reader.left() === 0 && shards.length > 0;
  return isWhole ? ok({ epoch, shards }) : err({ code: 'bad-cursor' });
}

/** `gaps` with those of one lane that overlap and mean the same channels joined, and no more than `maxGaps` in all. */
export function tidyGaps(gaps: readonly Gap[]): readonly Gap[] {
  if (gaps.length === 0) return gaps;
  const sorted = [...gaps].filter((gap) => gap.upTo > gap.after).sort(compareGaps);
  const joined: Gap[] = [];
  for (const gap of sorted) {
    const last = joined.at(-1);
    if (last && last.lane === gap.lane && last.channel === gap.channel && gap.after <= last.upTo) {
      joined[joined.length - 1] = { ...last, upTo: Math.max(last.upTo, gap.upTo) };
    } else joined.push(gap);
  }
  if (joined.length <= maxGaps) return joined;
  return lanes.flatMap((lane): Gap[] => {
    const ofLane = joined.filter((gap) => gap.lane === lane);
    const after = Math.min(...ofLane.map((gap) => gap.after));
    const upTo = Math.max(...ofLane.map((gap) => gap.upTo));
    return ofLane.length === 0 ? [] : [{ lane, channel: null, after, upTo }];
  });
}

function compareGaps(a: Gap, b: Gap): number {
  if (a.lane !== b.lane) return a.lane - b.lane;
  if (a.channel !== b.channel) return (a.channel ?? '') < (b.channel ?? '') ? -1 : 1;
  return a.after - b.after;
}
