import type { Item } from '../log/item.ts';
import { decodeCbor } from '../protocol/cbor-decode.ts';
import { decodeCuts } from '../protocol/cut.ts';
import {
  groupChannel,
  pairChannel,
  toChannelId,
  typeOfChannel,
  type ChannelId,
  type EntryId,
  type PersonId,
} from '../protocol/ids.ts';
import type { AccessChange } from './access.ts';
import { compareByClock } from './clocks.ts';
import type { Ground } from './ground.ts';
import { foldMembership, type Control, type Membership } from './membership.ts';
import { toLimit, whyOutside, type Limit } from './standing.ts';

/** Who is in which conversation; see `createConversations`. */
export type Conversations = {
  /** Takes note of what says who is in a conversation; everything else is passed over. The same item again changes nothing. */
  add(item: Item): void;
  /** Marks every conversation in which the standing of a person may count otherwise now. */
  touchAllOf(person: PersonId): void;
  /** Works out again what was marked, and says who began or ceased to be served what, in order of persons and channels. */
  refresh(): readonly AccessChange[];
  /** Conversations in which something of a person may stand. */
  channelsOf(person: PersonId): readonly ChannelId[];
  /** Conversations of a person, and the cards of all who are in one with them. */
  channelsServedTo(person: PersonId): readonly ChannelId[];
  /** Who is in it by now, in the order in which they were added; nobody where nothing is known of it. */
  membersOf(channel: ChannelId): readonly PersonId[];
  /** Two who may always write to each other, a group, or null where nothing is known of it. */
  kindOf(channel: ChannelId): 'pair' | 'group' | null;
  membershipOf(channel: ChannelId): Membership;
  /** Entries that say who is in it and count, in the order of their clocks. */
  controlsOf(channel: ChannelId): readonly Item[];
  /**
   * Whether what stands in a conversation counts there, in the set or not. `pending` are entries by the same author that come with it and are not in the set yet.
   */
  isPermitted(item: Item, pending?: readonly Item[]): boolean;
  /** All conversations of which something is known, in order of ids. */
  all(): readonly ChannelId[];
};

/**
 * Membership of all conversations, as `foldMembership` has it, from entries in clear. A conversation of two has the two for members as soon as either began it,
 * and for good. Its id says who the two are, and that of a group who made it, so nobody else can have begun them. Who left Tayori is in none.
 */
