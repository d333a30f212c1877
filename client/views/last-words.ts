import type { LastWords } from '../state/conversations.ts';
import { say, t } from '../text/words.ts';
import type { Spoken } from '../text/words.ts';

/** A message in one line: who, and the words or what it brings. */
export function sayLast({ by, isMine, text, file, isWithdrawn }: LastWords, isPair: boolean): Spoken {
  const words: Spoken = isWithdrawn
    ? say('talk.withdrawn')
    : text
      ? { parts: [text.replace(/\s+/g, ' ')] }
      : say(file ? `talkFile.${file}` : 'talk.noWords');
  if (isMine) return say('talk.mine', { text: words });
  return isPair ? words : { parts: [t('talk.by', { name: by.name }), ...words.parts] };
}
