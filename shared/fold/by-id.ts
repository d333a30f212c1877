import type { Item } from '../log/item.ts';
import type { EntryId } from '../protocol/ids.ts';

/** Items by their ids; see `createById`. */
export type ById = {
  get(id: EntryId): Item | undefined;
  /** Puts an item in, in the place of the one that had its id. */
  set(item: Item): void;
  /** In the order in which their ids were first put in. */
  values(): Iterable<Item>;
};

const firstSlots = 64;
/** How many slots are looked at. Ids are hashes, so that few need more; but whoever makes entries can choose ids that begin alike. */
const maxProbes = 24;

/**
 * A table of nothing. It asks the items for their ids instead of holding these, which takes 13 bytes an item where a map with its keys takes 66. An id
 * stands in one of the slots from where its first 32 bits say, or in a map where those are taken.
 */
export function createById(): ById {
  const items: Item[] = [];
  // Places in `items`, one added; 0 is free. At most two thirds are taken.
  let slots = new Uint32Array(firstSlots);
  let far = new Map<EntryId, number>();

  /** The slot with what `isIt` knows, or the first free one, or null when neither is among those that are looked at. */
  function slotOf(first32: number, isIt: (item: Item) => boolean): number | null {
    for (let i = 0; i < maxProbes; i++) {
      const slot = (first32 + i) & (slots.length - 1);
      const item = items[(slots[slot] ?? 0) - 1];
      if (item === undefined || isIt(item)) return slot;
    }
    return null;
  }

  function placeOf(id: EntryId): number {
    const slot = slotOf(Number.parseInt(id.slice(0, 8), 16), (item) => item.entry.id === id);
    return (slot === null ? far.get(id) : slots[slot]) ?? 0;
  }

  function putIn(item: Item, place: number): void {
    const slot = slotOf(startOf(item), () => false);
    if (slot === null) far.set(item.entry.id, place);
    else slots[slot] = place;
  }

  function grow(): void {
    slots = new Uint32Array(slots.length * 2);
    far = new Map();
    items.forEach((item, i) => putIn(item, i + 1));
  }

  return {
    get: (id) => items[placeOf(id) - 1],
    set(item) {
      const place = placeOf(item.entry.id);
      if (place > 0) {
        items[place - 1] = item;
        return;
      }
      putIn(item, items.push(item));
      if (items.length * 3 > slots.length * 2) grow();
    },
    values: () => items,
  };
}

/** The first 32 bits of an id. */
function startOf({ entry: { hash } }: Item): number {
  return ((hash[0] ?? 0) << 24) | ((hash[1] ?? 0) << 16) | ((hash[2] ?? 0) << 8) | (hash[3] ?? 0);
}
