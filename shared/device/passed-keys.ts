import { decodeKeyList, type ListedKey } from '../log/key-list.ts';
import type { Item } from '../log/item.ts';
import { toChannelId, type EntryId, type PersonId } from '../protocol/ids.ts';

/** Keys that another device of the same person passed on; see `createPassedKeys`. */
export type PassedKeys = {
  /** Takes an opened `keys` entry that was sealed under the key `under`. Anything but one by the person in their own `self` channel is passed over. */
  take(item: Item, under: EntryId): void;
  /** What was passed on as the key of that id. Several, where they differ: a wrong one opens nothing, and hides no right one. */
  candidates(id: EntryId): readonly ListedKey[];
  /** One key for each id. */
  all(): readonly ListedKey[];
  /** What was passed on by one entry each: ids, and the key under which that was sealed. */
  readonly lists: readonly { readonly under: EntryId; readonly ids: readonly EntryId[] }[];
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
    lists,
  };
}
