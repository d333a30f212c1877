import type { Item } from '../log/item.ts';
import { ownerOfChannel, toChannelId, typeOfChannel, type ChannelId, type PersonId } from '../protocol/ids.ts';
import type { AccessChange } from './access.ts';
import { accessTable } from './access-table.ts';
import { channelOfAudience, type Audiences } from './audience.ts';
import type { Friends } from './friends.ts';

/** How someone stands to another person by what both said. */
export type Relation = 'friend' | 'formerFriend' | 'asking';

/** Which channels of others persons are served, kept up to date pair by pair; see `createGrants`. */
export type Grants = {
  /** Marks what `item`, which the folds have already, may change. */
  touch(item: Item): void;
  /** Marks everything between a person and all others. */
  touchAllOf(person: PersonId): void;
  /** Works out again what was marked, and says what changed since the last time, in order of persons and channels. */
  refresh(): readonly AccessChange[];
  /** Channels of others that come with the person's sync. */
  channelsServedTo(person: PersonId): readonly ChannelId[];
  /** How `person` stands to `owner`, or null. */
  relationOf(person: PersonId, owner: PersonId): Relation | null;
  /** As `friends.wereEverFriends`, kept. */
  wereEverFriends(person: PersonId, owner: PersonId): boolean;
};

type Pair = { readonly relation: Relation | null; readonly wereEver: boolean };

/**
 * Pairs change seldom and are asked for always, so each ordered pair is kept and worked out again only when a word, an invitation or an audience
 * between the two, or the standing of one of them, may have changed. What is kept is a function of the set, like everything else.
 */
export function createGrants(friends: Friends, audiences: Audiences): Grants {
  const served = new Map<PersonId, Map<PersonId, readonly ChannelId[]>>();
  const pairs = new Map<PersonId, Map<PersonId, Pair>>();
  const marked = new Map<PersonId, Set<PersonId>>();

  function mark(reader: PersonId, owner: PersonId): void {
    pairs.get(reader)?.delete(owner);
    const owners = marked.get(reader);
    if (owners) owners.add(owner);
    else marked.set(reader, new Set([owner]));
  }

  function pairOf(person: PersonId, owner: PersonId): Pair {
    const known = pairs.get(person);
    const pair = known?.get(owner);
    if (pair !== undefined) return pair;
    const found = foldPair(friends, person, owner);
    // Only pairs that exchanged words are marked when something changes, so only they are kept.
    if (!friends.counterpartsOf(person).has(owner)) return found;
    if (known) known.set(owner, found);
    else pairs.set(person, new Map([[owner, found]]));
    return found;
  }

  function channelsFor(reader: PersonId, owner: PersonId): ChannelId[] {
    if (reader === owner) return audiences.channelsOf(owner).filter((channel) => !channel.endsWith('00'));
    const { relation } = pairOf(reader, owner);
    const channels = relation === 'friend' ? audiences.channelsOf(owner) : [];
    const open = channels.filter((channel) => audiences.includes(channel, reader));
    const hasCard = relation !== null && (accessTable.card?.sync.includes(relation) ?? false);
    return hasCard ? [toChannelId('card', owner), ...open] : open;
  }

  function refreshPair(reader: PersonId, owner: PersonId, changes: AccessChange[]): void {
    const owners = served.get(reader);
    const before = owners?.get(owner) ?? [];
    const after = channelsFor(reader, owner);
    for (const channel of after) {
      if (!before.includes(channel)) changes.push({ person: reader, channel, opened: true });
    }
    for (const channel of before) {
      if (!after.includes(channel)) changes.push({ person: reader, channel, opened: false });
    }
    if (after.length === 0) owners?.delete(owner);
    else if (owners) owners.set(owner, after);
    else served.set(reader, new Map([[owner, after]]));
  }

  function touchAllOf(person: PersonId): void {
    mark(person, person);
    for (const other of friends.counterpartsOf(person)) {
      mark(person, other);
      mark(other, person);
    }
  }

  return {
    touch(item) {
      const { body, author } = item;
      if (!body || typeOfChannel(item.entry.channel) !== 'inbox') return;
      const owner = ownerOfChannel(item.entry.channel);
      if (body.kind === 'friend.add' || body.kind === 'friend.remove') {
        mark(author, owner);
        mark(owner, author);
      } else if (body.kind === 'friend.invite') touchAllOf(author);
      else if (body.kind === 'audience' && channelOfAudience(author, body) !== null) {
        mark(author, author);
        for (const other of friends.counterpartsOf(author)) mark(other, author);
      }
    },
    touchAllOf,
    refresh() {
      const changes: AccessChange[] = [];
      for (const [reader, owners] of marked) for (const owner of owners) refreshPair(reader, owner, changes);
      marked.clear();
      return changes.sort(byPersonThenChannel);
    },
    channelsServedTo(person) {
      return [...(served.get(person)?.entries() ?? [])].flatMap(([owner, channels]) =>
        owner === person ? [] : channels,
      );
    },
    relationOf: (person, owner) => pairOf(person, owner).relation,
    wereEverFriends: (person, owner) => pairOf(person, owner).wereEver,
  };
}

function foldPair(friends: Friends, person: PersonId, owner: PersonId): Pair {
  const wereEver = friends.wereEverFriends(person, owner);
  if (friends.areFriends(person, owner)) return { relation: 'friend', wereEver };
  const isAsking = friends.requestOf(person, owner) !== null || friends.requestOf(owner, person) !== null;
  return { relation: isAsking ? 'asking' : wereEver ? 'formerFriend' : null, wereEver };
}

function byPersonThenChannel(a: AccessChange, b: AccessChange): number {
  if (a.person !== b.person) return a.person < b.person ? -1 : 1;
  return a.channel < b.channel ? -1 : a.channel > b.channel ? 1 : 0;
}
