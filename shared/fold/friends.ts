import type { Item } from '../log/item.ts';
import { bytesToHex, concatBytes, encodeUtf8 } from '../protocol/bytes.ts';
import { sha256 } from '../protocol/hash.ts';
import { ownerOfChannel, typeOfChannel, type EntryId, type PersonId } from '../protocol/ids.ts';
import { domain } from '../protocol/parameters.ts';
import type { Ground } from './ground.ts';
import { candidatesOf } from './newest.ts';

/** Someone asked and was not answered. */
export type FriendRequest = {
  readonly from: PersonId;
  readonly to: PersonId;
  /** The friend.add that asks. */
  readonly entry: EntryId;
  /** Corrected clock of that entry. */
  readonly clockMs: number;
  /** Whether it carries a token: whoever gave the link accepts without being asked, but that may not be known here yet. */
  readonly hasToken: boolean;
  /** Sealed to the person asked, or null. */
  readonly greeting: Uint8Array | null;
};

/** Who is whose friend; see `createFriends`. */
export type Friends = {
  /** Takes note of words and invitations; everything else is passed over. The same item again changes nothing. */
  add(item: Item): void;
  /** The newest word of `author` about `person`, an invitation that was used counting as add; null when nothing was said. */
  wordOf(author: PersonId, person: PersonId): 'add' | 'remove' | null;
  /** Whether both newest words are add. */
  areFriends(a: PersonId, b: PersonId): boolean;
  /** Whether both ever said add: what either wrote to the other stands after an end of the friendship. */
  wereEverFriends(a: PersonId, b: PersonId): boolean;
  /** In order of ids. */
  friendsOf(person: PersonId): readonly PersonId[];
  /** Open requests to `person`, oldest first. */
  requestsTo(person: PersonId): readonly FriendRequest[];
  /** Open requests by `person`, oldest first. */
  requestsFrom(person: PersonId): readonly FriendRequest[];
  /** The request of `from` to `to` that is open, or null. */
  requestOf(from: PersonId, to: PersonId): FriendRequest | null;
  /** All with whom words were exchanged in either direction, valid or not. */
  counterpartsOf(person: PersonId): ReadonlySet<PersonId>;
  /** Those in whose inbox words of `person` stand, valid or not, in order. */
  addressedBy(person: PersonId): readonly PersonId[];
};

/** SHA-256("tayori/1 invite" ‖ token), the hash that a friend.invite carries for the 16 bytes of its token. */
export function inviteHash(token: Uint8Array): Uint8Array {
  return sha256(concatBytes(encodeUtf8(domain.invite), token));
}

/**
 * A word is a friend.add or friend.remove in the inbox of the person it is about. Of the words of one person about another those hold that nobody
 * replaced (`candidatesOf`); a remove among them beats an add, since it was not seen by its writer; so both devices of a pair may speak at once. An
 * invitation is P's add in advance: it counts for whoever said add with its token, until P says a word about them. Erasing the invitation
 * withdraws it, also from those whom P has not answered.
 */
