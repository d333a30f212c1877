/** The `limit` values used last, by key; see `createLru`. */
export type Lru<K, V> = {
  get(key: K): V | undefined;
  set(key: K, value: V): void;
  delete(key: K): void;
  clear(): void;
};

/** A map that forgets what was not used for longest once it holds more than `limit` values. */
export function createLru<K, V>(limit: number): Lru<K, V> {
  // Two generations instead of an order: looking up moves nothing, and forgetting costs nothing per value.
  let young = new Map<K, V>();
  let old = new Map<K, V>();
  function set(key: K, value: V): void {
    young.set(key, value);
    if (young.size * 2 < limit) return;
    old = young;
    young = new Map();
  }
  return {
    get(key) {
      const found = young.get(key);
      if (found !== undefined) return found;
      const older = old.get(key);
      if (older !== undefined) set(key, older);
      return older;
    },
    set,
    delete(key) {
      young.delete(key);
      old.delete(key);
    },
    clear() {
      young = new Map();
      old = new Map();
    },
  };
}
