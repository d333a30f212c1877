import type { BodyOf } from '../kinds/kinds.ts';
import type { Item } from '../log/item.ts';
import { ownerOfChannel, typeOfChannel, type EntryId, type PersonId } from '../protocol/ids.ts';
import type { Ground } from './ground.ts';
import { newestOf } from './newest.ts';

/** What a person says of themselves, with the entry that says it. */
export type Card = {
  readonly entry: EntryId;
  readonly name: string;
  readonly kana: string | null;
  readonly archiveKey: Uint8Array | null;
  readonly search: NonNullable<BodyOf<'card.set'>['search']>;
  readonly language: string | null;
  /** SHA-256 of the picture. */
  readonly picture: Uint8Array | null;
};

/** The newest cards; see `createCards`. */
export type Cards = {
  add(item: Item): void;
  /** The card in force, or null when none counts. With `nowMs`, clocks ahead of it do not make a card newest. */
  cardOf(person: PersonId, nowMs?: number | null): Card | null;
};

/** One value a person, written by any of their devices into their own card. */
export function createCards(ground: Ground): Cards {
  const byPerson = new Map<PersonId, Map<EntryId, Item>>();
  return {
    add(item) {
      const { channel, id } = item.entry;
      if (item.body?.kind !== 'card.set' || typeOfChannel(channel) !== 'card') return;
      if (ownerOfChannel(channel) !== item.author) return;
      const known = byPerson.get(item.author);
      if (known) known.set(id, item);
      else byPerson.set(item.author, new Map([[id, item]]));
    },
    cardOf(person, nowMs = null) {
      const values = [...(byPerson.get(person)?.values() ?? [])].filter(
        (item) => ground.whyVoid(item) === null && ground.bodyOf(item) !== null,
      );
      const newest = newestOf(values, ground, nowMs);
      if (newest?.body?.kind !== 'card.set') return null;
      const { name, kana, archiveKey, search, language, picture } = newest.body;
      return {
        entry: newest.entry.id,
        name,
        kana: kana ?? null,
        archiveKey: archiveKey ?? null,
        search: search ?? 'friends',
        language: language ?? null,
        picture: picture ?? null,
      };
    },
  };
}
