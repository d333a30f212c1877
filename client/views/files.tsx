import { useState } from 'preact/hooks';
import { putIn, takeOut } from '../actions/files.ts';
import { useApp } from '../state/app.ts';
import type { EngineFault } from '../state/messages.ts';
import { w } from '../ui/words.tsx';

type Outcome = { readonly added: number; readonly unreadable: number } | 'saved' | EngineFault | undefined;

/** Everything in one file, to keep or to carry, and the way back in. */
export function Files() {
  const [outcome, setOutcome] = useState<Outcome>();
  const open = async (input: HTMLInputElement) => {
    const [file] = input.files ?? [];
    if (!file) return;
    const taken = await putIn(file);
    setOutcome(taken.ok ? taken.value : taken.error.code);
    input.value = '';
  };
  return (
    <section class="card s">
      <h2>{w('files.title')}</h2>
      <TakeOut />
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
      <Told outcome={outcome} />
    </section>
  );
}

/** Everything in one file, or only what waits. */
export function TakeOut() {
  const unsent = useApp((state) => state.syncLine.unsent);
  const [outcome, setOutcome] = useState<Outcome>();
  const save = async (onlyUnsent: boolean) => {
    const made = await takeOut(onlyUnsent);
    setOutcome(made.ok ? 'saved' : made.error.code);
  };
  return (
    <>
      <p class="m">{w('files.why')}</p>
      <button class="btn w" onClick={() => void save(false)}>
        {w('files.all')}
      </button>
      {unsent > 0 && (
        <button class="btn w" onClick={() => void save(true)}>
          {w('files.unsent', { n: unsent })}
        </button>
      )}
      <Told outcome={outcome} />
    </>
  );
}

function Told({ outcome }: { outcome: Outcome }) {
  return (
    <p class="m" role="status">
      {outcome === 'saved' && w('files.saved')}
      {outcome === 'unreadable' && w('files.bad')}
      {outcome === 'not-here' && w('say.chunkWhy')}
      {typeof outcome === 'object' && w('files.added', { n: outcome.added })}{' '}
      {typeof outcome === 'object' && outcome.unreadable > 0 && w('files.unreadable', { n: outcome.unreadable })}
    </p>
  );
}
