import { decodeKeyList, encodeKeyList, maxListedKeys, type ListedKey } from '../log/key-list.ts';
import type { Item } from '../log/item.ts';
import { recipientsIn } from '../log/seal-key.ts';
import { toChannelId, type DeviceId, type EntryId, type PersonId } from '../protocol/ids.ts';
import { ok, type Result } from '../protocol/result.ts';
import type { DeviceCore } from './core.ts';
import type { Device } from './device.ts';
import type { DiskError } from './ports.ts';

/** Keys that another device of the same person passed on; see `createPassedKeys`. */
export type PassedKeys = {
  /** Takes an opened `keys` entry that was sealed under the key `under`. Anything but one by the person in their own `self` channel is passed over. */
  take(item: Item, under: EntryId): void;
  /** What was passed on as the key of that id. Several, where they differ: a wrong one opens nothing, and hides no right one. */
  candidates(id: EntryId): readonly ListedKey[];
  /** One key for each id. */
  all(): readonly ListedKey[];
  /** Ids that were passed on under one of the keys that `isReadable`. */
  listedUnder(isReadable: (under: EntryId) => boolean): ReadonlySet<EntryId>;
};

/** Nothing passed on yet. Only the person's own devices are believed: from anybody else it would be a way to show them false keys. */
export function createPassedKeys(person: PersonId): PassedKeys {
  const byId = new Map<EntryId, ListedKey[]>();
  const lists: { readonly under: EntryId; readonly ids: readonly EntryId[] }[] = [];
  return {
    take({ author, entry, body }, under) {
      if (body?.kind !== 'keys' || author !== person || entry.channel !== toChannelId('self', person)) return;
      const listed = decodeKeyList(body.keys);
      lists.push({ under, ids: listed.map(({ id }) => id) });
      for (const one of listed) {
        const known = byId.get(one.id) ?? [];
        if (!known.some(({ key, channel }) => channel === one.channel && key.join() === one.key.join()))
          known.push(one);
        byId.set(one.id, known);
      }
    },
    candidates: (id) => byId.get(id) ?? [],
    all: () => [...byId.values()].flatMap(([first]) => first ?? []),
    listedUnder: (isReadable) => new Set(lists.flatMap(({ under, ids }) => (isReadable(under) ? ids : []))),
  };
}

/**
 * Writes the keys that this device has and `to` was not given into the own `self` channel, sealed under a key that `to` is given, so that a device that was
 * just added reads what was written before it. What it was passed before is left out; the second time nothing is written. Works offline.
 */
export async function passKeys(device: Device, to: DeviceId): Promise<Result<number, DiskError>> {
  const { core } = device;
  const missing = keysLackedBy(core, to);
  for (let at = 0; at < missing.length; at += maxListedKeys) {
    const keys = encodeKeyList(missing.slice(at, at + maxListedKeys));
    const written = await device.writeSealed('keys', toChannelId('self', device.person), { keys });
    if (!written.ok) return written;
  }
  return ok(missing.length);
}

function keysLackedBy(core: DeviceCore, to: DeviceId): readonly ListedKey[] {
  const given = new Set<EntryId>();
  for (const { id, recipients } of core.sealing.given()) if (recipientsIn(recipients).includes(to)) given.add(id);
  const listed = core.sealing.passed.listedUnder((under) => given.has(under));
  return core.sealing.held().filter(({ id }) => !given.has(id) && !listed.has(id));
}
