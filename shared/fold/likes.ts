import type { Item } from '../log/item.ts';
import type { ChannelId, EntryId, PersonId } from '../protocol/ids.ts';
import type { Access } from './access.ts';
import { createByTarget } from './by-target.ts';
import { newestOf } from './newest.ts';

/** Likes by what they are for; see `createLikes`. */
export type Likes = {
  add(item: Item): void;
  /** Who likes the entry with these names in `channel`, in order of ids. */
  likersOf(ids: readonly EntryId[], channel: ChannelId): readonly PersonId[];
};

/** A like is one value a person and target; `off` takes it back. The target may come later or never. */
export function createLikes(access: Access): Likes {
  const byTarget = createByTarget();
  return {
    add(item) {
      if (item.body?.kind === 'like') byTarget.add(item.body.target, item);
    },
    likersOf(ids, channel) {
      const byAuthor = new Map<PersonId, Item[]>();
      for (const item of byTarget.of(ids)) {
        if (item.entry.channel !== channel || !access.counts(item)) continue;
        const known = byAuthor.get(item.author);
        if (known) known.push(item);
        else byAuthor.set(item.author, [item]);
      }
      const isOn = (values: readonly Item[]): boolean => {
        const newest = newestOf(values, access.ground);
        return newest?.body?.kind === 'like' && newest.body.off !== true;
      };
      return [...byAuthor].flatMap(([author, values]) => (isOn(values) ? [author] : [])).sort();
    },
  };
}
