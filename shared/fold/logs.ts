import { createByNumber, type ByNumber } from '../log/by-number.ts';
import type { Item } from '../log/item.ts';
import { equalBytes } from '../protocol/bytes.ts';
import { cutName } from '../protocol/cut.ts';
import { entryId, laneOf } from '../protocol/entry.ts';
import { fromLogKey, toLogKey, type ChannelId, type DeviceId, type EntryId, type LogKey } from '../protocol/ids.ts';

/** A place in a log: the entry with that number and that chain hash. */
export type LogPoint = { readonly number: number; readonly hash: Uint8Array };

/** Logs with all their branches; see `createLogs`. */
export type Logs = {
  /** Puts an item in its place. True when that showed or lowered a fork. The same item again changes nothing. */
  add(item: Item): boolean;
  holds(item: Item): boolean;
  /** The lowest number of an item's log at which two chain hashes are known, or Infinity: below it the log has one branch only. */
  forkedFrom(item: Item): number;
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
  readonly key: LogKey;
  /** An array only where the log forks. */
  readonly byNumber: ByNumber<Item | Item[]>;
  forkedFrom: number;
  cutName: string | null;
  /** For each point that was asked for: how far down the links are known, and what is on the way. Seldom any. */
  walks: Map<string, Walk> | null;
};

type Walk = { readonly ids: Set<EntryId>; nextNumber: number; nextHash: Uint8Array };

/**
 * The branches of all logs, from the links H(number − 1) → H(number). A fork is known as soon as two hashes are known for one number, be it from an
 * entry or from the link of the entry above it, so it may show at a higher number than where it began and sink as the gap fills.
 */
export function createLogs(): Logs {
  // By device, then channel, then lane: keys made of all three would be a new long text for every entry.
  const byDevice = new Map<DeviceId, Map<ChannelId, (Log | undefined)[]>>();

  function find({ entry }: Item): Log | undefined {
    return byDevice.get(entry.device)?.get(entry.channel)?.[laneOf(entry)];
  }

  function findOrMake(item: Item): Log {
    const known = find(item);
    if (known) return known;
    const { device, channel } = item.entry;
    const log: Log = { key: keyOf(item), byNumber: createByNumber(), forkedFrom: Infinity, cutName: null, walks: null };
    const channels = byDevice.get(device) ?? new Map<ChannelId, (Log | undefined)[]>();
    byDevice.set(device, channels);
    const lanes = channels.get(channel) ?? [undefined, undefined, undefined, undefined];
    channels.set(channel, lanes);
    lanes[laneOf(item.entry)] = log;
    return log;
  }

  function findByKey(key: LogKey): Log | undefined {
    const { device, channel, lane } = fromLogKey(key);
    return byDevice.get(device)?.get(channel)?.[lane];
  }

  function logsOfDevice(device: DeviceId): Log[] {
    return [...(byDevice.get(device)?.values() ?? [])].flat().filter((log) => log !== undefined);
  }

  function isUpTo(item: Item, point: LogPoint): boolean {
    const { number, id, hash } = item.entry;
    if (number >= point.number) return number === point.number && equalBytes(hash, point.hash);
    const log = find(item);
    // Below the fork there is one branch, so nothing needs walking. Above it only what the links prove is on the branch.
    return log === undefined || number < log.forkedFrom || walkDown(log, point, number).has(id);
  }

  return {
    add(item) {
      const log = findOrMake(item);
      const { number } = item.entry;
      const twins = itemsAt(log, number);
      if (twins.some((twin) => twin.entry.id === item.entry.id)) return false;
      log.byNumber.set(number, twins.length === 0 ? item : [...twins, item]);
      const fork = lowestConflict(log, item);
      if (fork >= log.forkedFrom) return false;
      log.forkedFrom = fork;
      return true;
    },
    holds(item) {
      const log = find(item);
      return log !== undefined && itemsAt(log, item.entry.number).some((twin) => twin.entry.id === item.entry.id);
    },
    forkedFrom: (item) => find(item)?.forkedFrom ?? Infinity,
    forks: () =>
      [...byDevice.keys()]
        .flatMap(logsOfDevice)
        .flatMap((log) => (log.forkedFrom < Infinity ? [[log.key, log.forkedFrom] as const] : []))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    headsOf(key) {
      const items = itemsOf(findByKey(key));
      const continued = new Set(items.map((item) => entryId(item.previousHash)));
      return items.filter((item) => !continued.has(item.entry.id)).sort((a, b) => (a.entry.id < b.entry.id ? -1 : 1));
    },
    isUpTo,
    logsOf: (device) => logsOfDevice(device).map((log) => log.key),
    itemsOf: (key) => itemsOf(findByKey(key)),
    cutNameOf(item) {
      const { channel, device } = item.entry;
      const log = find(item);
      const name = log?.cutName ?? cutName(channel, device, laneOf(item.entry));
      if (log) log.cutName = name;
      return name;
    },
  };
}

/** The log in which an item stands. */
export function keyOf(item: Item): LogKey {
  return toLogKey(item.entry.channel, item.entry.device, laneOf(item.entry));
}

const none: readonly Item[] = [];

function itemsAt(log: Log, number: number): readonly Item[] {
  const held = log.byNumber.get(number);
  return held === undefined ? none : Array.isArray(held) ? held : [held];
}

function lowestConflict(log: Log, item: Item): number {
  const { number, hash } = item.entry;
  const isOther = (other: Uint8Array, mine: Uint8Array): boolean => !equalBytes(other, mine);
  const beside = itemsAt(log, number);
  if (itemsAt(log, number - 1).some((below) => isOther(below.entry.hash, item.previousHash))) return number - 1;
  if (beside.some((twin) => isOther(twin.previousHash, item.previousHash))) return number - 1;
  if (beside.some((twin) => isOther(twin.entry.hash, hash))) return number;
  if (itemsAt(log, number + 1).some((above) => isOther(above.previousHash, hash))) return number;
  return Infinity;
}

/** Each walk goes down once, and further when missing entries have come. */
function walkDown(log: Log, point: LogPoint, number: number): ReadonlySet<EntryId> {
  const name = `${point.number}/${entryId(point.hash)}`;
  log.walks ??= new Map();
  let walk = log.walks.get(name);
  if (!walk) {
    walk = { ids: new Set(), nextNumber: point.number, nextHash: point.hash };
    log.walks.set(name, walk);
  }
  while (walk.nextNumber >= number) {
    const hash = walk.nextHash;
    // The link below the last known entry already names the next one, present or not.
    walk.ids.add(entryId(hash));
    const item = itemsAt(log, walk.nextNumber).find((one) => equalBytes(one.entry.hash, hash));
    if (!item) break;
    walk.nextNumber--;
    walk.nextHash = item.previousHash;
  }
  return walk.ids;
}

function itemsOf(log: Log | undefined): Item[] {
  if (!log) return [];
  return log.byNumber
    .entries()
    .flatMap(([, held]) => held)
    .sort(byNumberThenId);
}

function byNumberThenId(a: Item, b: Item): number {
  return a.entry.number - b.entry.number || (a.entry.id < b.entry.id ? -1 : 1);
}
