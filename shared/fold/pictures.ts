import { kinds, type pictureType } from '../kinds/kinds.ts';
import type { Item } from '../log/item.ts';
import { equalBytes } from '../protocol/bytes.ts';
import { sha256 } from '../protocol/hash.ts';
import { ownerOfChannel, typeOfChannel, type EntryId, type PersonId } from '../protocol/ids.ts';
import type { Access } from './access.ts';

/** The picture on a card. */
export type Picture = {
  readonly entry: EntryId;
  readonly data: Uint8Array;
  readonly type: keyof typeof pictureType;
};

/** The pictures of persons; see `createPictures`. */
export type Pictures = {
  add(item: Item): void;
  /** The picture that the card in force names, or null: none is named, or it is not here, or was erased. */
  pictureOf(person: PersonId): Picture | null;
  /** Whether the card names a picture, none of it is here, and an entry of that kind is held without its bytes. */
  isLeftOut(person: PersonId): boolean;
  /** All entries with a picture of the person that still have one, whether the card names it or not: those that a new one replaces. */
  picturesBy(person: PersonId): readonly Item[];
};

/**
 * A card names its picture by SHA-256 of the bytes, so that of many entries only the one counts that was meant; which entry carries it does not matter, as
 * after a fork. Hashes are worked out when they are asked for, once each.
 */
export function createPictures(access: Access): Pictures {
  const byPerson = new Map<PersonId, Map<EntryId, Item>>();
  const bodiless = new Map<PersonId, Map<EntryId, Item>>();
  const hashById = new Map<EntryId, Uint8Array>();

  function hashOf(id: EntryId, data: Uint8Array): Uint8Array {
    const hash = hashById.get(id) ?? sha256(data);
    hashById.set(id, hash);
    return hash;
  }

  const picturesBy = (person: PersonId): readonly Item[] =>
    [...(byPerson.get(person)?.values() ?? [])].filter((item) => access.counts(item));

  function pictureOf(person: PersonId): Picture | null {
    const named = access.cards.cardOf(person)?.picture;
    if (!named) return null;
    // Of two entries with the same bytes the lower id, on every replica.
    for (const { entry, body } of [...picturesBy(person)].sort((a, b) => (a.entry.id < b.entry.id ? -1 : 1))) {
      if (body?.kind !== 'picture' || !equalBytes(hashOf(entry.id, body.data), named)) continue;
      return { entry: entry.id, data: body.data, type: body.type };
    }
    return null;
  }

  return {
    add(item) {
      const { channel, id, kind } = item.entry;
      if (kind !== kinds.picture.number || typeOfChannel(channel) !== 'card') return;
      if (ownerOfChannel(channel) !== item.author) return;
      const isHere = item.body?.kind === 'picture';
      const map = isHere ? byPerson : bodiless;
      const known = map.get(item.author);
      if (known) known.set(id, item);
      else map.set(item.author, new Map([[id, item]]));
      if (isHere) bodiless.get(item.author)?.delete(id);
    },
    pictureOf,
    isLeftOut: (person) =>
      pictureOf(person) === null &&
      (access.cards.cardOf(person)?.picture ?? null) !== null &&
      [...(bodiless.get(person)?.values() ?? [])].some((item) => !access.ground.erasures.isErased(item)),
    picturesBy,
  };
}
