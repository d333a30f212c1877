import type { EntryId, PersonId } from '../protocol/ids.ts';
import type { Item } from '../log/item.ts';

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
  /** The newest word of `author` about `person`, an accepted invitation counting as add; null when nothing was said. */
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
  /** All with whom words were exchanged in either direction, valid or not. */
  counterpartsOf(person: PersonId): ReadonlySet<PersonId>;
};
