import type { Certificate, DeviceClassName } from '../protocol/certificate.ts';
import type { ChannelId, PersonId } from '../protocol/ids.ts';
import type { Item } from '../log/item.ts';
import type { Friends } from './friends.ts';
import type { Persons } from './persons.ts';
import type { VoidCause } from './void-cause.ts';

/** Someone began or ceased to be served a channel. */
export type AccessChange = { readonly person: PersonId; readonly channel: ChannelId; readonly opened: boolean };

/** Who may read, write and erase what; see `createAccess`. */
export type Access = {
  /**
   * Takes an item and says whose reading it changed, in order of persons and channels. A server gives what stands in cards and inboxes (lane 0); the
   * rest changes no access. The same item again gives [].
   */
  add(item: Item): readonly AccessChange[];
  /** Takes a certificate that came with a batch, its signature found good. */
  addCertificate(certificate: Certificate): readonly AccessChange[];
  /** Whether `reader` on a device of that class may be served `channel` now. What one wrote oneself one may always read: `mayReadLog`. */
  mayRead(reader: PersonId, device: DeviceClassName, channel: ChannelId): boolean;
  /** As `mayRead`, for the entries of one author in `channel`. */
  mayReadLog(reader: PersonId, device: DeviceClassName, channel: ChannelId, author: PersonId): boolean;
  /** The channels that the person's sync brings, own ones first, then by id. Every card is readable besides by whoever asks for it by id. */
  readableChannels(person: PersonId): readonly ChannelId[];
  /** Inboxes of others in which the person's own words stand: only their own logs in them belong to their sync. */
  inboxesWrittenBy(person: PersonId): readonly ChannelId[];
  /** Whether the author may write this into its channel, by what was ever true: validity, the same for all who hold the set. */
  isPermitted(item: Item): boolean;
  /** Whether a server should take it now: as `isPermitted`, but former friends are over. Admission: local and temporary. */
  isWelcome(item: Item): boolean;
  /** Whether an erase by the author of `item` in the channel of `target` drops the body of `target`. */
  mayErase(item: Item, target: Item): boolean;
  /** Whether a correction by the author of `item` counts for `target`. */
  mayCorrect(item: Item, target: Item): boolean;
  /** Why an entry is void, everything considered, or null. */
  whyVoid(item: Item): VoidCause | null;
  readonly friends: Friends;
  readonly persons: Persons;
};

/**
 * Access from entries. `viewer` null sees everything, as a server does, and takes a missing friendship for a fact. A person's replica cannot see
 * the words between two others, so there only the viewer's own channels are judged by friendship.
 */
export declare function createAccess(viewer?: PersonId | null): Access;
