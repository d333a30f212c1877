import type { ChannelId } from '../../shared/protocol/ids.ts';
import type { Lane } from '../../shared/protocol/parameters.ts';
import type { NewestRows } from './newest-rows.ts';

/** The newest arrival of every channel and lane, in memory: what a reader may skip costs no query. */
export type NewestMap = {
  /** 0 where there is none. */
  get(channel: ChannelId, lane: Lane): number;
  /** All lanes of each channel, kept up: the array of a channel is the same as long as the map lives. */
  byLane(channels: readonly ChannelId[]): readonly (readonly number[])[];
  /** Notes an arrival and returns the newest before it. */
  note(channel: ChannelId, lane: Lane, arrival: number): number;
};

/** A map that begins with what was found at start-up. */
export function createNewestMap({ channels, rows }: NewestRows): NewestMap {
  const byChannel = new Map<ChannelId, [number, number, number, number]>();
  const names = Buffer.from(channels.buffer, channels.byteOffset, channels.length);
  const lanesOf = (channel: ChannelId) => {
    let lanes = byChannel.get(channel);
    if (lanes === undefined) byChannel.set(channel, (lanes = [0, 0, 0, 0]));
    return lanes;
  };
  for (let i = 0; i < rows.length; i += 3) {
    const at = (rows[i] as number) * 18;
    lanesOf(names.toString('hex', at, at + 18))[rows[i + 1] as Lane] = rows[i + 2] as number;
  }
  // A reader's channels are asked for with every request, and looking up two hundred names costs more than all the rest of it.
  const known = new WeakMap<readonly ChannelId[], readonly (readonly number[])[]>();
  return {
    get: (channel, lane) => byChannel.get(channel)?.[lane] ?? 0,
    byLane(channels) {
      const found = known.get(channels) ?? channels.map(lanesOf);
      known.set(channels, found);
      return found;
    },
    note(channel, lane, arrival) {
      const lanes = lanesOf(channel);
      const before = lanes[lane];
      if (arrival > before) lanes[lane] = arrival;
      return before;
    },
  };
}