export function createFriends(ground: Ground): Friends {
  const wordsByAuthor = new Map<PersonId, Map<PersonId, Map<EntryId, Item>>>();
  const invitesByPerson = new Map<PersonId, Map<string, Map<EntryId, Item>>>();
  const counterparts = new Map<PersonId, Set<PersonId>>();
  const hashByToken = new Map<string, string>();

  const counts = (item: Item): boolean => ground.whyVoid(item) === null && ground.bodyOf(item) !== null;

  function wordsOf(author: PersonId, person: PersonId): Item[] {
    const words = wordsByAuthor.get(author)?.get(person);
    return words ? [...words.values()].filter(counts) : [];
  }

  /** Whether `person` said add with a token of an invitation that `inviter` has out. */
  function hasUsedInvite(person: PersonId, inviter: PersonId): boolean {
    const invites = invitesByPerson.get(inviter);
    if (!invites) return false;
    return wordsOf(person, inviter).some((word) => {
      if (word.body?.kind !== 'friend.add' || !word.body.token) return false;
      return [...(invites.get(hashOfToken(word.body.token))?.values() ?? [])].some(counts);
    });
  }

  function hashOfToken(token: Uint8Array): string {
    const name = bytesToHex(token);
    const known = hashByToken.get(name);
    if (known !== undefined) return known;
    const hash = bytesToHex(inviteHash(token));
    hashByToken.set(name, hash);
    return hash;
  }

  /** The word that holds, or null when `author` said none of their own. */
  function newestWord(author: PersonId, person: PersonId): Item | null {
    const candidates = candidatesOf(wordsOf(author, person), ground);
    return candidates.findLast((word) => word.body?.kind === 'friend.remove') ?? candidates.at(-1) ?? null;
  }

  function wordOf(author: PersonId, person: PersonId): 'add' | 'remove' | null {
    const word = newestWord(author, person);
    if (word) return word.body?.kind === 'friend.remove' ? 'remove' : 'add';
    return hasUsedInvite(person, author) ? 'add' : null;
  }

  function hasEverAdded(author: PersonId, person: PersonId): boolean {
    return wordsOf(author, person).some((word) => word.body?.kind === 'friend.add') || hasUsedInvite(person, author);
  }

  const areFriends = (a: PersonId, b: PersonId): boolean => wordOf(a, b) === 'add' && wordOf(b, a) === 'add';

  /** An add is an open request until the other side says a word, and again when it is later than the other side's remove. */
  function requestOf(from: PersonId, to: PersonId): FriendRequest | null {
    const ask = newestWord(from, to);
    if (ask?.body?.kind !== 'friend.add' || wordOf(to, from) === 'add') return null;
    const clockMs = ground.clocks.correctedMs(ask);
    const answer = newestWord(to, from);
    if (answer && ground.clocks.correctedMs(answer) >= clockMs) return null;
    const { token, greeting } = ask.body;
    return { from, to, entry: ask.entry.id, clockMs, hasToken: token !== undefined, greeting: greeting ?? null };
  }

  function requests(person: PersonId, toPair: (other: PersonId) => readonly [PersonId, PersonId]): FriendRequest[] {
    return [...(counterparts.get(person) ?? [])]
      .flatMap((other) => requestOf(...toPair(other)) ?? [])
      .sort((a, b) => a.clockMs - b.clockMs || (a.entry < b.entry ? -1 : 1));
  }

  return {
    add(item) {
      const { body, author } = item;
      const { channel, id } = item.entry;
      if (typeOfChannel(channel) !== 'inbox' || !body) return;
      const owner = ownerOfChannel(channel);
      if (body.kind === 'friend.invite' && author === owner) {
        const invites = mapIn(invitesByPerson, author);
        mapIn(invites, bytesToHex(body.tokenHash)).set(id, item);
      } else if ((body.kind === 'friend.add' || body.kind === 'friend.remove') && body.person === owner) {
        if (author === owner) return;
        mapIn(mapIn(wordsByAuthor, author), owner).set(id, item);
        setIn(counterparts, author).add(owner);
        setIn(counterparts, owner).add(author);
      }
    },
    wordOf,
    areFriends,
    wereEverFriends: (a, b) => hasEverAdded(a, b) && hasEverAdded(b, a),
    friendsOf: (person) => [...(counterparts.get(person) ?? [])].filter((other) => areFriends(person, other)).sort(),
    requestsTo: (person) => requests(person, (other) => [other, person]),
    requestsFrom: (person) => requests(person, (other) => [person, other]),
    requestOf,
    counterpartsOf: (person) => counterparts.get(person) ?? new Set(),
    addressedBy: (person) => [...(wordsByAuthor.get(person)?.keys() ?? [])].sort(),
  };
}

function mapIn<K, L, V>(map: Map<K, Map<L, V>>, key: K): Map<L, V> {
  const known = map.get(key);
  if (known) return known;
  const made = new Map<L, V>();
  map.set(key, made);
  return made;
}

function setIn<K, V>(map: Map<K, Set<V>>, key: K): Set<V> {
  const known = map.get(key);
  if (known) return known;
  const made = new Set<V>();
  map.set(key, made);
  return made;
}
