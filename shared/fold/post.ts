import { kindName } from '../kinds/kinds.ts';
import type { Item } from '../log/item.ts';
import { typeOfChannel } from '../protocol/ids.ts';
import type { Post } from './voices.ts';

const postKinds: ReadonlySet<string> = new Set(['voice', 'checkin', 'comment']);

/** Whether an entry stands where voices do. */
export function isInFeed({ entry }: Item): boolean {
  const type = typeOfChannel(entry.channel);
  return type === 'feed' || type === 'comm';
}

/** Whether an entry is a voice, check-in or comment of a feed or community, with or without its body. */
export function isPosted(item: Item): boolean {
  return postKinds.has(kindName(item.entry.kind) ?? '') && isInFeed(item);
}

/** What an entry of a feed or community is shown as. */
export function kindOfPost(item: Item): Post['kind'] {
  const kind = kindName(item.entry.kind);
  return kind === 'checkin' || kind === 'comment' ? kind : 'voice';
}

/** What a post says: nothing when its body is erased or not here. */
export function wordsOf(body: Item['body']): Pick<Post, 'isAbsent' | 'text' | 'place' | 'mood' | 'language'> {
  const none = { isAbsent: body === null, text: null, place: null, mood: null, language: null };
  if (body?.kind === 'comment') return { ...none, text: body.text };
  if (body?.kind === 'checkin') return { ...none, text: body.text ?? null, place: body.place };
  if (body?.kind !== 'voice') return none;
  const { text, place, mood, language } = body;
  return { ...none, text, place: place ?? null, mood: mood ?? null, language: language ?? null };
}
