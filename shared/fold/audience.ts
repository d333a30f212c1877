import type { BodyOf } from '../kinds/kinds.ts';
import type { Item } from '../log/item.ts';
import {
  channelType,
  indexOfChannel,
  ownerOfChannel,
  toChannelId,
  typeOfChannel,
  type ChannelId,
  type EntryId,
  type PersonId,
} from '../protocol/ids.ts';
import type { Ground } from './ground.ts';
import { newestOf } from './newest.ts';

/** Whom a person lets read one of their channels. */
export type Audience = { readonly who: BodyOf<'audience'>['who']; readonly persons: readonly PersonId[] };

/** The audiences that persons chose; see `createAudiences`. */
export type Audiences = {
  add(item: Item): void;
  /** Who may read a life or feed channel; all friends for index 0 and nobody for others when nothing was chosen. */
  audienceOf(channel: ChannelId): Audience;
  /** The entry that says so, which a new choice replaces; null when nothing was chosen. */
  entryOf(channel: ChannelId): EntryId | null;
  /** Whether a friend is in the audience of a life or feed channel. Says nothing of whether they are a friend. */
  includes(channel: ChannelId, friend: PersonId): boolean;
  /** Life and feed channels of a person: index 0 of both, and those for which an audience was chosen; in order of ids. */
  channelsOf(person: PersonId): readonly ChannelId[];
};

/**
 * One value a channel, written by any device of the owner into the own inbox, where the server sees it and friends do not. Friendship is asked
 * besides: a list says which friends, so that an end of friendship closes every channel.
 */
export function createAudiences(ground: Ground): Audiences {
  const byChannel = new Map<ChannelId, Map<EntryId, Item>>();
  const chosenByPerson = new Map<PersonId, Set<ChannelId>>();

  function valuesFor(channel: ChannelId): Item[] {
    const values = [...(byChannel.get(channel)?.values() ?? [])];
    return values.filter((item) => ground.whyVoid(item) === null && ground.bodyOf(item) !== null);
  }

  function audienceOf(channel: ChannelId): Audience {
    const body = newestOf(valuesFor(channel), ground)?.body;
    if (body?.kind === 'audience') return { who: body.who, persons: body.persons ?? [] };
    return { who: indexOfChannel(channel) === 0 ? 'allFriends' : 'none', persons: [] };
  }

  return {
    add(item) {
      const { body, author } = item;
      if (body?.kind !== 'audience' || typeOfChannel(item.entry.channel) !== 'inbox') return;
      if (ownerOfChannel(item.entry.channel) !== author) return;
      const channel = channelOfAudience(author, body);
      if (channel === null) return;
      const known = byChannel.get(channel);
      if (known) known.set(item.entry.id, item);
      else byChannel.set(channel, new Map([[item.entry.id, item]]));
      const chosen = chosenByPerson.get(author);
      if (chosen) chosen.add(channel);
      else chosenByPerson.set(author, new Set([channel]));
    },
    audienceOf,
    entryOf: (channel) => newestOf(valuesFor(channel), ground)?.entry.id ?? null,
    includes(channel, friend) {
      const { who, persons } = audienceOf(channel);
      return who === 'allFriends' || (who === 'list' && persons.includes(friend));
    },
    channelsOf(person) {
      const chosen = [...(chosenByPerson.get(person) ?? [])];
      const channels = new Set(chosen.filter((channel) => valuesFor(channel).length > 0));
      return [...channels.add(toChannelId('life', person)).add(toChannelId('feed', person))].sort();
    },
  };
}

/** The channel of which an audience entry speaks, or null for types whose readers are not chosen so. */
export function channelOfAudience(owner: PersonId, body: Omit<BodyOf<'audience'>, 'salt'>): ChannelId | null {
  if (body.channelType === channelType.life) return toChannelId('life', owner, body.index);
  return body.channelType === channelType.feed ? toChannelId('feed', owner, body.index) : null;
}
