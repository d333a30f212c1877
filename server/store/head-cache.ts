import type { Head } from '../../shared/log/append.ts';
import type { LogKey } from '../../shared/protocol/ids.ts';
import { createLru } from './lru.ts';

/** Heads of the logs used last; see `createHeadCache`. */
export type HeadCache = {
  /** The heads of a log, read by `load` where they are not remembered. */
  get(log: LogKey, load: () => Promise<readonly Head[]>): readonly Head[] | Promise<readonly Head[]>;
  /** Notes what a commit made of a log. */
  set(log: LogKey, heads: readonly Head[]): void;
};

/**
 * Remembers the heads of up to `limit` logs, so that the next entry of a known log needs no query. A read that was overtaken by a commit of
 * the same log is answered with what the commit left.
 */
export function createHeadCache(limit: number): HeadCache {
  const known = createLru<LogKey, readonly Head[]>(limit);
  const loading = new Map<LogKey, { overtaken: boolean; heads: Promise<readonly Head[]> }>();

  async function load(log: LogKey, read: () => Promise<readonly Head[]>, entry: { overtaken: boolean }) {
    try {
      const heads = await read();
      if (entry.overtaken) return known.get(log) ?? heads;
      known.set(log, heads);
      return heads;
    } finally {
      loading.delete(log);
    }
  }

  return {
    get(log, read) {
      const heads = known.get(log);
      if (heads !== undefined) return heads;
      const running = loading.get(log);
      if (running !== undefined) return running.heads;
      const entry = { overtaken: false, heads: Promise.resolve<readonly Head[]>([]) };
      loading.set(log, entry);
      entry.heads = load(log, read, entry);
      return entry.heads;
    },
    set(log, heads) {
      known.set(log, heads);
      const running = loading.get(log);
      if (running !== undefined) running.overtaken = true;
    },
  };
}
