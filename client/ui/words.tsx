import type { ComponentChildren } from 'preact';
import { rubyText, type WordKey, type WordValues } from '../text/words.ts';

/** The sentence of a key for the screen, with readings drawn above characters where the catalogue has them. */
export function w<K extends WordKey>(key: K, ...values: WordValues<K>): ComponentChildren {
  const sentence = rubyText(key, ...values);
  return sentence.includes('《') ? drawRuby(sentence) : sentence;
}

// 漢字《かんじ》 reads the run of characters before it; ｜ begins the run where it would be ambiguous.
function drawRuby(sentence: string): ComponentChildren {
  const parts = sentence.split(/((?:｜[^《]+|[\p{sc=Han}々ヶ]+)《[^》]*》)/u);
  return (
    <span>
      {parts.map((part) => {
        const found = /^｜?(.+)《(.*)》$/u.exec(part);
        return found ? (
          <ruby>
            {found[1]}
            <rt>{found[2]}</rt>
          </ruby>
        ) : (
          part
        );
      })}
    </span>
  );
}
