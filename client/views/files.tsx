import { useState } from 'preact/hooks';
import { putIn, takeOut } from '../actions/files.ts';
import { useApp } from '../state/app.ts';
import { w } from '../ui/words.tsx';

type Outcome = { readonly added: number; readonly unreadable: number } | 'saved' | 'bad' | undefined;

/** Everything in one file, to keep or to carry, and the way back in. */
export function Files() {
  const unsent = useApp((state) => state.syncLine.unsent);
  const [outcome, setOutcome] = useState<Outcome>();
  const save = async (onlyUnsent: boolean) => setOutcome((await takeOut(onlyUnsent)).ok ? 'saved' : 'bad');
  const open = async (input: HTMLInputElement) => {
    const [file] = input.files ?? [];
    if (!file) return;
    const taken = await putIn(file);
    setOutcome(taken.ok ? taken.value : 'bad');
    input.value = '';
  };
  return (
    <section class="card s">
      <h2>{w('files.title')}</h2>
      <p class="m">{w('files.why')}</p>
      <button class="btn w" onClick={() => void save(false)}>
        {w('files.all')}
      </button>
      {unsent > 0 && (
        <button class="btn w" onClick={() => void save(true)}>
          {w('files.unsent', { n: unsent })}
        </button>
      )}
      <label class="l" for="file">
        {w('files.in')}
      </label>
      <input
        id="file"
        class="fld"
        type="file"
        accept=".json,application/json"
        onChange={(event) => void open(event.currentTarget)}
      />
      <p class="m" role="status">
        {outcome === 'saved' && w('files.saved')}
        {outcome === 'bad' && w('files.bad')}
        {typeof outcome === 'object' && w('files.added', { n: outcome.added })}{' '}
        {typeof outcome === 'object' && outcome.unreadable > 0 && w('files.unreadable', { n: outcome.unreadable })}
      </p>
    </section>
  );
}
