import { useState } from 'preact/hooks';
import type { Place } from '../../shared/kinds/place.ts';
import { w } from '../ui/words.tsx';
import type { SaidPlace } from './check-in.tsx';
import { PlaceInWords } from './place-in-words.tsx';
import { usePlaces } from './use-places.ts';

/** A place for a message, as coarse as one chooses; nothing looks for a position before this is opened. */
export function PlacePanel({ onEnd }: { onEnd: (place: Place | undefined) => void }) {
  const places = usePlaces();
  const [words, setWords] = useState('');
  const [said, setSaid] = useState<SaidPlace>();
  const name = words.trim();
  const place = places === 'missing' ? (name ? { level: 'listed' as const, name } : undefined) : said?.place;
  return (
    <div class="panel s" role="group" aria-labelledby="place-panel">
      <h2 id="place-panel">{w('talk.placeAdd')}</h2>
      {places === 'missing' ? (
        <PlaceInWords words={words} onChange={setWords} />
      ) : (
        places && <places.PlaceFinder words={words} onWords={setWords} onSay={setSaid} isMissed={false} />
      )}
      <p class="f">
        <button type="button" class="btn t" disabled={!place} onClick={() => onEnd(place)}>
          {w('talk.placeThis')}
        </button>
        <button type="button" class="btn t q" onClick={() => onEnd(undefined)}>
          {w('nav.close')}
        </button>
      </p>
    </div>
  );
}
