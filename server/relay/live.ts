import type { ChannelId, DeviceId, PersonId } from '../../shared/protocol/ids.ts';

/** One open line to a reader. */
export type Line = {
  readonly person: PersonId;
  readonly device: DeviceId;
  /** Channels that the reader may read now. */
  channels(): readonly ChannelId[];
  /** Says that something is new. */
  tell(): void;
};

/** Who hears of what; see `createLive`. */
export type Live = {
  /** Opens a line; the result closes it. */
  open(line: Line): () => void;
  /** Something that `by` sent became durable in these channels; that device is not told of it, since it would ask for nothing new. */
  changed(channels: Iterable<ChannelId>, by: DeviceId): void;
  /** What these persons may read changed. */
  accessChanged(persons: Iterable<PersonId>): void;
  /** Whether that device has a line open. */
  isOpen(device: DeviceId): boolean;
  lines(): number;
};

/** How long news is gathered before it is told, in milliseconds: whoever hears of it asks at once, so one word a second is enough. */
const gatherMs = 1000;

/**
 * Lines by channel, so that telling costs by those who listen and not by all. Each hears at most one word a second; the first comes at once.
 * `after` runs something later.
 */
export function createLive(after: (run: () => void, ms: number) => void): Live {
  const linesByChannel = new Map<ChannelId, Set<Open>>();
  const linesByPerson = new Map<PersonId, Set<Open>>();
  const linesByDevice = new Map<DeviceId, Set<Open>>();
  let count = 0;

  type Open = Line & { subscribed: readonly ChannelId[]; isResting: boolean; isDue: boolean };

  function subscribe(open: Open): void {
    for (const channel of open.subscribed) removeFrom(linesByChannel, channel, open);
    open.subscribed = open.channels();
    for (const channel of open.subscribed) addTo(linesByChannel, channel, open);
  }

  function tell(open: Open): void {
    if (open.isResting) {
      open.isDue = true;
      return;
    }
    open.isResting = true;
    open.isDue = false;
    open.tell();
    after(() => {
      open.isResting = false;
      if (open.isDue) tell(open);
    }, gatherMs);
  }

  return {
    open(line) {
      const open: Open = { ...line, subscribed: [], isResting: false, isDue: false };
      addTo(linesByPerson, line.person, open);
      addTo(linesByDevice, line.device, open);
      subscribe(open);
      count++;
      return () => {
        if (!linesByPerson.get(line.person)?.has(open)) return;
        removeFrom(linesByPerson, line.person, open);
        removeFrom(linesByDevice, line.device, open);
        for (const channel of open.subscribed) removeFrom(linesByChannel, channel, open);
        open.isDue = false;
        count--;
      };
    },
    changed(channels, by) {
      for (const channel of channels) {
        for (const open of linesByChannel.get(channel) ?? []) if (open.device !== by) tell(open);
      }
    },
    accessChanged(persons) {
      for (const person of new Set(persons)) {
        for (const open of linesByPerson.get(person) ?? []) {
          subscribe(open);
          tell(open);
        }
      }
    },
    isOpen: (device) => linesByDevice.has(device),
    lines: () => count,
  };
}

function addTo<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const set = map.get(key);
  if (set) set.add(value);
  else map.set(key, new Set([value]));
}

function removeFrom<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const set = map.get(key);
  set?.delete(value);
  if (set?.size === 0) map.delete(key);
}
