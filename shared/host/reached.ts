import type { SessionParty } from '../protocol/encode-batch.ts';
import {
  ownerOfChannel,
  toLogKey,
  typeOfChannel,
  type ChannelId,
  type DeviceId,
  type LogKey,
  type PersonId,
} from '../protocol/ids.ts';
import { lanes } from '../protocol/parameters.ts';
import { maxReached, type ReachedPoint } from '../sync/messages.ts';
import type { Store } from '../sync/store.ts';
import type { HostDirectory } from './directory.ts';
import { putBounded } from './put-bounded.ts';
import type { NamedLog, ReturnedCursors } from './returned-cursors.ts';

/** Says to authors how far others have what they wrote; see `createReached`. */
export type Reached = {
  /** Notes the channels in which a device just wrote: of those of others only these are looked at, and only as long as this process lives. */
  noteWritten(session: SessionParty, channels: Iterable<ChannelId>): void;
  /** Whether `tell` may have something. Two look-ups. */
  hasNews(session: SessionParty): boolean;
  /**
   * What is to be said to this device now, oldest change first, at most `maxReached` persons; what is left comes the next time. Each change is told in
   * two answers, because one may be lost, and after a restart of the host everything is told again.
   */
  tell(session: SessionParty): Promise<readonly ReachedPoint[]>;
};

/** Up to which number a log goes at each of its arrivals, in order of arrivals. */
type Steps = readonly { readonly arrival: number; readonly number: number; readonly hash8: string }[];
/** The changes up to which a device was told: in its last answer, and in the one before. */
type Told = { readonly before: number; readonly last: number };

const mostDevices = 100_000;
const mostLogs = 10_000;
const mostForeignChannels = 64;
const mostLogsTold = 100;
/** So many of the last numbers of a log are looked at: who has less of it is told of when they have more. */
const newestNumbers = 32;

/** Reads what returned cursors say of the asking device's logs, for those whose contact times it may see. Asks the store only when something changed. */
export function createReached(
  store: Pick<Store, 'newest' | 'heads' | 'readLog'>,
  directory: HostDirectory,
  cursors: Pick<ReturnedCursors, 'now' | 'newsFor' | 'changedAt' | 'heldUpTo'>,
): Reached {
  const toldByDevice = new Map<DeviceId, Told>();
  const writtenByDevice = new Map<DeviceId, Set<ChannelId>>();
  const stepsByLog = new Map<LogKey, Steps>();
  const contactsByChannels = new WeakMap<readonly ChannelId[], readonly PersonId[]>();

  function logsOf({ person, device }: SessionParty): readonly NamedLog[] {
    const channels = [...directory.access.audiences.channelsOf(person), ...(writtenByDevice.get(device) ?? [])];
    const logs = channels.flatMap((channel) =>
      lanes.flatMap((lane) => (store.newest(channel, lane) > 0 ? { channel, device, lane } : [])),
    );
    return logs.slice(0, mostLogsTold);
  }

  /** Of a forked log there are none: a number alone does not say which branch a reader has. */
  async function stepsOf({ channel, device, lane }: NamedLog): Promise<Steps> {
    const [head, ...others] = await store.heads(channel, device, lane);
    if (head === undefined || others.length > 0) return [];
    const key = toLogKey(channel, device, lane);
    const known = stepsByLog.get(key);
    if (known?.at(-1)?.number === head.number) return known;
    const from = Math.max(1, head.number - newestNumbers + 1);
    const segments = await store.readLog(channel, device, lane, from, head.number);
    if ((await store.heads(channel, device, lane)).length !== 1) return [];
    const steps = segments
      .map(({ arrival, to, toHash8 }) => ({ arrival, number: to, hash8: toHash8 }))
      .sort((a, b) => a.arrival - b.arrival);
    putBounded(stepsByLog, key, steps, mostLogs);
    return steps;
  }

  /** Those whose signs of life the reader may see; looked for again only when what anyone may read changed. */
  function contactsOf(session: SessionParty): readonly PersonId[] {
    const channels = directory.readableChannels(session);
    const known = contactsByChannels.get(channels);
    if (known !== undefined) return known;
    const owners = channels.filter((channel) => typeOfChannel(channel) === 'life').map(ownerOfChannel);
    const persons = [...new Set(owners)].filter((person) => person !== session.person);
    contactsByChannels.set(channels, persons);
    return persons;
  }

  /** Those of them of whom something changed, oldest change first. */
  function changedSince(session: SessionParty, since: number): readonly (readonly [PersonId, number])[] {
    return contactsOf(session)
      .map((person) => [person, cursors.changedAt(person)] as const)
      .filter(([, at]) => at > since)
      .sort(([, a], [, b]) => a - b);
  }

  return {
    noteWritten({ person, device }, channels) {
      for (const channel of channels) {
        // Of messages their readers say it themselves, signed.
        if (ownerOfChannel(channel) === person || typeOfChannel(channel) === 'conv') continue;
        const written = writtenByDevice.get(device) ?? new Set<ChannelId>();
        if (written.size < mostForeignChannels) written.add(channel);
        putBounded(writtenByDevice, device, written, mostDevices);
      }
    },
    hasNews({ person, device }) {
      const told = toldByDevice.get(device);
      return told === undefined || cursors.newsFor(person) > told.before;
    },
    async tell(session) {
      const told = toldByDevice.get(session.device) ?? null;
      let upTo = cursors.now();
      const since = told?.before ?? 0;
      // The first time nothing is repeated: it is all that there is.
      let before = told?.last ?? upTo;
      const points = new Map<string, { readonly point: Omit<ReachedPoint, 'persons'>; readonly persons: PersonId[] }>();
      const changed = changedSince(session, since);
      const logs = changed.length === 0 ? [] : logsOf(session);
      const steps = new Map(await Promise.all(logs.map(async (log) => [log, await stepsOf(log)] as const)));
      let count = 0;
      for (const [person, at] of changed) {
        for (const [log, ofLog] of steps) {
          const { channel, lane } = log;
          const owner = ownerOfChannel(channel);
          if (owner !== session.person && owner !== person) continue;
          const step = lastWithin(ofLog, cursors.heldUpTo(person, log));
          if (step === null) continue;
          if (since > 0 && step === lastWithin(ofLog, cursors.heldUpTo(person, log, since))) continue;
          const { number, hash8 } = step;
          const key = `${toLogKey(channel, session.device, lane)}/${number}`;
          const known = points.get(key) ?? { point: { channel, lane, number, hash8 }, persons: [] };
          points.set(key, { ...known, persons: [...known.persons, person] });
          count += 1;
        }
        if (count + steps.size <= maxReached) continue;
        // The rest the next time, and then this is not repeated.
        before = upTo = at;
        break;
      }
      putBounded(toldByDevice, session.device, { before, last: upTo }, mostDevices);
      return [...points.values()].map(({ point, persons }) => ({ ...point, persons }));
    },
  };
}

function lastWithin(steps: Steps, arrival: number): Steps[number] | null {
  let last: Steps[number] | null = null;
  for (const step of steps) if (step.arrival <= arrival && step.number > (last?.number ?? 0)) last = step;
  return last;
}
