import type { FoldPort } from '../../shared/device/ports.ts';
import type { Item } from '../../shared/log/item.ts';
import type { EntryId, PersonId } from '../../shared/protocol/ids.ts';

/** Remembers items by their ids, for what the screens say of one entry. Judges nothing: that is for the folds. */
export type ItemNotes = FoldPort & {
  get(id: EntryId): Item | undefined;
  /** Items by `author`, in the order in which they came. */
  by(author: PersonId): readonly Item[];
};

export function createItemNotes(): ItemNotes {
  const itemById = new Map<EntryId, Item>();
  return {
    add(items) {
      for (const item of items) itemById.set(item.entry.id, item);
    },
    get: (id) => itemById.get(id),
    by: (author) => [...itemById.values()].filter((item) => item.author === author),
  };
}
