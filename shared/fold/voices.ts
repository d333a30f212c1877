import { kindName } from '../kinds/kinds.ts';
import type { Place } from '../kinds/place.ts';
import type { Item } from '../log/item.ts';
import { type ChannelId, type EntryId, type PersonId } from '../protocol/ids.ts';
import type { Access } from './access.ts';
import { createByTarget } from './by-target.ts';
import { compareByClock, shownTimeMs, type ReaderTime } from './clocks.ts';
import { createCorrections, type Correction, type Corrections } from './corrections.ts';
import { createLikes } from './likes.ts';
import { orderEntries } from './order.ts';
import { isInFeed, isPosted, kindOfPost, wordsOf } from './post.ts';
import { byTime, newestFirst, type Listed } from './timeline.ts';

/** How deep comments on comments are shown below a post; `post` shows what is further down. */
const maxDepth = 8;

/** A voice, check-in or comment as it is shown. */
export type Post = {
  /** Its one name; `ids` are all ids under which it was written, this first. */
  readonly id: EntryId;
  readonly ids: readonly EntryId[];
  readonly kind: 'voice' | 'checkin' | 'comment';
  readonly channel: ChannelId;
  readonly author: PersonId;
  /** Where it is listed: never later than its receipt or now. */
  readonly atMs: number;
  /** Its corrected clock; when it differs from `atMs` the view says so. */
  readonly clockMs: number;
  /** Withdrawn, expired or not here: no text, and the rest stays. */
  readonly isAbsent: boolean;
  readonly text: string | null;
  readonly place: Place | null;
  readonly mood: number | null;
  readonly language: string | null;
  /** In order of the set (`orderEntries`). */
  readonly comments: readonly Post[];
  readonly likes: readonly PersonId[];
  readonly corrections: readonly Correction[];
};

/** Which posts a list holds. */
export type PostQuery = {
  /** Null: of all channels. */
  readonly channels: ReadonlySet<ChannelId> | null;
  readonly author?: PersonId;
  readonly limit: number;
  /** Only those that come after this one in the list. */
  readonly after?: Listed;
};

/** Voices and check-ins with what was said to them; see `createVoices`. */
export type Voices = {
  add(item: Item): void;
  /** Newest first by `atMs`; those without a body only when something was said to them. */
  list(query: PostQuery, time: ReaderTime): readonly Post[];
  /** The post with that name or any other of its ids, or null. Comments too. */
  post(id: EntryId, time: ReaderTime): Post | null;
  /** Ids of all posts and comments of which entries are here, in order; for digests. */
  names(): readonly EntryId[];
  readonly corrections: Corrections;
};

/**
 * Posts of feeds and communities. A comment or like is bound to an id and waits for its target as long as it takes; it belongs to the channel of its
 * target. Entries written again are one post, with the words of its first name that has any. Erased under
 * the first name it is erased; an `again` whose own body is gone links nothing, so whoever erases a post erases all its ids.
 */
export function createVoices(access: Access): Voices {
  const { ground } = access;
  const { names, clocks, erasures } = ground;
  const commentsByTarget = createByTarget();
  const likes = createLikes(access);
  const corrections = createCorrections(access);
  const timeline = newestFirst<Item>((a, b) => compareByClock(a, b, clocks));

  /** The entries that stand under one name, first name first; void ones left out. */
  function standsFor(ids: readonly EntryId[]): Item[] {
    return ids.flatMap((id) => {
      const item = ground.get(id);
      return item && isPosted(item) && access.whyVoid(item) === null ? [item] : [];
    });
  }

  /** The entry whose words are shown: the first name that has any. */
  function shownOf(ids: readonly EntryId[]): Item | null {
    const items = standsFor(ids);
    return items.find((item) => ground.bodyOf(item) !== null) ?? items[0] ?? null;
  }

  function isErased(id: EntryId): boolean {
    const item = ground.get(id);
    return item ? erasures.isErased(item) : erasures.erasedHash(id) !== null;
  }

  function toPost(id: EntryId, time: ReaderTime, above: readonly EntryId[]): Post | null {
    const name = names.nameOf(id);
    const ids = names.idsOf(name);
    const shown = shownOf(ids);
    if (!shown) return null;
    const { channel } = shown.entry;
    const clockMs = clocks.correctedMs(shown);
    return {
      id: name,
      ids,
      kind: kindOfPost(shown),
      channel,
      author: shown.author,
      atMs: shownTimeMs(clockMs, time.receivedAtMs(shown.entry), time.nowMs),
      clockMs,
      ...wordsOf(ids.some(isErased) ? null : ground.bodyOf(shown)),
      comments: above.length < maxDepth ? commentsOf(ids, channel, time, [...above, name]) : [],
      likes: likes.likersOf(ids, channel),
      corrections: corrections.correctionsOf(shown, time),
    };
  }

  /** A comment stands where the words that are shown of it say, so it has one place. Second names could lead in a circle, hence `above`. */
  function commentsOf(
    ids: readonly EntryId[],
    channel: ChannelId,
    time: ReaderTime,
    above: readonly EntryId[],
  ): Post[] {
    const byName = new Map<EntryId, Item>();
    for (const item of commentsByTarget.of(ids)) {
      const name = names.nameOf(item.entry.id);
      const shown = above.includes(name) ? null : shownOf(names.idsOf(name));
      const body = shown && ground.bodyOf(shown);
      if (!shown || body?.kind !== 'comment' || shown.entry.channel !== channel) continue;
      if (ids.includes(body.target)) byName.set(name, shown);
    }
    return orderEntries(byName.values(), clocks).flatMap((item) => {
      const post = toPost(item.entry.id, time, above);
      return post && !post.isAbsent ? post : [];
    });
  }

  function leads(item: Item, { receivedAtMs }: ReaderTime): boolean {
    return (receivedAtMs(item.entry) ?? Infinity) < clocks.correctedMs(item);
  }

  return {
    add(item) {
      if (!isInFeed(item)) return corrections.add(item);
      if (isPosted(item) && kindName(item.entry.kind) !== 'comment') timeline.put(item);
      if (item.body?.kind === 'comment') commentsByTarget.add(item.body.target, item);
      likes.add(item);
      corrections.add(item);
    },
    list({ channels, author, limit, after }, time) {
      const seen = new Set<EntryId>();
      return timeline.take(
        limit,
        access.generation(),
        (item) => {
          const name = names.nameOf(item.entry.id);
          if (seen.has(name) || (channels && !channels.has(item.entry.channel))) return null;
          if (author !== undefined && item.author !== author) return null;
          seen.add(name);
          const post = toPost(name, time, []);
          if (!post || (after && byTime(post, after) >= 0)) return null;
          return post.isAbsent && post.comments.length === 0 && post.corrections.length === 0 ? null : post;
        },
        (item) => clocks.correctedMs(item),
        after && { place: after, leads: (item) => leads(item, time) },
      );
    },
    post: (id, time) => toPost(id, time, []),
    names: () => [...new Set([...ground.items()].filter(isPosted).map((item) => names.nameOf(item.entry.id)))].sort(),
    corrections,
  };
}
