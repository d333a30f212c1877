import { kindName, type BodyOf } from '../kinds/kinds.ts';
import type { Item, ItemEntry } from '../log/item.ts';
import { bytesToHex, equalBytes } from '../protocol/bytes.ts';
import { ownerOfChannel, typeOfChannel, type ChannelId, type DeviceId, type EntryId } from '../protocol/ids.ts';
import type { PersonId } from '../protocol/ids.ts';
import type { Persons } from './persons.ts';
import { outlastsPerson } from '../kinds/outlast.ts';
import { unerasableKinds, type VoidCode } from './void-cause.ts';

/** What one must know of an entry to say who may erase it. */
export type ErasureTarget = {
  readonly channel: ChannelId;
  readonly device: DeviceId;
  readonly author: PersonId;
  readonly kind: number;
};

/** Which bodies are gone; see `createErasures`. */
export type Erasures = {
  /** Takes note of an `erase`. Gives the id of its target, or null when the item is none. */
  add(item: Item): EntryId | null;
  /** Whether the body of `item` is erased, here or not: a fold reads it as absent, and a store that has the erasure drops it. */
  isErased(item: Item): boolean;
  /** The full hash of the entry with that id when its erasure is known, its target here or not; else null. Without those that fell to a person.end. */
  erasedHash(id: EntryId): Uint8Array | null;
  /** Whether an erase by the author of `item` drops the body of `target`. */
  mayErase(item: Item, target: ErasureTarget): boolean;
  /** Ids for which `erasedHash` is not null, in order. */
  targets(): readonly EntryId[];
};

const unerasable: ReadonlySet<string> = new Set(unerasableKinds);
/** Why an erase may be void and reach its target all the same. */
const standingAfter: ReadonlySet<VoidCode> = new Set(['revoked', 'rotated', 'session-ended', 'forked']);

/**
 * Erasures as a set. One may erase the author's own entries everywhere, and whatever others wrote into a channel of one's own; a lent device
 * only what it wrote itself. An erase counts although its device was cut off later: stores dropped the body when it came, and no cut brings it
 * back, so counting it is the only way for all replicas to show the same. It names its target by all 32 bytes of its hash and by channel, device,
 * kind and number, so that stores and folds find the same. It may come before its target. The end of a person erases all that the person wrote, except
 * what others need to judge the rest.
 */
export function createErasures(persons: Persons): Erasures {
  const byTarget = new Map<EntryId, Map<EntryId, Item>>();

  function mayErase(item: Item, target: ErasureTarget): boolean {
    const { channel, device } = item.entry;
    if (channel !== target.channel || unerasable.has(kindName(target.kind) ?? '')) return false;
    if ((persons.certificateOf(device)?.maxEntries ?? null) !== null) return device === target.device;
    return item.author === target.author || item.author === personOwning(channel);
  }

  /** What a valid erase names, or null. */
  function reachOf(item: Item): Omit<BodyOf<'erase'>, 'salt'> | null {
    const { body } = item;
    if (body?.kind !== 'erase') return null;
    const author = persons.certificateOf(body.device)?.person;
    if (author === undefined) return null;
    const target = { channel: item.entry.channel, device: body.device, author, kind: body.kindNumber };
    const cause = persons.whyVoid(item);
    return mayErase(item, target) && (cause === null || standingAfter.has(cause.code)) ? body : null;
  }

  function erasedHash(id: EntryId): Uint8Array | null {
    for (const item of byTarget.get(id)?.values() ?? []) {
      const body = reachOf(item);
      if (body) return body.targetHash;
    }
    return null;
  }

  return {
    add(item) {
      if (item.body?.kind !== 'erase') return null;
      const target = bytesToHex(item.body.targetHash.subarray(0, 16));
      const known = byTarget.get(target);
      if (known) known.set(item.entry.id, item);
      else byTarget.set(target, new Map([[item.entry.id, item]]));
      return target;
    },
    isErased(item) {
      const { id, kind } = item.entry;
      if (persons.hasEnded(item.author) && !outlastsPerson(kind)) return true;
      for (const erase of byTarget.get(id)?.values() ?? []) {
        if (isNamedBy(item.entry, erase) && reachOf(erase) !== null) return true;
      }
      return false;
    },
    erasedHash,
    mayErase,
    targets: () => [...byTarget.keys()].filter((id) => erasedHash(id) !== null).sort(),
  };
}

/** The person who owns a channel, or null for channels that belong to no person. */
export function personOwning(channel: ChannelId): PersonId | null {
  const type = typeOfChannel(channel);
  const isPersonal = type === 'card' || type === 'life' || type === 'feed' || type === 'inbox' || type === 'self';
  return isPersonal ? ownerOfChannel(channel) : null;
}

/** Whether `erase` says where `entry` stands and what it is, and its hash to the last byte; not whether it may erase it. */
export function isNamedBy(entry: Omit<ItemEntry, 'hasBody'>, { body, entry: { channel } }: Item): boolean {
  if (body?.kind !== 'erase' || channel !== entry.channel || body.device !== entry.device) return false;
  return body.kindNumber === entry.kind && body.number === entry.number && equalBytes(body.targetHash, entry.hash);
}
