import type { ReaderTime } from '../../shared/fold/clocks.ts';
import type { Replica } from '../../shared/fold/replica.ts';
import { kinds, type Body, type BodyOf } from '../../shared/kinds/kinds.ts';
import type { ItemEntry } from '../../shared/log/item.ts';
import { toChannelId, type ChannelId, type EntryId, type PersonId } from '../../shared/protocol/ids.ts';
import type { PersonView } from '../state/model.ts';

/** What the folds say, as far as commands ask. */
export interface Known {
  /** With the name that I gave them, if I did. */
  personOf(person: PersonId): PersonView;
  /** As their card says. */
  cardOf(person: PersonId): PersonView;
  /** Whether nothing of that person is to be shown. */
  isBlocked(person: PersonId): boolean;
  blocked(): readonly PersonId[];
  /** The entry of a setting, to be replaced. */
  settingEntry(key: string): readonly EntryId[];
  /** Whom a person calls their household, and the entry that says so, to be replaced. */
  householdOf(person: PersonId): readonly PersonId[];
  householdEntry(person: PersonId): readonly EntryId[];
  /** The channel of an entry, or nothing when it is not here. */
  channelOf(id: EntryId): ChannelId | undefined;
  /** All entries here that are one post under several names, the one with that id among them; of a check-in its sign of life too. */
  entriesOf(id: EntryId): readonly ItemEntry[];
  /** Ids of the corrections that hold for a post. */
  correctionsOf(id: EntryId): readonly EntryId[];
  /** Ids of the card that a new one replaces. */
  currentCard(person: PersonId): readonly EntryId[];
  /** All that a new card says again where it is not to change, and what it replaces. */
  cardFields(person: PersonId): Omit<BodyOf<'card.set'>, 'salt'>;
  /** Entries with pictures of that person, on the card or not. */
  picturesBy(person: PersonId): readonly ItemEntry[];
  /** What `speaker` last said about `person`, to be replaced. */
  lastAbout(speaker: PersonId, person: PersonId): EntryId | undefined;
  /** The choice of who sees the person's statuses, to be replaced. */
  audienceEntry(person: PersonId): EntryId | undefined;
  /** What a person last said of themselves. */
  lastStatus(person: PersonId): { readonly id: EntryId; readonly body: Extract<Body, { kind: 'status' }> } | undefined;
}

// No list is made here, so no time of a reader matters.
const anyTime: ReaderTime = { nowMs: Number.MAX_SAFE_INTEGER, receivedAtMs: () => null };

/** Under which settings stand what I call a person, and that nothing of them is shown. */
export const nameKey = (person: PersonId) => `name/${person}`;
export const blockKey = (person: PersonId) => `block/${person}`;

export function createKnown(replica: Replica): Known {
  function cardOf(person: PersonId): PersonView {
    const card = replica.cards.cardOf(person);
    return { id: person, name: card?.name ?? '', kana: card?.kana ?? '' };
  }
  const postOf = (id: EntryId) => replica.voices.post(id, anyTime);
  // A check-in names the sign of life that ran ahead of it; after a fork that may have been written again.
  function signsOf({ kind, after }: ItemEntry): ItemEntry[] {
    if (kind !== kinds.checkin.number) return [];
    return [...replica.items()].flatMap(({ entry, author, body }) => {
      const isIt = after.includes(entry.id) || (body?.kind === 'life.sign' && after.includes(body.again ?? ''));
      return isIt && author === replica.viewer && entry.kind === kinds['life.sign'].number ? [entry] : [];
    });
  }
  return {
    personOf(person) {
      const card = cardOf(person);
      const name = replica.settings.valueOf(nameKey(person));
      return name === null ? card : { ...card, name, cardName: card.name };
    },
    cardOf,
    isBlocked: (person) => replica.settings.valueOf(blockKey(person)) !== null,
    blocked: () => replica.settings.valuesUnder(blockKey('')).map(([key]) => key.slice(blockKey('').length)),
    settingEntry: (key) => toList(replica.settings.entryOf(key)),
    householdOf: (person) => replica.households.namedBy(person),
    householdEntry: (person) => toList(replica.households.entryOf(person)),
    channelOf: (id) => replica.get(id)?.entry.channel,
    entriesOf: (id) =>
      (postOf(id)?.ids ?? [id])
        .flatMap((one) => replica.get(one)?.entry ?? [])
        .flatMap((entry) => [entry, ...signsOf(entry)]),
    correctionsOf: (id) => postOf(id)?.corrections.map((correction) => correction.id) ?? [],
    currentCard(person) {
      const card = replica.cards.cardOf(person);
      return card ? [card.entry] : [];
    },
    cardFields(person) {
      const card = replica.cards.cardOf(person);
      const body = card && replica.get(card.entry)?.body;
      if (body?.kind !== 'card.set') return { name: '' };
      const { kind: _, salt: __, again: ___, ...fields } = body;
      return { ...fields, replaces: card ? [card.entry] : [] };
    },
    picturesBy: (person) => replica.pictures.picturesBy(person).map((item) => item.entry),
    lastAbout: (speaker, person) =>
      replica.statuses.holdingAbout(person).find(({ author }) => author === speaker)?.entry.id,
    audienceEntry: (person) => replica.access.audiences.entryOf(toChannelId('life', person)) ?? undefined,
    lastStatus(person) {
      for (const { author, entry, body } of replica.statuses.holdingAbout(person)) {
        if (author === person && body?.kind === 'status') return { id: entry.id, body };
      }
      return undefined;
    },
  };
}

function toList(id: EntryId | null): readonly EntryId[] {
  return id === null ? [] : [id];
}
