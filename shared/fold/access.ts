import type { Item, Statement } from '../log/item.ts';
import type { Certificate, DeviceClassName } from '../protocol/certificate.ts';
import { toChannelId, typeOfChannel, type ChannelId, type PersonId } from '../protocol/ids.ts';
import { ownRole, type Role } from './access-table.ts';
import { createAudiences, type Audiences } from './audience.ts';
import { createCards, type Cards } from './cards.ts';
import type { Conversations } from './conversations.ts';
import type { ErasureTarget } from './erasures.ts';
import { createFriends, type Friends } from './friends.ts';
import { createGrants } from './grants.ts';
import { createGround, type Ground } from './ground.ts';
import { createPermission, rulesOf } from './permission.ts';
import type { Persons } from './persons.ts';
import type { VoidCause } from './void-cause.ts';

/** Someone began or ceased to be served a channel. What is one's own at index 0 is there from the beginning and is never told. */
export type AccessChange = { readonly person: PersonId; readonly channel: ChannelId; readonly opened: boolean };

/** Who may read, write and erase what; see `createAccess`. */
export type Access = {
  /**
   * Takes an item and says whose reading it changed, in order of persons and channels. A server gives what stands in cards and inboxes (lane 0); the
   * rest changes no access. The same item again gives [].
   */
  add(item: Item): readonly AccessChange[];
  /** As `add` for many at once; what opened and closed again within them is not told. `onNew` hears of each that the set did not have like this. */
  addAll(items: Iterable<Item>, onNew?: (item: Item) => void): readonly AccessChange[];
  /** Takes a certificate that came with a batch, its signature found good. */
  addCertificate(certificate: Certificate): readonly AccessChange[];
  /** Takes statements that came by themselves, as rotations in a batch, their signatures found good. */
  addStatements(statements: Iterable<Statement>): readonly AccessChange[];
  /** Whether `reader` on a device of that class may be served `channel` now. What one wrote oneself one may always read: `mayReadLog`. */
  mayRead(reader: PersonId, device: DeviceClassName, channel: ChannelId): boolean;
  /** As `mayRead`, for the entries of one author in `channel`. */
  mayReadLog(reader: PersonId, device: DeviceClassName, channel: ChannelId, author: PersonId): boolean;
  /** The channels that the person's sync brings, in order of ids. Every card is readable besides by whoever asks for it by id. */
  readableChannels(person: PersonId, device?: DeviceClassName): readonly ChannelId[];
  /** Inboxes of others in which the person's own words stand: only their own logs in them belong to their sync. */
  inboxesWrittenBy(person: PersonId): readonly ChannelId[];
  /** How `person`, on a device of that class, stands to the owner of `channel`. */
  roleIn(person: PersonId, device: DeviceClassName, channel: ChannelId): Role;
  /** Whether the author may write this into its channel, by what was ever true: validity, the same for all who hold the set. */
  isPermitted(item: Item): boolean;
  /**
   * Whether a server takes it now, added or not: stricter than `isPermitted`, since former friends are over, and never asked for what is stored. Says
   * nothing of the device's standing (`persons.whyVoid`). `pending` are entries by the same author that come with it and of which conversations may follow.
   */
  isWelcome(item: Item, pending?: readonly Item[]): boolean;
  /** Whether an erase by the author of `item` drops the body of `target`. */
  mayErase(item: Item, target: ErasureTarget): boolean;
  /** Whether a correction by the author of `item` counts for `target`: of their own entries only. */
  mayCorrect(item: Item, target: Item): boolean;
  /** Whether the author of `item` ever was a friend of the channel's owner, or this replica cannot tell. */
  isKnownNear(item: Item): boolean;
  /** Why an entry is void, everything considered, or null. */
  whyVoid(item: Item): VoidCause | null;
  /** Whether folds read the entry: not void, and its body is here and not erased. */
  counts(item: Item): boolean;
  /** Rises when clocks or the standing of what was there already may have changed: sorted views begin again. */
  generation(): number;
  /** Who is in which conversation; null until `attachConversations`. */
  conversations(): Conversations | null;
  /** Judges conversations from now on by what `make` gives, and tells it all that is here. A server does so at once, a phone when there is one. */
  attachConversations(make: (ground: Ground) => Conversations): readonly AccessChange[];
  readonly ground: Ground;
  readonly persons: Persons;
  readonly cards: Cards;
  readonly friends: Friends;
  readonly audiences: Audiences;
};

