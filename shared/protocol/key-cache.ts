/** What was found out about public keys; see `createKeyCache`. */
export type KeyCache<T> = {
  get(publicKey: Uint8Array): T | undefined;
  /** Keeps `value` and returns it. */
  set(publicKey: Uint8Array, value: T): T;
};

/** Remembers one value a key for the `limit` keys put in last. Forgetting costs only the work of finding out again. */
export function createKeyCache<T>(limit: number): KeyCache<T> {
  const values = new Map<string, T>();
  return {
    get: (publicKey) => values.get(String.fromCharCode(...publicKey)),
    set(publicKey, value) {
      if (values.size >= limit) for (const oldest of values.keys()) if (values.delete(oldest)) break;
      values.set(String.fromCharCode(...publicKey), value);
      return value;
    },
  };
}
