import type { ComponentChildren } from 'preact';
import { say, type Spoken, type WordKey, type WordValues } from '../text/words.ts';

/** The sentence of a key for the screen, with readings drawn above characters where the catalogue has them. */
export function w<K extends WordKey>(key: K, ...values: WordValues<K>): ComponentChildren {
  return drawSpoken(say(key, ...values));
}

/** A sentence that was put together before. */
export function drawSpoken({ parts }: Spoken): ComponentChildren {
  if (parts.every((part) => typeof part === 'string')) return parts.join('');
  // One element, because a row of flexible boxes would take each ruby for a box of its own.
  return (
    <span>
      {parts.map((part) =>
        typeof part === 'string' ? (
          part
        ) : (
          <ruby>
            {part.base}
            <rt>{part.reading}</rt>
          </ruby>
        ),
      )}
    </span>
  );
}
