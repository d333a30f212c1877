import type { ChannelId } from '../../shared/protocol/ids.ts';
import type { ReadQuery, ReadResult, StoredSegment } from '../../shared/sync/store.ts';

/** The segments of one shard that arrived last; see `createRecentSegments`. */
export type RecentSegments = {
  /** Notes what became durable, with the newest arrival of its channel and lane before it. Called in order of arrivals. */
  add(segment: StoredSegment, before: number): void;
  /** A blob changed: what is remembered of it is wrong now. */
  forget(arrival: number): void;
  /** The answer to a query if memory holds all of it; else null. `newest` gives the newest arrival of a channel in the query's lane. */
  read(query: ReadQuery, newest: (channel: ChannelId) => number): ReadResult | null;
};

type Recent = { readonly segment: StoredSegment; readonly before: number };

/**
 * Remembers segments that arrive after `newestNow`, up to `maxBytes` of blobs, each with the one before it in its channel and lane: a reader who was here a moment ago is
 * answered without a query, whatever else arrived meanwhile.
 */
export function createRecentSegments(maxBytes: number, newestNow: number): RecentSegments {
  const byArrival = new Map<number, Recent>();
  let bytes = 0;
  // Nothing up to here is remembered.
  let floor = newestNow;

  function drop(arrival: number): void {
    const dropped = byArrival.get(arrival);
    byArrival.delete(arrival);
    bytes -= dropped?.segment.blob.length ?? 0;
  }

  return {
    add(segment, before) {
      byArrival.set(segment.arrival, { segment, before });
      bytes += segment.blob.length;
      for (const oldest of byArrival.keys()) {
        if (bytes <= maxBytes) return;
        drop(oldest);
        floor = oldest;
      }
    },
    forget: drop,
    read({ channels, after, upTo, maxBytes: most }, newest) {
      if (after < floor) return null;
      const found: StoredSegment[] = [];
      for (const channel of channels) {
        let arrival = newest(channel);
        while (arrival > after) {
          const recent = byArrival.get(arrival);
          if (recent === undefined) return null;
          if (arrival <= upTo) found.push(recent.segment);
          arrival = recent.before;
        }
      }
      found.sort((a, b) => b.arrival - a.arrival);
      let size = 0;
      for (const [i, { blob }] of found.entries()) {
        if (i > 0 && size + blob.length > most)
          return { segments: found.slice(0, i), downTo: found[i]?.arrival ?? after };
        size += blob.length;
      }
      return { segments: found, downTo: after };
    },
  };
}
