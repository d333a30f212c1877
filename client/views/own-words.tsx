import { useState } from 'preact/hooks';
import { dropDraft, keepDraft } from '../actions/drafts.ts';
import { correct, withdraw } from '../actions/write.ts';
import { useApp } from '../state/app.ts';
import { w } from '../ui/words.tsx';

const mostCorrection = 300;

type Doing = 'nothing' | 'correcting' | 'withdrawing';

/** What one can still do to one's own words: set them right, with the old ones below, or take them back. */
export function OwnWords({ id }: { id: string }) {
  const [doing, set] = useState<Doing>('nothing');
  if (doing === 'correcting') return <CorrectionForm id={id} onEnd={() => set('nothing')} />;
  if (doing === 'withdrawing') return <Withdrawal id={id} onEnd={() => set('nothing')} />;
  return (
    <p class="f">
      <button class="btn t" onClick={() => set('correcting')}>
        {w('voice.correct')}
      </button>
      <button class="btn t q" onClick={() => set('withdrawing')}>
        {w('voice.withdraw')}
      </button>
    </p>
  );
}

function CorrectionForm({ id, onEnd }: { id: string; onEnd: () => void }) {
  const key = `correct:${id}` as const;
  const text = useApp((state) => state.drafts[key]) ?? '';
  const over = [...text.trim()].length - mostCorrection;
  const send = async (event: Event) => {
    event.preventDefault();
    if (!text.trim() || over > 0 || !(await correct(id, text.trim())).ok) return;
    dropDraft(key);
    onEnd();
  };
  return (
    <form class="s" onSubmit={(event) => void send(event)}>
      <label class="l" for={key}>
        {w('voice.correct')}
      </label>
      <textarea
        id={key}
        class="fld"
        rows={3}
        value={text}
        autofocus
        aria-describedby={`${key}-why`}
        aria-invalid={over > 0}
        onInput={(event) => keepDraft(key, event.currentTarget.value)}
      />
      <p class="m" id={`${key}-why`}>
        {over > 0 ? w('voice.over', { n: over }) : w('voice.correctWhy')}
      </p>
      <p class="f">
        <button class="btn" disabled={!text.trim() || over > 0}>
          {w('voice.correctSend')}
        </button>
        <button type="button" class="btn q" onClick={onEnd}>
          {w('nav.close')}
        </button>
      </p>
    </form>
  );
}

function Withdrawal({ id, onEnd }: { id: string; onEnd: () => void }) {
  return (
    <section class="s">
      <h3>{w('voice.withdrawAsk')}</h3>
      <p>{w('voice.withdrawWhy')}</p>
      <p class="f">
        <button class="btn" onClick={() => void withdraw(id).then(({ ok }) => ok && onEnd())}>
          {w('voice.withdrawYes')}
        </button>
        <button class="btn q" autofocus onClick={onEnd}>
          {w('voice.withdrawNo')}
        </button>
      </p>
    </section>
  );
}
