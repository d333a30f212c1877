import { useState } from 'preact/hooks';
import { keepDraft } from '../actions/drafts.ts';
import { useApp } from '../state/app.ts';
import { moods, readPlace } from '../state/voice-draft.ts';
import { sayPlace } from '../text/place.ts';
import { Choice } from '../ui/choice.tsx';
import { Icon } from '../ui/icon.tsx';
import { MoodFace } from '../ui/mood-face.tsx';
import { drawSpoken, w } from '../ui/words.tsx';
import type { SaidPlace } from './check-in.tsx';
import { PlaceInWords } from './place-in-words.tsx';
import { usePlaces } from './use-places.ts';

/** What a voice may say besides its words: how I feel, and where I am. Both stand in the draft. */
export function VoiceExtras() {
  return (
    <>
      <MoodChoice />
      <VoicePlace />
    </>
  );
}

function MoodChoice() {
  const chosen = useApp((state) => state.drafts.voiceMood) ?? '';
  return (
    <fieldset>
      <legend>
        {w('voice.mood')}
        <small class="w4">{w('sheet.optional')}</small>
      </legend>
      <div class="tags">
        <Choice name="mood" value="" chosen={chosen} onChoose={(none) => keepDraft('voiceMood', none)}>
          <span>{w('voice.moodNone')}</span>
        </Choice>
        {moods.map((name) => (
          <Choice key={name} name="mood" value={name} chosen={chosen} onChoose={(one) => keepDraft('voiceMood', one)}>
            <span class="mood">
              <MoodFace name={name} /> {w(`mood.${name}`)}
            </span>
          </Choice>
        ))}
      </div>
    </fieldset>
  );
}

/** Nothing looks for a position before the person asks for it. */
function VoicePlace() {
  const place = readPlace(useApp((state) => state.drafts.voicePlace));
  const [isOpen, setOpen] = useState(false);
  const keep = (said: SaidPlace | undefined) => said && keepDraft('voicePlace', JSON.stringify(said.place));
  return (
    <section class="s3">
      <h2>
        {w('voice.place')}
        <small class="w4">{w('sheet.optional')}</small>
      </h2>
      {place && (
        <p class="spot">
          <Icon name="pin" />
          <b>{drawSpoken(sayPlace(place))}</b>
        </p>
      )}
      {isOpen && <Finding onSay={keep} />}
      {place || isOpen ? (
        <button
          type="button"
          class="btn w"
          onClick={() => {
            setOpen(false);
            keepDraft('voicePlace', '');
          }}
        >
          {w('voice.placeNone')}
        </button>
      ) : (
        <button type="button" class="btn w" onClick={() => setOpen(true)}>
          <Icon name="pin" />
          <span>{w('voice.placeAdd')}</span>
        </button>
      )}
    </section>
  );
}

function Finding({ onSay }: { onSay: (said: SaidPlace | undefined) => void }) {
  const places = usePlaces();
  const [words, setWords] = useState('');
  if (places === undefined) return null;
  if (places !== 'missing')
    return <places.PlaceFinder words={words} onWords={setWords} onSay={onSay} isMissed={false} />;
  const say = (typed: string) => {
    setWords(typed);
    const name = typed.trim();
    if (name) onSay({ place: { level: 'listed', name }, accuracyM: undefined });
  };
  return <PlaceInWords words={words} onChange={say} />;
}
