import type { Replica } from '../../shared/fold/replica.ts';
import type { Post } from '../../shared/fold/voices.ts';
import { mood } from '../../shared/kinds/kinds.ts';
import type { EntryId } from '../../shared/protocol/ids.ts';
import type { CommentView, Mood, VoiceView } from '../state/model.ts';
import { ownDelivery, ownRefusal } from './delivery-view.ts';
import { nameOfPlace } from './safety-view.ts';
import type { Shown } from './show.ts';

const clampedMs = 60_000;

const moodByNumber = new Map(Object.entries(mood).map(([name, number]) => [number as number, name as Mood]));

/** How many voices stand in one page. */
export const voicesAPage = 50;

interface Page {
  readonly after: EntryId;
  readonly voices: readonly VoiceView[];
  readonly last: Post | undefined;
  readonly hasOlder: boolean;
}

/** The pages behind the newest, as long as nothing came that could change them. */
interface OlderPages {
  readonly stamp: readonly unknown[];
  readonly pages: Page[];
}

const olderByReplica = new WeakMap<Replica, OlderPages>();

/**
 * The newest voices, and whether there are more. The newest page is made anew each time; those behind it only when something was written or came, so that
 * going down a long list costs one page a page. Comments on comments stand in one line below their voice.
 */
export function viewVoices(shown: Shown): { voices: readonly VoiceView[]; hasOlder: boolean } {
  const voices: VoiceView[] = [];
  let page = viewPage(shown, undefined);
  voices.push(...page.voices);
  const older = olderPages(shown);
  for (let i = 0; page.hasOlder && page.last && voices.length < shown.mostVoices; i++) {
    const kept = older[i];
    page = kept?.after === page.last.id ? kept : viewPage(shown, page.last);
    older[i] = page;
    voices.push(...page.voices);
  }
  return { voices, hasOlder: page.hasOlder };
}

function olderPages({ replica, device: { core } }: Shown): Page[] {
  const stamp = [core.meta, core.receivedAtMs.size, core.own.size, replica.access.generation()];
  const kept = olderByReplica.get(replica);
  if (kept?.stamp.every((part, i) => part === stamp[i])) return kept.pages;
  const pages: Page[] = [];
  olderByReplica.set(replica, { stamp, pages });
  return pages;
}

function viewPage(shown: Shown, after: Post | undefined): Page {
  const { replica, time, known } = shown;
  const posts = replica.voices.list({ channels: null, limit: voicesAPage + 1, ...(after && { after }) }, time);
  const listed = posts.slice(0, voicesAPage);
  return {
    after: after?.id ?? '',
    voices: listed.filter(({ author }) => !known.isBlocked(author)).map((post) => viewPost(post, shown)),
    last: listed.at(-1),
    hasOlder: posts.length > voicesAPage,
  };
}

function viewPost(post: Post, shown: Shown): VoiceView {
  const { device, known } = shown;
  return {
    id: post.id,
    author: known.personOf(post.author),
    isMine: post.author === device.person,
    atMs: post.atMs,
    receivedMs: post.author === device.person ? undefined : receivedMsOf(post, shown),
    clamped: post.clockMs - post.atMs > clampedMs || undefined,
    ...viewWords(post),
    place: post.kind === 'checkin' ? undefined : nameOfPlace(post.place),
    checkIn: post.kind === 'checkin' ? (post.place ?? undefined) : undefined,
    mood: moodByNumber.get(post.mood ?? 0),
    likes: post.likes.filter((person) => !known.isBlocked(person)).length,
    iLike: post.likes.includes(device.person),
    comments: flatten(post)
      .filter(({ author }) => !known.isBlocked(author))
      .map((comment) => viewComment(comment, shown)),
    delivery: ownDelivery(shown, post.ids),
    refused: ownRefusal(shown, post.ids),
  };
}

function receivedMsOf({ id }: Post, { replica, time }: Shown): number | undefined {
  const item = replica.access.ground.get(id);
  return (item && time.receivedAtMs(item.entry)) ?? undefined;
}

function viewComment(post: Post, shown: Shown): CommentView {
  return {
    id: post.id,
    author: shown.known.personOf(post.author),
    isMine: post.author === shown.device.person,
    atMs: post.atMs,
    ...viewWords(post),
    delivery: ownDelivery(shown, post.ids),
  };
}

function viewWords({ text, isAbsent, corrections }: Post) {
  return {
    text: text ?? '',
    isAbsent: isAbsent || undefined,
    corrections: corrections.map(({ id, text: right, atMs }) => ({ id, text: right, atMs })),
  };
}

function flatten({ comments }: Post): readonly Post[] {
  return comments.flatMap((comment) => [comment, ...flatten(comment)]);
}
