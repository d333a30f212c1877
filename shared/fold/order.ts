import type { Item } from '../log/item.ts';
import { entryId } from '../protocol/entry.ts';
import type { EntryId } from '../protocol/ids.ts';
import { compareByClock, type Clocks } from './clocks.ts';

/**
 * The one order of a set: take repeatedly, among the entries whose log predecessor and `after` entries in the set are all taken, the smallest by
 * (corrected clock, counter, id). A pure function of the set, in O(n log n); duplicates are dropped. Links are hashes, so they have no cycle.
 */
export function orderEntries(items: Iterable<Item>, clocks: Clocks): Item[] {
  const byId = new Map<EntryId, Item>();
  for (const item of items) byId.set(item.entry.id, item);
  const plain = orderByClock(byId, clocks);
  if (plain) return plain;
  const waitingFor = new Map<EntryId, number>();
  const followers = new Map<EntryId, Item[]>();
  const ready: Item[] = [];
  const isBefore = (a: Item, b: Item): boolean => compareByClock(a, b, clocks) < 0;
  for (const item of byId.values()) {
    const earlier = new Set([entryId(item.previousHash), ...item.entry.after].filter((id) => byId.has(id)));
    waitingFor.set(item.entry.id, earlier.size);
    if (earlier.size === 0) pushHeap(ready, item, isBefore);
    for (const id of earlier) {
      const known = followers.get(id);
      if (known) known.push(item);
      else followers.set(id, [item]);
    }
  }
  const ordered: Item[] = [];
  for (let item = popHeap(ready, isBefore); item; item = popHeap(ready, isBefore)) {
    ordered.push(item);
    for (const follower of followers.get(item.entry.id) ?? []) {
      const left = (waitingFor.get(follower.entry.id) ?? 0) - 1;
      waitingFor.set(follower.entry.id, left);
      if (left === 0) pushHeap(ready, follower, isBefore);
    }
  }
  return ordered;
}

/** The entries by (corrected clock, counter, id), where that puts none before what it links to: then it is their order. Else null. */
function orderByClock(byId: ReadonlyMap<EntryId, Item>, clocks: Clocks): Item[] | null {
  const timed = [...byId.values()].map((item) => ({ item, clockMs: clocks.correctedMs(item) }));
  timed.sort((a, b) => {
    const difference = a.clockMs - b.clockMs || a.item.entry.counter - b.item.entry.counter;
    return difference || (a.item.entry.id < b.item.entry.id ? -1 : 1);
  });
  const taken = new Set<EntryId>();
  for (const { item } of timed) {
    const isFirst = (id: EntryId) => taken.has(id) || !byId.has(id);
    if (!isFirst(entryId(item.previousHash)) || !item.entry.after.every(isFirst)) return null;
    taken.add(item.entry.id);
  }
  return timed.map(({ item }) => item);
}

function pushHeap<T>(heap: T[], value: T, isBefore: (a: T, b: T) => boolean): void {
  let at = heap.push(value) - 1;
  while (at > 0) {
    const parentAt = (at - 1) >> 1;
    const parent = heap[parentAt] as T;
    if (!isBefore(value, parent)) break;
    heap[at] = parent;
    at = parentAt;
  }
  heap[at] = value;
}

function popHeap<T>(heap: T[], isBefore: (a: T, b: T) => boolean): T | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (heap.length === 0 || last === undefined) return top;
  let at = 0;
  for (;;) {
    let childAt = 2 * at + 1;
    if (childAt >= heap.length) break;
    if (childAt + 1 < heap.length && isBefore(heap[childAt + 1] as T, heap[childAt] as T)) childAt++;
    const child = heap[childAt] as T;
    if (!isBefore(child, last)) break;
    heap[at] = child;
    at = childAt;
  }
  heap[at] = last;
  return top;
}
