import type { Body } from '../../shared/kinds/kinds.ts';
import type { ChannelId, EntryId, PersonId } from '../../shared/protocol/ids.ts';
import { ownerOfChannel, typeOfChannel } from '../../shared/protocol/ids.ts';
import type { Item } from '../../shared/log/item.ts';
import type { PersonView } from '../state/model.ts';
import type { ItemNotes } from './item-notes.ts';

/** What the entries on this device say, as far as commands and screens ask. */
export interface Known {
  personOf(person: PersonId): PersonView;
  /** The channel of an entry, or nothing when it is not here. */
  channelOf(id: EntryId): ChannelId | undefined;
  /** Ids of the card that a new one replaces. */
  currentCard(person: PersonId): readonly EntryId[];
  lastStatus(person: PersonId): { readonly id: EntryId; readonly body: Extract<Body, { kind: 'status' }> } | undefined;
  /** Ids of the newest words of friendship that `from` wrote to `to`. */
  wordsTo(from: PersonId, to: PersonId): readonly EntryId[];
}

/** Reads the newest of a value by the one clock of its author: who writes for themselves replaces what stood before. */
export function createKnown(notes: ItemNotes): Known {
  const newest = (author: PersonId, wanted: (item: Item) => boolean) =>
    notes
      .by(author)
      .filter(wanted)
      .toSorted((a, b) => a.entry.clockMs - b.entry.clockMs || a.entry.counter - b.entry.counter)
      .at(-1);
  const cardOf = (person: PersonId) => newest(person, (item) => item.body?.kind === 'card.set');
  return {
    personOf(person) {
      const body = cardOf(person)?.body;
      const card = body?.kind === 'card.set' ? body : undefined;
      return { id: person, name: card?.name ?? '', kana: card?.kana ?? '' };
    },
    channelOf: (id) => notes.get(id)?.entry.channel,
    currentCard: (person) => idsOf(cardOf(person)),
    lastStatus(person) {
      const item = newest(person, ({ body }) => body?.kind === 'status');
      return item?.body?.kind === 'status' ? { id: item.entry.id, body: item.body } : undefined;
    },
    wordsTo: (from, to) => idsOf(newest(from, (item) => isWordTo(item, to))),
  };
}

function isWordTo({ entry, body }: Item, to: PersonId): boolean {
  if (body?.kind !== 'friend.add' && body?.kind !== 'friend.remove') return false;
  return typeOfChannel(entry.channel) === 'inbox' && ownerOfChannel(entry.channel) === to;
}

function idsOf(item: Item | undefined): readonly EntryId[] {
  return item ? [item.entry.id] : [];
}
