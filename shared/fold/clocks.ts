import { maxLeadMs } from '../log/hybrid-clock.ts';
import type { Item, ItemEntry } from '../log/item.ts';
import { ownerOfChannel, typeOfChannel, type DeviceId, type EntryId } from '../protocol/ids.ts';

/** What the reader knows of time when a view is made: never part of a fold's state. */
export type ReaderTime = {
  /** The reader's best time (own clock with the offset learned at contact). */
  readonly nowMs: number;
  /** When an entry was received here, by best time; null when that is not known. */
  readonly receivedAtMs: (entry: ItemEntry) => number | null;
};

/** Corrected clocks; see `createClocks`. */
export type Clocks = {
  /** Takes note of a `clock` entry. True when there was something to note. */
  add(item: Item): boolean;
  /** The clock of an entry, corrected by the `clock` entries of its device. Milliseconds since 1970 UTC, not below 0. */
  correctedMs(item: Item): number;
};

/**
 * Clock entries count in the author's own card, for entries of their own device in any log whose written clock lies from `fromMs` to `toMs`, both
 * included. Where several apply the one with the highest number holds alone, then the lowest id: the device knew its earlier ones.
 */
export function createClocks(counts: (item: Item) => boolean): Clocks {
  const byDevice = new Map<DeviceId, Map<EntryId, Item>>();
  return {
    add(item) {
      const { channel, device, id } = item.entry;
      if (item.body?.kind !== 'clock' || typeOfChannel(channel) !== 'card') return false;
      if (ownerOfChannel(channel) !== item.author) return false;
      const known = byDevice.get(device);
      if (known) known.set(id, item);
      else byDevice.set(device, new Map([[id, item]]));
      return true;
    },
    correctedMs(item) {
      const { clockMs, device } = item.entry;
      const corrections = byDevice.get(device);
      if (!corrections) return clockMs;
      let best: Item | null = null;
      let offsetMs = 0;
      for (const one of corrections.values()) {
        if (one.body?.kind !== 'clock' || clockMs < one.body.fromMs || clockMs > one.body.toMs) continue;
        if (best && !isLaterCorrection(one, best)) continue;
        if (!counts(one)) continue;
        best = one;
        offsetMs = one.body.offsetMs;
      }
      return Math.max(0, clockMs + offsetMs);
    },
  };
}

function isLaterCorrection(a: Item, b: Item): boolean {
  return a.entry.number > b.entry.number || (a.entry.number === b.entry.number && a.entry.id < b.entry.id);
}

/** Oldest first by (corrected clock, counter, id): a total order, the one by which ties among values and lists of posts are settled. */
export function compareByClock(a: Item, b: Item, clocks: Clocks): number {
  const difference = clocks.correctedMs(a) - clocks.correctedMs(b) || a.entry.counter - b.entry.counter;
  return difference || (a.entry.id < b.entry.id ? -1 : a.entry.id > b.entry.id ? 1 : 0);
}

/** The time at which a view lists an item: the earlier of its corrected clock and its receipt, and never later than now. */
export function shownTimeMs(clockMs: number, receivedAtMs: number | null, nowMs: number): number {
  return Math.min(clockMs, receivedAtMs ?? clockMs, nowMs);
}

/** Whether a clock leads the reader's best time by more than the five minutes that clocks may differ: then nothing is newest or valid by it. */
export function isAhead(clockMs: number, nowMs: number): boolean {
  return clockMs > nowMs + maxLeadMs;
}
