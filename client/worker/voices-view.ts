import type { Post } from '../../shared/fold/voices.ts';
import { mood } from '../../shared/kinds/kinds.ts';
import type { CommentView, Mood, VoiceView } from '../state/model.ts';
import { ownDelivery, ownRefusal } from './delivery-view.ts';
import { nameOfPlace } from './safety-view.ts';
import type { Shown } from './show.ts';

const clampedMs = 60_000;

const moodByNumber = new Map(Object.entries(mood).map(([name, number]) => [number as number, name as Mood]));

/** The newest voices, and whether there are more. Comments on comments stand in one line below their voice. */
export function viewVoices(shown: Shown): { voices: readonly VoiceView[]; hasOlder: boolean } {
  const { replica, time, mostVoices, known } = shown;
  const posts = replica.voices.list({ channels: null, limit: mostVoices + 1 }, time);
  return {
    voices: posts
      .slice(0, mostVoices)
      .filter(({ author }) => !known.isBlocked(author))
      .map((post) => viewPost(post, shown)),
    hasOlder: posts.length > mostVoices,
  };
}

function viewPost(post: Post, shown: Shown): VoiceView {
  const { device, known } = shown;
  return {
    id: post.id,
    author: known.personOf(post.author),
    isMine: post.author === device.person,
    atMs: post.atMs,
    receivedMs: post.author === device.person ? undefined : (shown.time.receivedAtMs(post.id) ?? undefined),
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
