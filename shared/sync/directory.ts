import type { Item } from '../log/item.ts';
import type { Certificate } from '../protocol/certificate.ts';
import type { ChannelId, DeviceId, EntryId, PersonId } from '../protocol/ids.ts';
import type { Rotation } from '../protocol/rotation.ts';
import type { Run } from '../protocol/entry.ts';
import type { ErrorCode } from '../errors.ts';

/** What a store's conversation needs to know of persons, friends and permissions. Filled from entries, by the folds of `shared/fold`. */
export type Directory = {
  /** The certificate of a device, if an entry or an earlier batch brought one whose signature is good. */
  certificateOf(device: DeviceId): Certificate | null;
  /** Keeps certificates and rotations whose signatures were checked, so that runs of their devices can be verified. */
  learn(certificates: readonly Certificate[], rotations: readonly Rotation[]): void;
  /** Rotations of a person, for readers who must check certificates of a later root. */
  rotationsOf(person: PersonId): readonly Rotation[];
  /** Why this device may not write an entry of `kind` and `number` into `channel` now, or null. */
  whyNotWritable(device: DeviceId, channel: ChannelId, kind: number, number: number): ErrorCode | null;
  /** Why the author's budget does not take this run now, or null. Admission is local and temporary; asked once a run, before its signature. */
  whyNotAdmitted(
    author: PersonId,
    run: { readonly lane: number; readonly count: number; readonly bytes: number },
  ): ErrorCode | null;
  mayRead(reader: PersonId, channel: ChannelId): boolean;
  readableChannels(reader: PersonId): readonly ChannelId[];
  /**
   * Channels whose access began or ended for `reader` through entries with arrivals above `after` in `shard`. One that ended and began again
   * is in `opened`.
   */
  changesSince(
    reader: PersonId,
    shard: number,
    after: number,
  ): { readonly opened: readonly ChannelId[]; readonly closed: readonly ChannelId[] };
  /** Full hash of an entry whose body must not be kept, or null. */
  erasedHash(id: EntryId): Uint8Array | null;
  /** Notes an erasure before it is stored, so that a target that arrives meanwhile is stored without its body. */
  expectErasure(item: Item): void;
  /** Whether the erase entry `item` may erase the body of the entry with that hash and kind, written by `device`. */
  mayErase(item: Item, target: { readonly device: DeviceId; readonly channel: ChannelId }): boolean;
  /** Takes in what became durable, with its arrival. */
  add(run: Run, items: readonly Item[], arrival: number): void;
};
