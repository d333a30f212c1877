import type { Item } from '../log/item.ts';
import { equalBytes } from '../protocol/bytes.ts';
import { cutName } from '../protocol/cut.ts';
import { entryId, laneOf } from '../protocol/entry.ts';
import { toLogKey, type DeviceId, type EntryId, type LogKey } from '../protocol/ids.ts';

/** A place in a log: the entry with that number and that chain hash. */
export type LogPoint = { readonly number: number; readonly hash: Uint8Array };

/** Logs with all their branches; see `createLogs`. */
export type Logs = {
  /** Puts an item in its place. True when that showed or lowered a fork. The same item again changes nothing. */
  add(item: Item): boolean;
  holds(item: Item): boolean;
  /** The lowest number at which two chain hashes are known, or Infinity: below it the log has one branch only. */
  forkedFrom(key: LogKey): number;
  /** Every forked log with its `forkedFrom`, in order of keys. */
  forks(): readonly (readonly [LogKey, number])[];
  /** The last entries of all branches, by id; normally one. */
  headsOf(key: LogKey): readonly Item[];
  /** Whether `item` is `point` or stands below it on the branch that leads to it. */
  isUpTo(item: Item, point: LogPoint): boolean;
  /** The logs of a device of which entries are here. */
  logsOf(device: DeviceId): Iterable<LogKey>;
  /** All items of a log, by number, then id. */
  itemsOf(key: LogKey): readonly Item[];
  /** The name of an item's log in lists of cuts, kept because it costs a hash. */
  cutNameOf(item: Item): string;
};

type Log = {
  readonly byNumber: Map<number, Item[]>;
  forkedFrom: number;
  cutName: string | null;
  /** For each point that was asked for: how far down the links are known, and what is on the way. */
  readonly walks: Map<string, Walk>;
};

type Walk = { readonly ids: Set<EntryId>; nextNumber: number; nextHash: Uint8Array };

/**
 * The branches of all logs, from the links H(number − 1) → H(number). A fork is known as soon as two hashes are known for one number, be it from an
 * entry or from the link of the entry above it, so it may show at a higher number than where it began and sink as the gap fills.
 */
export function createLogs(): Logs {
  const logs = new Map<LogKey, Log>();
  const keysByDevice = new Map<DeviceId, Set<LogKey>>();

  function logOf(key: LogKey, device: DeviceId): Log {
    const known = logs.get(key);
    if (known) return known;
    const log: Log = { byNumber: new Map(), forkedFrom: Infinity, cutName: null, walks: new Map() };
    logs.set(key, log);
    const keys = keysByDevice.get(device);
    if (keys) keys.add(key);
    else keysByDevice.set(device, new Set([key]));
    return log;
  }

  function isUpTo(item: Item, point: LogPoint): boolean {
    const { number, id, hash } = item.entry;
    if (number >= point.number) return number === point.number && equalBytes(hash, point.hash);
    const log = logs.get(keyOf(item));
    // Below the fork there is one branch, so nothing needs walking. Above it only what the links prove is on the branch.
    return log === undefined || number < log.forkedFrom || walkDown(log, point, number).has(id);
  }

  return {
    add(item) {
      const { device, number } = item.entry;
      const log = logOf(keyOf(item), device);
      const twins = log.byNumber.get(number);
      if (twins?.some((twin) => twin.entry.id === item.entry.id)) return false;
      if (twins) twins.push(item);
      else log.byNumber.set(number, [item]);
      const fork = lowestConflict(log, item);
      if (fork >= log.forkedFrom) return false;
      log.forkedFrom = fork;
      return true;
    },
    holds: (item) =>
      logs
        .get(keyOf(item))
        ?.byNumber.get(item.entry.number)
        ?.some((twin) => twin.entry.id === item.entry.id) ?? false,
    forkedFrom: (key) => logs.get(key)?.forkedFrom ?? Infinity,
    forks: () =>
      [...logs]
        .flatMap(([key, log]) => (log.forkedFrom < Infinity ? [[key, log.forkedFrom] as const] : []))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    headsOf(key) {
      const items = itemsOf(logs.get(key));
      const continued = new Set(items.map((item) => entryId(item.previousHash)));
      return items.filter((item) => !continued.has(item.entry.id)).sort((a, b) => (a.entry.id < b.entry.id ? -1 : 1));
    },
    isUpTo,
    logsOf: (device) => keysByDevice.get(device) ?? [],
    itemsOf: (key) => itemsOf(logs.get(key)),
    cutNameOf(item) {
      const log = logOf(keyOf(item), item.entry.device);
      return (log.cutName ??= cutName(item.entry.channel, item.entry.device, laneOf(item.entry)));
    },
  };
}

/** The log in which an item stands. */
export function keyOf(item: Item): LogKey {
  return toLogKey(item.entry.channel, item.entry.device, laneOf(item.entry));
}

function lowestConflict(log: Log, item: Item): number {
  const { number, hash } = item.entry;
  const isOther = (other: Uint8Array, mine: Uint8Array): boolean => !equalBytes(other, mine);
  const beside = log.byNumber.get(number) ?? [];
  if (log.byNumber.get(number - 1)?.some((below) => isOther(below.entry.hash, item.previousHash))) return number - 1;
  if (beside.some((twin) => isOther(twin.previousHash, item.previousHash))) return number - 1;
  if (beside.some((twin) => isOther(twin.entry.hash, hash))) return number;
  if (log.byNumber.get(number + 1)?.some((above) => isOther(above.previousHash, hash))) return number;
  return Infinity;
}

/** Each walk goes down once, and further when missing entries have come. */
function walkDown(log: Log, point: LogPoint, number: number): ReadonlySet<EntryId> {
  const name = `${point.number}/${entryId(point.hash)}`;
  let walk = log.walks.get(name);
  if (!walk) {
    walk = { ids: new Set(), nextNumber: point.number, nextHash: point.hash };
    log.walks.set(name, walk);
  }
  while (walk.nextNumber >= number) {
    const hash = walk.nextHash;
    // The link below the last known entry already names the next one, present or not.
    walk.ids.add(entryId(hash));
    const item = log.byNumber.get(walk.nextNumber)?.find((one) => equalBytes(one.entry.hash, hash));
    if (!item) break;
    walk.nextNumber--;
    walk.nextHash = item.previousHash;
  }
  return walk.ids;
}

function itemsOf(log: Log | undefined): Item[] {
  if (!log) return [];
  return [...log.byNumber.values()].flat().sort(byNumberThenId);
}

function byNumberThenId(a: Item, b: Item): number {
  return a.entry.number - b.entry.number || (a.entry.id < b.entry.id ? -1 : 1);
}
