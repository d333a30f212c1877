import type { HostDirectory } from '../../shared/host/directory.ts';
import type { SessionParty } from '../../shared/protocol/encode-batch.ts';
import type { ChannelId, DeviceId } from '../../shared/protocol/ids.ts';
import { lanes } from '../../shared/protocol/parameters.ts';
import { equalBytes } from '../../shared/protocol/bytes.ts';
import { decodeCursor, type ShardMark } from '../../shared/sync/cursor.ts';
import type { SyncRequest } from '../../shared/sync/messages.ts';
import type { Store } from '../../shared/sync/store.ts';
import { createLru } from '../store/lru.ts';

/** Newest arrivals, by lane, in the channels of one reader of one shard. */
type Seen = { readonly channels: readonly ChannelId[]; readonly arrival: number; readonly newest: readonly number[] };

/** Where a reader stands, as its cursor said it: who hears nothing new comes back with the same. */
type Stand = { readonly cursor: Uint8Array; readonly mark: ShardMark | null };

// Cursors without gaps are shorter.
const mostCursorBytes = 64;

/** What can be said of a reader without reading entries; see `createNothingNew`. */
export type NothingNew = {
  /** Whether `answerReader` would say nothing to the request: nothing comes with it, and its cursor lacks nothing. False where it does not know. */
  isNothingNew(request: SyncRequest, session: SessionParty): boolean;
  /** Whether something came in these lanes since the reader was given that cursor, or its access changed; what it lacked then is none. False where it does not know. */
  hasCome(cursor: Uint8Array, laneMask: number, session: SessionParty): boolean;
};

/**
 * Compares cursors of this epoch with the newest arrivals in the channels of their readers. Costs no query, and while the store stands still
 * not even a look at the channels. Knows only stores of one shard.
 */
export function createNothingNew(
  store: Pick<Store, 'epoch' | 'shardCount' | 'arrival' | 'newestByLane'>,
  directory: Pick<HostDirectory, 'readableChannels' | 'changesSince'>,
): NothingNew {
  const seenByDevice = createLru<DeviceId, Seen>(50_000);
  const standByDevice = createLru<DeviceId, Stand>(50_000);

  function newestOf(session: SessionParty): readonly number[] {
    const channels = directory.readableChannels(session);
    const arrival = store.arrival(0);
    const known = seenByDevice.get(session.device);
    if (known?.channels === channels && known.arrival === arrival) return known.newest;
    const newest = [0, 0, 0, 0];
    for (const ofChannel of store.newestByLane(channels)) {
      for (const lane of lanes) newest[lane] = Math.max(newest[lane] as number, ofChannel[lane] as number);
    }
    seenByDevice.set(session.device, { channels, arrival, newest });
    return newest;
  }

  function markOf(cursor: Uint8Array, { device }: SessionParty): ShardMark | null {
    const known = standByDevice.get(device);
    if (known !== undefined && equalBytes(known.cursor, cursor)) return known.mark;
    const decoded = decodeCursor(cursor);
    const isKnown = decoded.ok && decoded.value.epoch === store.epoch && decoded.value.shards.length === 1;
    const mark = (isKnown ? decoded.value.shards[0] : null) ?? null;
    // A copy: what came with a request is a view on all of its bytes.
    if (cursor.length <= mostCursorBytes) standByDevice.set(device, { cursor: cursor.slice(), mark });
    return mark;
  }

  function isStill(mark: ShardMark, laneMask: number, session: SessionParty): boolean {
    const changes = directory.changesSince(session, 0, mark.upTo[0] ?? 0);
    if (changes.opened.length + changes.closed.length > 0) return false;
    const newest = newestOf(session);
    return lanes.every((lane) => ((laneMask >> lane) & 1) === 0 || (newest[lane] ?? 0) <= (mark.upTo[lane] ?? 0));
  }

  const isAhead = (mark: ShardMark) => mark.upTo.some((arrival) => arrival > store.arrival(0));

  return {
    isNothingNew(request, session) {
      const { cursor, batch, cards, heads, bodies } = request;
      if (store.shardCount !== 1 || cursor === null || batch !== null) return false;
      if (cards.length + heads.length + bodies.length > 0) return false;
      const mark = markOf(cursor, session);
      if (mark === null || mark.gaps.length > 0 || isAhead(mark)) return false;
      return isStill(mark, request.lanes, session);
    },
    hasCome(cursor, laneMask, session) {
      const mark = store.shardCount === 1 ? markOf(cursor, session) : null;
      return mark !== null && !isAhead(mark) && !isStill(mark, laneMask, session);
    },
  };
}
