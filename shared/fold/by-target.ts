import type { Item } from '../log/item.ts';
import type { EntryId } from '../protocol/ids.ts';

/** Items by the id that they speak of, which may be here, come later or never. */
export type ByTarget = {
  /** The same item again changes nothing; one with its body stands for the same without. */
  add(target: EntryId, item: Item): void;
  /** What speaks of any of the ids, each item once, in no order. */
  of(targets: readonly EntryId[]): readonly Item[];
};

/** An index by target; see `ByTarget`. */
export function createByTarget(): ByTarget {
  const byTarget = new Map<EntryId, Map<EntryId, Item>>();
  return {
    add(target, item) {
      const known = byTarget.get(target);
      if (known) known.set(item.entry.id, item);
      else byTarget.set(target, new Map([[item.entry.id, item]]));
    },
    of(targets) {
      const items = new Map<EntryId, Item>();
      for (const target of targets) for (const [id, item] of byTarget.get(target) ?? []) items.set(id, item);
      return [...items.values()];
    },
  };
}
