import { useState } from 'preact/hooks';
import { recovery } from '../actions/ask-recovery.ts';
import { isSameWord, twoPlaces, type WordLanguage } from '../actions/recovery.ts';
import { tagOf } from '../text/language.ts';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';

/** Asks two of the words back, so that nobody goes on without having them. */
export function AskBack(props: {
  words: readonly string[];
  language: WordLanguage;
  onBack: () => void;
  onConfirmed: () => void;
}) {
  const { words, language, onBack, onConfirmed } = props;
  const [places] = useState(twoPlaces);
  const [typed, setTyped] = useState<Readonly<Record<number, string>>>({});
  const [wrong, setWrong] = useState<readonly number[]>([]);
  const check = async (event: Event) => {
    event.preventDefault();
    const found: number[] = [];
    for (const place of places) {
      if (!(await isSameWord(typed[place] ?? '', words[place - 1] ?? '', language))) found.push(place);
    }
    setWrong(found);
    if (found.length > 0) return document.getElementById(`word-${found[0]}`)?.focus();
    const done = await recovery({ do: 'confirm' });
    if (done.ok) onConfirmed();
  };
  return (
    <form class="card s3" noValidate onSubmit={(event) => void check(event)}>
      <h2>{w('rwords.askTitle')}</h2>
      <p>{w('rwords.ask')}</p>
      {places.map((place) => (
        <div key={place}>
          <label class="l" for={`word-${place}`}>
            {w('rwords.nth', { n: place })}
          </label>
          <input
            id={`word-${place}`}
            class="fld"
            lang={tagOf(language)}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            value={typed[place] ?? ''}
            aria-invalid={wrong.includes(place)}
            onInput={(event) => setTyped({ ...typed, [place]: event.currentTarget.value })}
          />
        </div>
      ))}
      {wrong.length > 0 && (
        <Say bad what={w('rwords.askWrong', { places: wrong.join('・') })}>
          <p>{w('rwords.askWrongWay')}</p>
        </Say>
      )}
      <p>{w('rwords.afterwards')}</p>
      <button class="btn p w">
        <span>{w('rwords.check')}</span>
      </button>
      <button class="btn w" type="button" onClick={onBack}>
        <span>{w('rwords.again')}</span>
      </button>
    </form>
  );
}
