import type { Item, Statement as RootStatement } from '../log/item.ts';
import type { Recipient } from '../log/seal-key.ts';
import type { Certificate } from '../protocol/certificate.ts';
import type { ChannelId, EntryId, PersonId } from '../protocol/ids.ts';
import { createAccess, type Access, type AccessChange } from './access.ts';
import type { Cards } from './cards.ts';
import type { ReaderTime } from './clocks.ts';
import { createDelivery, type Delivery } from './delivery.ts';
import { personOwning } from './erasures.ts';
import type { Friends } from './friends.ts';
import { createHouseholds, type Households } from './households.ts';
import { orderEntries } from './order.ts';
import { createPictures, type Pictures } from './pictures.ts';
import type { Persons } from './persons.ts';
import { foldSafetyList, type Contacts, type SafetyRow } from './safety-list.ts';
import { recipientsOf } from './recipients.ts';
import { createSettings, type Settings } from './settings.ts';
import { createSigns, type Signs } from './signs.ts';
import { createStatuses, type Statuses } from './statuses.ts';
import type { VoidCause } from './void-cause.ts';
import { createVoices, type Voices } from './voices.ts';

/** A fold that came later; see `Replica.extend`. */
export type FoldPart = {
  /** Hears of each item that the set did not have like this. */
  add(item: Item): void;
  /** Hears of each sealed item that was opened, with what it holds. */
  addOpened(item: Item): void;
};

/** All folds over one set of entries; see `createReplica`. */
export type Replica = {
  readonly viewer: PersonId | null;
  /** Adds items in any order and any number of times. Says whose reading they changed. */
  add(items: Iterable<Item>): readonly AccessChange[];
  /** Adds certificates that came with a batch, their signatures found good. */
  addCertificates(certificates: Iterable<Certificate>): readonly AccessChange[];
  /** Adds other statements that came by themselves, as rotations in a batch. */
  addStatements(statements: Iterable<RootStatement>): readonly AccessChange[];
  /** Adds what this device opened: items of the set, with what they hold as their body. The second time nothing changes. */
  addOpened(items: Iterable<Item>): void;
  /** Phones and browsers that are not cut off of all who may read a sealed channel, and the archives that their cards name: to whom its keys are given. In order of ids. */
  recipientsIn(channel: ChannelId): readonly Recipient[];
  /** Whether a key may be written under that this entry gave out: it counts, and who made it may read there now. */
  mayGiveKeys(item: Item): boolean;
  /** The item with that id, its body as received; null when it is not in the set. */
  get(id: EntryId): Item | null;
  /** All items of the set, in no order. */
  items(): Iterable<Item>;
  /** Why an entry is void, or null when it counts. */
  isVoid(item: Item): VoidCause | null;
  /** Whether the body of `item`, held or not, is erased. */
  isErased(item: Item): boolean;
  /** Some of the items in the order of sets (`orderEntries`). */
  order(items: Iterable<Item>): readonly Item[];
  /** How the viewer's friends are, or those that `friends` names (`knownFriends`). Empty for a replica without viewer. */
  safetyList(time: ReaderTime, contacts: Contacts, friends?: readonly PersonId[]): readonly SafetyRow[];
  /** Tells a fold whose code came later all that is here, and from then on all that comes. */
  extend(part: FoldPart): void;
  readonly persons: Persons;
  readonly cards: Cards;
  readonly pictures: Pictures;
  readonly friends: Friends;
  readonly access: Access;
  readonly voices: Voices;
  readonly statuses: Statuses;
  readonly signs: Signs;
  readonly delivery: Delivery;
  readonly households: Households;
  readonly settings: Settings;
};

/**
 * A replica for `viewer`, or for all (null), as a server or a simulation sees it. Its state is the set of items alone, so it can be dropped and rebuilt
 * from them at any time; adding one costs about the same however many there are, and views are worked out when they are asked for.
 */
export function createReplica(viewer: PersonId | null): Replica {
  const access = createAccess(viewer);
  const { ground } = access;
  const voices = createVoices(access);
  const households = createHouseholds(access);
  const statuses = createStatuses(access, voices.corrections, households);
  const signs = createSigns(access);
  const settings = createSettings(access);
  const pictures = createPictures(access);
  const parts: FoldPart[] = [];

  /** Who may read what is sealed in a channel. */
  function readersOf(channel: ChannelId): readonly PersonId[] {
    const owner = personOwning(channel);
    return owner === null ? (access.conversations()?.membersOf(channel) ?? []) : [owner];
  }

  const opened: Item[] = [];

  return {
    viewer,
    add: (items) =>
      access.addAll(items, (item) => {
        voices.add(item);
        statuses.add(item);
        households.add(item);
        signs.add(item);
        pictures.add(item);
        for (const part of parts) part.add(item);
      }),
    addCertificates: (certificates) =>
      access.addStatements([...certificates].map((certificate) => ({ what: 'certificate', certificate }))),
    addStatements: (statements) => access.addStatements(statements),
    addOpened(items) {
      for (const item of items) {
        ground.names.add(item);
        settings.add(item);
        for (const part of parts) part.addOpened(item);
        opened.push(item);
      }
    },
    extend(part) {
      for (const item of ground.items()) part.add(item);
      for (const item of opened) part.addOpened(item);
      parts.push(part);
    },
    recipientsIn: (channel) =>
      readersOf(channel)
        .flatMap((person) => recipientsOf(person, access))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    mayGiveKeys: (item) => access.whyVoid(item) === null && readersOf(item.entry.channel).includes(item.author),
    get: ground.get,
    items: ground.items,
    isVoid: access.whyVoid,
    isErased: (item) => ground.erasures.isErased(item),
    order: (items) => orderEntries(items, ground.clocks),
    safetyList: (time, contacts, friends) =>
      viewer === null ? [] : foldSafetyList(viewer, time, contacts, { access, statuses, signs }, friends),
    persons: access.persons,
    cards: access.cards,
    pictures,
    friends: access.friends,
    access,
    voices,
    statuses,
    signs,
    delivery: createDelivery(ground.logs),
    households,
    settings,
  };
}
