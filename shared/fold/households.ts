import type { Item } from '../log/item.ts';
import { ownerOfChannel, typeOfChannel, type EntryId, type PersonId } from '../protocol/ids.ts';
import type { Access } from './access.ts';
import { newestOf } from './newest.ts';

/** Whom persons call their household; see `createHouseholds`. */
export type Households = {
  add(item: Item): void;
  /** Whom `person` named, in the order of their list; nobody when they said nothing. */
  namedBy(person: PersonId): readonly PersonId[];
  /** The entry that says so, which a new list replaces; null when nothing was said. */
  entryOf(person: PersonId): EntryId | null;
};

/**
 * One list a person, written by any of their devices into their own life channel, where everyone who may see their statuses reads it. Two persons are of one household when
 * each named the other; of that who reads only one of the channels sees one half, and the other's claim (`status.about`, rung household) is the second.
 */
export function createHouseholds(access: Access): Households {
  const byPerson = new Map<PersonId, Map<EntryId, Item>>();

  function newest(person: PersonId): Item | null {
    return newestOf([...(byPerson.get(person)?.values() ?? [])].filter(access.counts), access.ground);
  }

  return {
    add(item) {
      const { channel, id } = item.entry;
      if (item.body?.kind !== 'household' || typeOfChannel(channel) !== 'life') return;
      if (ownerOfChannel(channel) !== item.author) return;
      const known = byPerson.get(item.author);
      if (known) known.set(id, item);
      else byPerson.set(item.author, new Map([[id, item]]));
    },
    namedBy(person) {
      const body = newest(person)?.body;
      return body?.kind === 'household' ? body.persons : [];
    },
    entryOf: (person) => newest(person)?.entry.id ?? null,
  };
}
