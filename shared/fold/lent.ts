import type { Item } from '../log/item.ts';
import type { DeviceId, EntryId } from '../protocol/ids.ts';
import { keyOf, type Logs } from './logs.ts';

/**
 * The entries of a device beyond the greatest number that its certificate allows, over all its logs. Numbers of different logs cannot be compared, so
 * the entries are walked in order of (clock as written, counter, id); with each one the log it stands in is taken to hold as many entries as its
 * number says, or as were walked in it on all branches, whichever is more; an entry is beyond when the sum over the logs then exceeds `most`.
 *
 * So an entry that is missing here is counted by the number of a later one, more entries never make one count again that was beyond, and a clock set
 * back gains nothing but a place among the first `most`. A replica that is served fewer channels may count an entry that another does not.
 */
export function entriesBeyond(
  logs: Logs,
  device: DeviceId,
  most: number,
  notYetHeld: readonly Item[] = [],
): ReadonlySet<EntryId> {
  const held = [...logs.logsOf(device)].flatMap((key) => logs.itemsOf(key));
  const items = [...held, ...notYetHeld].sort(byWrittenClock);
  const heldByLog = new Map<string, { walked: number; highest: number }>();
  const beyond = new Set<EntryId>();
  let sum = 0;
  for (const item of items) {
    const key = keyOf(item);
    const log = heldByLog.get(key) ?? { walked: 0, highest: 0 };
    const before = Math.max(log.walked, log.highest);
    log.walked++;
    log.highest = Math.max(log.highest, item.entry.number);
    heldByLog.set(key, log);
    sum += Math.max(log.walked, log.highest) - before;
    if (sum > most) beyond.add(item.entry.id);
  }
  return beyond;
}

function byWrittenClock(a: Item, b: Item): number {
  return a.entry.clockMs - b.entry.clockMs || a.entry.counter - b.entry.counter || (a.entry.id < b.entry.id ? -1 : 1);
}
