import { useEffect, useState } from 'preact/hooks';
import { dropDraft, keepDraft } from '../actions/drafts.ts';
import { goBack } from '../actions/navigate.ts';
import { checkIn } from '../actions/write.ts';
import { useApp } from '../state/app.ts';
import type { CheckInInput } from '../state/messages.ts';
import { countGraphemes } from '../text/graphemes.ts';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';
import { PlaceInWords } from './place-in-words.tsx';
import { SheetBar } from './sheet-bar.tsx';
import { usePlaces } from './use-places.ts';

/** A place as it would be sent. */
export type SaidPlace = Omit<CheckInInput, 'text'>;

const mostText = 100;
const lateMs = 1_000;

/**
 * Where I am, looked for from the moment it opens, shown before it is sent, in one tap from here. What looks for it and lists places comes in a file of its
 * own; on a device that has it not yet, words do.
 */
export function CheckIn() {
  const friends = useApp((state) => state.friends.length);
  const text = useApp((state) => state.drafts.checkin) ?? '';
  const places = usePlaces();
  const isLate = useLateness();
  const [found, setFound] = useState<SaidPlace>();
  const [words, setWords] = useState('');
  const [tried, setTried] = useState(false);
  const hasPlaces = places !== undefined && places !== 'missing';
  const name = words.trim();
  const said = hasPlaces
    ? found
    : name
      ? { place: { level: 'listed' as const, name }, accuracyM: undefined }
      : undefined;
  const over = countGraphemes(text) - mostText;
  const send = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (!said) return;
    if (over > 0) return document.getElementById('words')?.focus();
    if (!(await checkIn({ ...said, text: text.trim() })).ok) return;
    dropDraft('checkin');
    goBack();
  };
  return (
    <form onSubmit={(event) => void send(event)} class="sheet-form">
      <div class="in s5">
        {hasPlaces && (
          <places.PlaceFinder words={words} onWords={setWords} onSay={setFound} isMissed={tried && !said} />
        )}
        {!hasPlaces && (places === 'missing' || isLate) && (
          <>
            <Say what={w(places === 'missing' ? 'checkin.noList' : 'checkin.listComes')}>
              <p>{w('checkin.noListWhy')}</p>
            </Say>
            <PlaceInWords words={words} onChange={setWords} />
          </>
        )}
        {tried && !said && <Say bad what={w('checkin.needPlace')} />}
        <div>
          <label class="l" for="words">
            {w('sheet.words')}
            <small class="w4">{w('sheet.optional')}</small>
          </label>
          <input
            id="words"
            class="fld"
            value={text}
            onInput={(event) => keepDraft('checkin', event.currentTarget.value)}
          />
          {over > 0 && (
            <p class="m">
              <b>{w('sheet.tooLong', { n: over })}</b>
            </p>
          )}
        </div>
        <p class="m">{friends ? w('voice.who', { n: friends }) : w('voice.whoNone')}</p>
      </div>
      <SheetBar bytes={260 + new TextEncoder().encode(text + (said?.place.name ?? '')).length}>
        {friends ? w('sheet.send', { n: friends }) : w('sheet.sendNone')}
      </SheetBar>
    </form>
  );
}

/** True after a moment in which nothing changes under the eyes where all is here already. */
function useLateness(): boolean {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), lateMs);
    return () => clearTimeout(timer);
  }, []);
  return isLate;
}
