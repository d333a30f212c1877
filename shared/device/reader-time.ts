import type { ReaderTime } from '../fold/clocks.ts';
import type { DeviceCore } from './core.ts';

/**
 * The time by which this device makes its views: its best time, and when entries came. Of what it wrote itself the server's answer is the receipt: a
 * clock that led when it was written does not keep its own words on top for years. Before that answer nothing but the clock is known of them.
 */
export function readerTimeOf(core: DeviceCore): ReaderTime {
  return {
    nowMs: core.ports.nowMs() + core.meta.offsetMs,
    receivedAtMs: (entry) => core.receivedAtMs.get(entry) ?? core.own.get(entry.id)?.atServerMs ?? null,
  };
}