/**
 * Access from entries. `viewer` null is who holds everything, as a server does, and takes a friendship that is missing here for one that never was. A
 * person is not served the words between two others, so in a person's replica only the channels of `viewer` are judged by friendship: what others
 * let into theirs was let in by them and their server.
 */
export function createAccess(viewer: PersonId | null = null): Access {
  const ground = createGround();
  const { persons, erasures } = ground;
  const cards = createCards(ground);
  const friends = createFriends(ground);
  const audiences = createAudiences(ground);
  const grants = createGrants(friends, audiences);
  let talks: Conversations | null = null;
  const conversations = () => talks;
  const permission = createPermission(viewer, { ground, cards, audiences, grants, conversations });
  const { mayRead, isPermitted } = permission;

  let generation = 0;

  function addAll(items: Iterable<Item>, onNew?: (item: Item) => void): readonly AccessChange[] {
    for (const item of items) {
      const { isNew, unsettled } = ground.add(item);
      if (!isNew) continue;
      onNew?.(item);
      cards.add(item);
      friends.add(item);
      audiences.add(item);
      grants.touch(item);
      talks?.add(item);
      if (unsettled.length > 0) generation++;
      for (const person of unsettled) touchAllOf(person);
    }
    return refresh();
  }

  function touchAllOf(person: PersonId): void {
    grants.touchAllOf(person);
    talks?.touchAllOf(person);
  }

  /** A card may be served by friendship and by a conversation: it closes when neither is left. */
  function refresh(): readonly AccessChange[] {
    const granted = grants.refresh();
    const talked = talks?.refresh() ?? [];
    if (talked.length === 0) return granted.filter(isTold);
    const both = [...granted.filter(isTold), ...talked.filter(isTold)];
    return both.sort((a, b) =>
      a.person === b.person ? (a.channel < b.channel ? -1 : 1) : a.person < b.person ? -1 : 1,
    );
  }

  function isTold({ person, channel, opened }: AccessChange): boolean {
    if (opened || typeOfChannel(channel) !== 'card') return true;
    return ![...grants.channelsServedTo(person), ...(talks?.channelsServedTo(person) ?? [])].includes(channel);
  }

  function addStatements(statements: Iterable<Statement>): readonly AccessChange[] {
    for (const statement of statements) {
      for (const person of ground.addStatement(statement)) {
        touchAllOf(person);
        generation++;
      }
    }
    return refresh();
  }

  function whyVoid(item: Item): VoidCause | null {
    const cause = ground.whyVoid(item);
    if (cause || item.statement || isPermitted(item)) return cause;
    const { kind, channel } = item.entry;
    return { code: 'not-permitted', detail: `kind ${kind} in ${typeOfChannel(channel) ?? 'this'} of another` };
  }

  return {
    add: (item) => addAll([item]),
    addAll,
    addCertificate: (certificate) => addStatements([{ what: 'certificate', certificate }]),
    addStatements,
    mayReadLog: (reader, device, channel, author) => reader === author || mayRead(reader, device, channel),
    readableChannels(person, device = 'phone') {
      const own = ['card', 'inbox', 'self'] as const;
      const channels = [...own.map((type) => toChannelId(type, person)), ...audiences.channelsOf(person)];
      const role = ownRole(device);
      const served = channels.filter((channel) => rulesOf(channel)?.sync.includes(role));
      const talked = role === 'own' ? (talks?.channelsServedTo(person) ?? []) : [];
      const granted = role === 'ownService' ? [] : grants.channelsServedTo(person);
      const all = [...served, ...granted, ...talked];
      return talked.length === 0 ? all.sort() : [...new Set(all)].sort();
    },
    inboxesWrittenBy: (person) => friends.addressedBy(person).map((other) => toChannelId('inbox', other)),
    mayRead,
    roleIn: permission.roleIn,
    isPermitted,
    isWelcome: permission.isWelcome,
    mayErase: erasures.mayErase,
    mayCorrect: (item, target) => item.author === target.author,
    whyVoid,
    counts: (item) => whyVoid(item) === null && ground.bodyOf(item) !== null,
    generation: () => generation,
    isKnownNear: permission.isKnownNear,
    conversations,
    attachConversations(make) {
      talks = make(ground);
      for (const item of ground.items()) talks.add(item);
      return refresh();
    },
    ground,
    persons,
    cards,
    friends,
    audiences,
  };
}
