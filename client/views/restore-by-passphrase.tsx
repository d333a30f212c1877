import { useState } from 'preact/hooks';
import { w } from '../ui/words.tsx';

/** A handle, or the long number, and the passphrase. */
export function RestoreByPassphrase(props: { isBusy: boolean; onGiven: (name: string, passphrase: string) => void }) {
  const [name, setName] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const isReady = name.trim() !== '' && passphrase.trim() !== '';
  const give = (event: Event) => {
    event.preventDefault();
    if (!isReady) return document.getElementById(name.trim() === '' ? 'who' : 'passphrase')?.focus();
    props.onGiven(name.normalize('NFKC').toLowerCase().replace(/[@\s]/g, ''), passphrase);
  };
  return (
    <form class="s3" noValidate onSubmit={give}>
      <div>
        <label class="l" for="who">
          {w('restore.who')}
        </label>
        <input
          id="who"
          class="fld"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </div>
      <div>
        <label class="l" for="passphrase">
          {w('escrow.field')}
        </label>
        <input
          id="passphrase"
          class="fld"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          value={passphrase}
          onInput={(event) => setPassphrase(event.currentTarget.value)}
        />
        <p class="m">{w('restore.passphraseHint')}</p>
      </div>
      <button class="btn p w" aria-disabled={props.isBusy}>
        <span>{props.isBusy ? w('restore.looking') : w('restore.go')}</span>
      </button>
    </form>
  );
}
