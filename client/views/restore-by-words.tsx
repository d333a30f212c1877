import { useState } from 'preact/hooks';
import { readTyped, wordCount, type TypedWords } from '../actions/recovery.ts';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';

type Wrong = Exclude<TypedWords, { is: 'seed' }>;

/** One field for all twelve, because they are read from one paper; which of them is wrong is said by its place. */
export function RestoreByWords({ isBusy, onSeed }: { isBusy: boolean; onSeed: (seed: Uint8Array) => void }) {
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState<Wrong>();
  const read = async (event: Event) => {
    event.preventDefault();
    const found = await readTyped(typed);
    setWrong(found.is === 'seed' ? undefined : found);
    if (found.is === 'seed') onSeed(found.seed);
    else document.getElementById('words')?.focus();
  };
  return (
    <form class="s3" noValidate onSubmit={(event) => void read(event)}>
      <div>
        <label class="l" for="words">
          {w('restore.words', { n: wordCount })}
        </label>
        <p class="m" id="words-hint">
          {w('restore.wordsHint')}
        </p>
        <textarea
          id="words"
          class="fld"
          rows={6}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          value={typed}
          aria-invalid={wrong !== undefined}
          aria-describedby="words-hint"
          onInput={(event) => {
            setTyped(event.currentTarget.value);
            setWrong(undefined);
          }}
        />
      </div>
      {wrong && <Say bad what={explain(wrong)} />}
      <button class="btn p w" aria-disabled={isBusy}>
        <span>{isBusy ? w('restore.looking') : w('restore.go')}</span>
      </button>
    </form>
  );
}

function explain(wrong: Wrong) {
  switch (wrong.is) {
    case 'unknown-words':
      return w('restore.unknownWords', { places: wrong.places.join('・') });
    case 'too-few':
      return w('restore.tooFew', { n: wordCount - wrong.count });
    case 'too-many':
      return w('restore.tooMany', { n: wrong.count });
    case 'mixed-up':
      return w('restore.mixedUp');
    case 'no-list':
      return w('say.chunk');
  }
}
