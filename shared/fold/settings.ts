import type { Item } from '../log/item.ts';
import type { EntryId } from '../protocol/ids.ts';
import type { Access } from './access.ts';
import { newestOf } from './newest.ts';

/** A person's own settings, which travel sealed between their devices; see `createSettings`. */
export type Settings = {
  /** Takes an opened `setting`; anything else is passed over. The second time it changes nothing. */
  add(item: Item): void;
  /** The value of a key, or null when it has none. */
  valueOf(key: string): string | null;
  /** Keys that begin with `prefix` and have a value, with it; in order of keys. */
  valuesUnder(prefix: string): readonly (readonly [key: string, value: string])[];
  /** The entry that holds, which a new value replaces; null when nothing was ever set. */
  entryOf(key: string): EntryId | null;
};

/** One value a key, written by any own device into the own `self` channel and opened on this one. */
export function createSettings(access: Access): Settings {
  const byKey = new Map<string, Map<EntryId, Item>>();

  /** The entry without what was sealed in it decides whether it counts: its body may be gone, its device cut off. */
  function counts(item: Item): boolean {
    const kept = access.ground.get(item.entry.id);
    return kept !== null && access.counts(kept);
  }

  function newest(key: string): Item | null {
    return newestOf([...(byKey.get(key)?.values() ?? [])].filter(counts), access.ground);
  }

  function valueOf(key: string): string | null {
    const body = newest(key)?.body;
    return body?.kind === 'setting' ? (body.value ?? null) : null;
  }

  return {
    add(item) {
      if (item.body?.kind !== 'setting') return;
      const { key } = item.body;
      const known = byKey.get(key);
      if (known) known.set(item.entry.id, item);
      else byKey.set(key, new Map([[item.entry.id, item]]));
    },
    valueOf,
    valuesUnder: (prefix) =>
      [...byKey.keys()]
        .filter((key) => key.startsWith(prefix))
        .sort()
        .flatMap((key) => {
          const value = valueOf(key);
          return value === null ? [] : [[key, value] as const];
        }),
    entryOf: (key) => newest(key)?.entry.id ?? null,
  };
}
