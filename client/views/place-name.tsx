import { inLetters } from '../actions/places.ts';
import { useApp } from '../state/app.ts';

// A chosen one stands on the colour of choice, where the paler colour of small words cannot be read.
const sameColour = { color: 'inherit' };

/** A municipality or prefecture as the reader can read it: with its reading, or in Latin letters. */
export function PlaceName({ name, kana }: { name: string; kana: string }) {
  const language = useApp((state) => state.language);
  if (language === 'ja-easy') {
    return (
      <span>
        <ruby>
          {name}
          <rt>{kana}</rt>
        </ruby>
      </span>
    );
  }
  if (language === 'en') {
    return (
      <span>
        {inLetters(kana)}{' '}
        <small lang="ja" style={sameColour}>
          {name}
        </small>
      </span>
    );
  }
  return (
    <span>
      {name} <small style={sameColour}>{kana}</small>
    </span>
  );
}
