import { equalBytes } from '../protocol/bytes.ts';
import type { SessionParty } from '../protocol/encode-batch.ts';
import { ownerOfChannel, type ChannelId, type DeviceId, type PersonId } from '../protocol/ids.ts';
import type { Lane } from '../protocol/parameters.ts';
import { decodeCursor, type ShardMark } from '../sync/cursor.ts';
import type { Store } from '../sync/store.ts';
import type { HostDirectory } from './directory.ts';
import { putBounded } from './put-bounded.ts';

/** The newest cursor with which a device came back, as a host writes it down. */
export type SavedCursor = { readonly person: PersonId; readonly device: DeviceId; readonly cursor: Uint8Array };

/** A log in which someone else's entries are looked for. */
export type NamedLog = { readonly channel: ChannelId; readonly device: DeviceId; readonly lane: Lane };

/** What devices hold, by the cursors that they came back with; see `createReturnedCursors`. */
export type ReturnedCursors = {
  /** Notes the cursor of a request. Costs one comparison when it is the one of last time; cursors of other epochs are passed over. */
  note(session: SessionParty, cursor: Uint8Array | null): void;
  /** The number of the newest change; changes are numbered from 1 in this process. */
  now(): number;
  /** The newest change of a friend of `person`, or 0. */
  newsFor(person: PersonId): number;
  /** The newest change of a device of `person`, or 0. */
  changedAt(person: PersonId): number;
  /**
   * An arrival up to which a phone or browser of `person` has all of that log, or 0: by what is known now, or what was known at change `at`. Who
   * may not read the log has nothing of it.
   */
  heldUpTo(person: PersonId, log: NamedLog, at?: number): number;
  /** What was noted since the last call. What is then not written down is only told later, or not at all. */
  takeUnsaved(): readonly SavedCursor[];
  /** Takes in what an earlier process wrote down. It is news to nobody: to whoever asks first everything is told. What was noted since stands. */
  restore(saved: readonly SavedCursor[]): void;
};

/** Read once: who is told what asks for it again and again. */
type Returned = { readonly at: number; readonly cursor: Uint8Array; readonly shards: readonly ShardMark[] };
/** Newest first; the last one, with `at` 0, stands for the time before the first. */
type History = readonly Returned[];

const mostPersons = 100_000;
const mostKept = 3;

/**
 * A reader stores entries and cursor in one transaction, so a cursor that comes back says what is durable on that device. Nothing here is a statement:
 * a host that forgets it tells less, or the same again. Kept of the 100,000 persons that changed last, a few cursors a device, of live phones and
 * browsers that are not lent.
 */
export function createReturnedCursors(
  store: Pick<Store, 'epoch' | 'shardCount' | 'shardOf' | 'arrival'>,
  directory: HostDirectory,
): ReturnedCursors {
  const byPerson = new Map<PersonId, Map<DeviceId, History>>();
  const newsByPerson = new Map<PersonId, number>();
  const friendsByPerson = new Map<PersonId, readonly PersonId[]>();
  const unsaved = new Map<DeviceId, SavedCursor>();
  let change = 0;

  directory.onChange((changes) => {
    for (const { person, channel } of changes) {
      friendsByPerson.delete(person);
      friendsByPerson.delete(ownerOfChannel(channel));
    }
  });

  function friendsOf(person: PersonId): readonly PersonId[] {
    const known = friendsByPerson.get(person);
    if (known !== undefined) return known;
    const friends = directory.access.friends.friendsOf(person);
    putBounded(friendsByPerson, person, friends, mostPersons);
    return friends;
  }

  function put(session: SessionParty, cursor: Uint8Array, shards: readonly ShardMark[]): void {
    change += 1;
    const devices = byPerson.get(session.person) ?? new Map<DeviceId, History>();
    const before = devices.get(session.device) ?? [nothing];
    devices.set(session.device, [{ at: change, cursor, shards }, ...before].slice(0, mostKept));
    putBounded(byPerson, session.person, devices, mostPersons);
  }

  function isOwnPhone(device: DeviceId): boolean {
    const { persons } = directory.access;
    const deviceClass = persons.classOf(device);
    const isPersonal = deviceClass === 'phone' || deviceClass === 'browser';
    return isPersonal && persons.certificateOf(device)?.maxEntries === null;
  }

  /** The marks of a cursor of this epoch, or null. */
  function marksOf(cursor: Uint8Array): readonly ShardMark[] | null {
    const decoded = decodeCursor(cursor);
    if (!decoded.ok || decoded.value.epoch !== store.epoch || decoded.value.shards.length !== store.shardCount)
      return null;
    const { shards } = decoded.value;
    const isAhead = shards.some((mark, shard) => mark.upTo.some((arrival) => arrival > store.arrival(shard)));
    return isAhead ? null : shards;
  }

  function reachOf(reader: SessionParty, { channel, device, lane }: NamedLog, shards: readonly ShardMark[]): number {
    const shard = store.shardOf(channel);
    const mark = shards[shard];
    if (mark === undefined || !directory.readableChannels(reader).includes(channel)) return 0;
    if (!directory.mayReadLog(reader, channel, device)) return 0;
    // What was opened for the reader behind this cursor was not served with it.
    const { opened, closed } = directory.changesSince(reader, shard, mark.upTo[0] ?? 0);
    if (opened.includes(channel) || closed.includes(channel)) return 0;
    const lacking = mark.gaps.filter((gap) => gap.lane === lane && (gap.channel === null || gap.channel === channel));
    return Math.min(mark.upTo[lane] ?? 0, ...lacking.map((gap) => gap.after));
  }

  return {
    note(session, cursor) {
      if (cursor === null) return;
      const known = byPerson.get(session.person)?.get(session.device)?.[0];
      if (known !== undefined && equalBytes(known.cursor, cursor)) return;
      const shards = isOwnPhone(session.device) ? marksOf(cursor) : null;
      if (shards === null) return;
      put(session, cursor, shards);
      for (const friend of friendsOf(session.person)) putBounded(newsByPerson, friend, change, mostPersons);
      unsaved.set(session.device, { ...session, cursor });
    },
    now: () => change,
    newsFor: (person) => newsByPerson.get(person) ?? 0,
    changedAt: (person) =>
      Math.max(0, ...[...(byPerson.get(person)?.values() ?? [])].map((history) => history[0]?.at ?? 0)),
    heldUpTo(person, log, at = Infinity) {
      let most = 0;
      for (const [device, history] of byPerson.get(person) ?? []) {
        const then = history.find((one) => one.at <= at);
        if (then && isOwnPhone(device)) most = Math.max(most, reachOf({ person, device }, log, then.shards));
      }
      return most;
    },
    takeUnsaved() {
      const taken = [...unsaved.values()];
      unsaved.clear();
      return taken;
    },
    restore(saved) {
      for (const one of saved) {
        if (byPerson.get(one.person)?.has(one.device)) continue;
        const shards = marksOf(one.cursor);
        if (shards !== null) put({ person: one.person, device: one.device }, one.cursor, shards);
      }
    },
  };
}

const nothing: Returned = { at: 0, cursor: new Uint8Array(), shards: [] };
