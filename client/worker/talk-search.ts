import type { Talk } from '../../shared/fold/talk.ts';
import { toChannelId } from '../../shared/protocol/ids.ts';
import type { ConversationRow, FoundMessages } from '../state/conversations.ts';
import type { Shown } from './show.ts';
import { lastWordsOf } from './talk-views.ts';

const mostFound = 100;

/** Messages with all of the words, newest first. Width of letters, case and kind of kana make no difference. */
export function findMessages(
  shown: Shown,
  { messages }: Talk,
  rows: readonly ConversationRow[],
  words: string,
): FoundMessages {
  const wanted = toPlain(words).split(/\s+/);
  const found = rows.flatMap(({ id, title, others }) =>
    messages.threadOf(toChannelId('conv', id)).flatMap((message) => {
      const text = toPlain(message.body?.text ?? '');
      if (text === '' || !wanted.every((word) => text.includes(word))) return [];
      const last = lastWordsOf(shown, message);
      return [{ conversationId: id, title, others, message: { ...last, id: message.id } }];
    }),
  );
  found.sort((a, b) => b.message.atMs - a.message.atMs);
  return { words, messages: found.slice(0, mostFound) };
}

/** Katakana as hiragana, everything in its common width and in small letters. */
export function toPlain(text: string): string {
  const common = text.normalize('NFKC').toLowerCase();
  return common.replace(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
}