export function createConversations(ground: Ground): Conversations {
  const controls = new Map<ChannelId, Map<EntryId, Item>>();
  const memberships = new Map<ChannelId, Membership>();
  const channelsByPerson = new Map<PersonId, Set<ChannelId>>();
  const limits = new Map<EntryId, Limit>();
  // As they were when changes were last told.
  const told = new Map<ChannelId, readonly PersonId[]>();
  const memberOf = new Map<PersonId, Set<ChannelId>>();
  const served = new Map<PersonId, readonly ChannelId[]>();
  const marked = new Set<ChannelId>();

  const counts = (item: Item): boolean => ground.whyVoid(item) === null && ground.bodyOf(item) !== null;

  /** Whether a removal names an entry as seen: it stands below in the removal's own log, or not above its cuts. */
  function isSeen(removal: Item, item: Item): boolean {
    const own = { number: removal.entry.number, hash: removal.entry.hash };
    const isOwnLog = item.entry.device === removal.entry.device && item.entry.kind >> 6 === removal.entry.kind >> 6;
    if (isOwnLog && ground.logs.isUpTo(item, own)) return true;
    return whyOutside(item, limitOf(removal), ground.logs) === null;
  }

  function limitOf(removal: Item): Limit {
    const known = limits.get(removal.entry.id);
    if (known) return known;
    const bytes = removal.body?.kind === 'conv.member' ? removal.body.cuts : undefined;
    const value = bytes && decodeCbor(bytes);
    const limit = toLimit('revoked', (value?.ok && decodeCuts(value.value)) || []);
    limits.set(removal.entry.id, limit);
    return limit;
  }

  function fold(channel: ChannelId, more: readonly Item[]): Membership {
    const items = [...(controls.get(channel)?.values() ?? []), ...more].filter(counts);
    items.sort((a, b) => compareByClock(a, b, ground.clocks));
    // The two of a pair are in it for good.
    const isPair = items.some(({ body }) => body?.kind === 'conv.create' && body.person !== undefined);
    const heard = isPair ? items.filter(({ body }) => body?.kind === 'conv.create') : items;
    // Of one that was written again after a fork one counts.
    const named = new Map(heard.flatMap(toControls).map((control) => [control.id, control]));
    return foldMembership([...named.values()], isSeen);
  }

  function toControls(item: Item): readonly Control[] {
    const { body, author } = item;
    const id = ground.names.nameOf(item.entry.id);
    if (body?.kind === 'conv.create') {
      const others = body.person === undefined ? (body.members ?? []) : [body.person];
      return [{ item, id, basis: null, adds: [author, ...others], removes: [], undoes: none }];
    }
    if (body?.kind !== 'conv.member') return [];
    const { add = [], remove = [], undoes = [] } = body;
    const basis = ground.names.nameOf(body.basis);
    return [{ item, id, basis, adds: add, removes: remove, undoes: new Set(undoes.map(ground.names.nameOf)) }];
  }

  function membershipOf(channel: ChannelId): Membership {
    const known = memberships.get(channel);
    if (known) return known;
    const membership = fold(channel, []);
    memberships.set(channel, membership);
    return membership;
  }

  function kindOf(channel: ChannelId): 'pair' | 'group' | null {
    for (const item of controls.get(channel)?.values() ?? []) {
      if (item.body?.kind === 'conv.create' && counts(item)) return item.body.person === undefined ? 'group' : 'pair';
    }
    return null;
  }

  const isLeft = (person: PersonId): boolean => ground.persons.hasEnded(person);
  const membersOf = (channel: ChannelId) => membershipOf(channel).members.filter((person) => !isLeft(person));

  function mark(channel: ChannelId): void {
    memberships.delete(channel);
    marked.add(channel);
  }

  function note(person: PersonId, channel: ChannelId): void {
    const known = channelsByPerson.get(person);
    if (known) known.add(channel);
    else channelsByPerson.set(person, new Set([channel]));
  }

  function serve(person: PersonId): ChannelId[] {
    const channels = [...(memberOf.get(person) ?? [])];
    const fellows = new Set(channels.flatMap((channel) => told.get(channel) ?? []));
    fellows.delete(person);
    return [...channels, ...[...fellows].map((fellow) => toChannelId('card', fellow))].sort();
  }

  return {
    add(item) {
      const { body, entry } = item;
      if (typeOfChannel(entry.channel) !== 'conv') return;
      if (body?.kind !== 'conv.create' && body?.kind !== 'conv.member') {
        // It may show that a log of controls forks.
        if (entry.kind < 0x40 && controls.has(entry.channel)) mark(entry.channel);
        return;
      }
      if (!isInPlace(item)) return;
      const known = controls.get(entry.channel);
      if (known) known.set(entry.id, item);
      else controls.set(entry.channel, new Map([[entry.id, item]]));
      const persons = body.kind === 'conv.create' ? [body.person, body.members] : [body.add, body.remove];
      for (const person of [item.author, ...persons.flat()]) if (person) note(person, entry.channel);
      mark(entry.channel);
    },
    touchAllOf(person) {
      for (const channel of channelsByPerson.get(person) ?? []) mark(channel);
    },
    refresh() {
      const touched = new Set<PersonId>();
      for (const channel of marked) {
        const before = told.get(channel) ?? [];
        const now = membersOf(channel);
        told.set(channel, now);
        for (const person of before) memberOf.get(person)?.delete(channel);
        for (const person of now) memberOf.set(person, (memberOf.get(person) ?? new Set()).add(channel));
        if (before.join() !== now.join()) for (const person of [...before, ...now]) touched.add(person);
      }
      marked.clear();
      const changes: AccessChange[] = [];
      for (const person of [...touched].sort()) {
        const before = served.get(person) ?? [];
        const now = serve(person);
        served.set(person, now);
        for (const channel of now) if (!before.includes(channel)) changes.push({ person, channel, opened: true });
        for (const channel of before) if (!now.includes(channel)) changes.push({ person, channel, opened: false });
      }
      return changes;
    },
    channelsOf: (person) => [...(channelsByPerson.get(person) ?? [])].sort(),
    channelsServedTo: (person) => served.get(person) ?? [],
    membersOf,
    kindOf,
    membershipOf,
    controlsOf(channel) {
      const { out } = membershipOf(channel);
      const items = [...(controls.get(channel)?.values() ?? [])].filter(counts);
      return items.filter(({ entry }) => !out.has(entry.id)).sort((a, b) => compareByClock(a, b, ground.clocks));
    },
    isPermitted(item, pending = []) {
      const { channel, id } = item.entry;
      // What the author removes does not speak for them, and may come behind the item.
      const fresh = [...pending.filter(({ body }) => body?.kind !== 'conv.member' || !body.remove), item].filter(
        (one) => one.entry.channel === channel && one.author === item.author && isInPlace(one) && !isHeld(one),
      );
      const membership = fresh.length === 0 ? membershipOf(channel) : fold(channel, fresh);
      const { body } = item;
      if (body?.kind === 'conv.create') return isInPlace(item) && !membership.out.has(id);
      if (body?.kind === 'conv.member') return kindOf(channel) !== 'pair' && !membership.out.has(id);
      // One's own words may be taken back by whoever once wrote there.
      return body?.kind === 'erase' ? membership.wasEver(item.author) : membership.mayWrite(item);
    },
    all: () => [...controls.keys()].sort(),
  };

  function isHeld({ entry }: Item): boolean {
    return controls.get(entry.channel)?.has(entry.id) ?? false;
  }
}

/** Whether a control stands in the conversation that it speaks of. */
function isInPlace({ author, body, entry }: Item): boolean {
  if (body?.kind === 'conv.member') return true;
  if (body?.kind !== 'conv.create') return false;
  const { person, nonce } = body;
  if (person !== undefined) return person !== author && pairChannel(author, person) === entry.channel;
  return nonce !== undefined && groupChannel(author, nonce) === entry.channel;
}

const none: ReadonlySet<EntryId> = new Set();
