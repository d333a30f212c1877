import { useState } from 'preact/hooks';
import { correct, withdraw } from '../actions/write.ts';
import { w } from '../ui/words.tsx';
import { CorrectionForm } from './correction-form.tsx';

const mostCorrection = 300;

type Doing = 'nothing' | 'correcting' | 'withdrawing';

/** What one can still do to one's own words: set them right, with the old ones below, or take them back. */
export function OwnWords({ id }: { id: string }) {
  const [doing, set] = useState<Doing>('nothing');
  if (doing === 'correcting') {
    return (
      <CorrectionForm
        id={id}
        most={mostCorrection}
        why={w('voice.correctWhy')}
        send={(text) => correct(id, text)}
        onEnd={() => set('nothing')}
      />
    );
  }
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
