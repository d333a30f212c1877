import type { Item } from '../log/item.ts';
import type { EntryId, PersonId } from '../protocol/ids.ts';

/** Entries written again under another id; see `createNames`. */
export type Names = {
  /** Takes note of `again`. Gives the persons of whose entries some may have another name now. */
  add(item: Item): readonly PersonId[];
  /** The one name of an entry: the oldest id in its chain of `again`, present here or not. An entry never written again has its own id. */
  nameOf(id: EntryId): EntryId;
  /** All ids of the entry with that name, itself first, the others in order of ids. */
  idsOf(name: EntryId): readonly EntryId[];
};

/**
 * A device that finds its log forked appends what it had not sent again, with `again: old id`, from new keys. Both ids then mean one entry:
 * a comment on either is a comment on it. `again` counts when the entry that says it counts and the old one, if it is here, is by the same person.
 */
export function createNames(counts: (item: Item) => boolean, get: (id: EntryId) => Item | null): Names {
  const oldById = new Map<EntryId, { readonly old: EntryId; readonly item: Item }>();
  const newerByOld = new Map<EntryId, Set<EntryId>>();

  function oldOf(id: EntryId): EntryId | null {
    const link = oldById.get(id);
    if (!link) return null;
    const target = get(link.old);
    return (target === null || target.author === link.item.author) && counts(link.item) ? link.old : null;
  }

  function nameOf(id: EntryId): EntryId {
    let name = id;
    for (let old = oldOf(name); old !== null; old = oldOf(name)) name = old;
    return name;
  }

  return {
    add(item) {
      const renamed: PersonId[] = [];
      for (const id of newerByOld.get(item.entry.id) ?? []) {
        const linker = oldById.get(id)?.item.author;
        if (linker !== undefined) renamed.push(linker);
      }
      const old = item.body && 'again' in item.body ? item.body.again : undefined;
      if (old === undefined) return renamed;
      oldById.set(item.entry.id, { old, item });
      const newer = newerByOld.get(old);
      if (newer) newer.add(item.entry.id);
      else newerByOld.set(old, new Set([item.entry.id]));
      return [...renamed, item.author];
    },
    nameOf,
    idsOf(name) {
      const ids = [name];
      for (let at = 0; at < ids.length; at++) {
        for (const newer of newerByOld.get(ids[at] as EntryId) ?? []) if (oldOf(newer) === ids[at]) ids.push(newer);
      }
      return [name, ...ids.slice(1).sort()];
    },
  };
}
