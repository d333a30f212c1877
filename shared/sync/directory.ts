import type { Item } from '../log/item.ts';
import type { Certificate } from '../protocol/certificate.ts';
import type { Entry } from '../protocol/entry.ts';
import type { ChannelId, DeviceId, PersonId } from '../protocol/ids.ts';
import type { Rotation } from '../protocol/rotation.ts';
import type { SessionParty } from '../protocol/encode-batch.ts';
import type { ErrorCode } from '../errors.ts';

/** What a store's conversation needs to know of persons, friends and permissions. Filled from entries, by the folds of `shared/fold`. */
export type Directory = {
  /** The certificate of a device, if an entry or an earlier batch brought one whose signature is good. */
  certificateOf(device: DeviceId): Certificate | null;
  /** Whether the device's certificate stands in an entry that is stored, not only in the table of a batch. */
  isInCard(device: DeviceId): boolean;
  /** Keeps certificates and rotations whose signatures were checked, so that runs of their devices can be verified. */
  learn(certificates: readonly Certificate[], rotations: readonly Rotation[]): void;
  /** Rotations of a person, for readers who must check certificates of a later root. */
  rotationsOf(person: PersonId): readonly Rotation[];
  /**
   * Why this entry is not taken where it stands now, or null. Into a channel of its own `carrier`, who sent it, brings back what was ever let in. `pending`
   * are entries that came with it and say who is in a conversation.
   */
  whyNotWelcome(item: Item, carrier?: PersonId | null, pending?: readonly Item[]): ErrorCode | null;
  /** Why the author's budget does not take this run now, or null. Admission is local and temporary; asked once a run, before its signature. */
  whyNotAdmitted(
    author: PersonId,
    run: { readonly lane: number; readonly count: number; readonly bytes: number; readonly hasStatus?: boolean },
  ): ErrorCode | null;
  /** Whether the reader's device may be served `channel`; of some channels only the logs for which `mayReadLog` holds. */
  mayRead(reader: SessionParty, channel: ChannelId): boolean;
  /** Whether the reader may be served what `device` wrote in a channel for which `mayRead` holds. */
  mayReadLog(reader: SessionParty, channel: ChannelId, device: DeviceId): boolean;
  /** Whether `person` wrote a friend.add about the reader, which the reader's own inbox holds. */
  hasAdded(person: PersonId, reader: PersonId): boolean;
  /** Every channel for which `mayRead` holds and that the reader's sync brings. */
  readableChannels(reader: SessionParty): readonly ChannelId[];
  /**
   * Channels whose access began or ended for `reader` through entries with arrivals above `after` in `shard`. One that ended and began again
   * is in `opened`.
   */
  changesSince(
    reader: SessionParty,
    shard: number,
    after: number,
  ): { readonly opened: readonly ChannelId[]; readonly closed: readonly ChannelId[] };
  /** Whether the body of an entry must not be kept: an erase that counts names its whole hash, and its device, kind and number, or its author has ended. */
  isErased(entry: Entry): boolean;
  /** Whether `item` ends its author: all their bodies go, but of kinds that outlast a person. */
  endsPerson(item: Item): boolean;
  /** Devices of a person, and every channel in which something of theirs may stand: their own, and those of everyone they exchanged words of friendship with. */
  reachOf(person: PersonId): { readonly devices: readonly DeviceId[]; readonly channels: readonly ChannelId[] };
  /** Notes an erasure or the end of a person before it is stored, so that a target that arrives meanwhile is stored without its body. */
  expectErasure(item: Item): void;
  /** Whether the erase entry `item` may drop the body that it names. */
  mayErase(item: Item): boolean;
  /** Takes in what became durable, with its arrival. */
  add(items: readonly Item[], arrival: number): void;
};
