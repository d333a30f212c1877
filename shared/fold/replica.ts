import type { Certificate } from '../protocol/certificate.ts';
import type { EntryId, PersonId } from '../protocol/ids.ts';
import type { Item } from '../log/item.ts';
import type { Access, AccessChange } from './access.ts';
import type { Friends } from './friends.ts';
import type { Persons } from './persons.ts';
import type { VoidCause } from './void-cause.ts';

/** All folds over one set of entries; see `createReplica`. */
export type Replica = {
  readonly viewer: PersonId | null;
  /** Adds items in any order and any number of times. Says whose reading they changed. */
  add(items: readonly Item[]): readonly AccessChange[];
  /** Adds certificates that came with a batch, their signatures found good. */
  addCertificates(certificates: readonly Certificate[]): readonly AccessChange[];
  /** The item with that id, its body as received; null when it is not in the set. */
  get(id: EntryId): Item | null;
  /** Why an entry is void, or null when it counts. */
  isVoid(item: Item): VoidCause | null;
  /** SHA-256 as hex over the whole visible state: equal on replicas of one viewer that hold the same set. */
  digest(): string;
  readonly persons: Persons;
  readonly friends: Friends;
  readonly access: Access;
};

/** A replica for `viewer`, or for all (null), as a server or a simulation sees it. */
export declare function createReplica(viewer: PersonId | null): Replica;
