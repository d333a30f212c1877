import { useEffect, useState } from 'preact/hooks';
import { go } from '../actions/navigate.ts';
import { recovery } from '../actions/ask-recovery.ts';
import { keepAllFiles } from '../actions/keep-all-files.ts';
import { useApp } from '../state/app.ts';
import type { RecoveryAsk, RecoveryTrouble } from '../state/recovery.ts';
import { Choice } from '../ui/choice.tsx';
import { Empty } from '../ui/empty.tsx';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';
import { RestoreByPassphrase } from './restore-by-passphrase.tsx';
import { RestoreByWords } from './restore-by-words.tsx';
import { RestoreFromFile } from './restore-from-file.tsx';
import { SeedReader } from './seed-reader.tsx';

type Way = 'words' | 'code' | 'passphrase' | 'file';

const ways = [
  ['words', 'restore.byWords'],
  ['code', 'restore.byCode'],
  ['passphrase', 'restore.byPassphrase'],
  ['file', 'restore.byFile'],
] as const satisfies readonly (readonly [Way, string])[];

/** Back into one's own name on a new phone: by the words, their code, or a passphrase, which need the server; by the words and a file also without a line. */
export function Restore() {
  const isHere = useApp((state) => state.me !== undefined);
  const [way, setWay] = useState<Way>('words');
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<RecoveryTrouble | 'notKept' | 'notHere'>();
  const restore = async (asked: RecoveryAsk) => {
    if (isBusy) return;
    setTrouble(undefined);
    setBusy(true);
    const told = await recovery(asked);
    setBusy(false);
    if (!told.ok) return setTrouble(told.error.code === 'not-here' ? 'notHere' : 'notKept');
    if (told.value.is === 'trouble') return setTrouble(told.value.why);
    // Nothing is lost silently: what could not be taken along is said there.
    const isWhole = told.value.is === 'restored' && told.value.leftOut === 0;
    go(isWhole ? '/' : '/me/words', { replace: true });
  };
  // What the last step needs comes while there is a line: it may be pressed where there is none.
  useEffect(() => keepAllFiles(), []);
  if (isHere) return <Empty icon="warn" title={w('restore.occupied')} why={w('restore.occupiedWay')} />;
  return (
    <main class="in s5 first">
      <h1>{w('restore.title')}</h1>
      <p>{w('restore.what')}</p>
      <p class="m">{way === 'file' ? w('restore.noLine') : w('restore.line')}</p>
      <fieldset>
        <legend>{w('restore.how')}</legend>
        <div class="tags">
          {ways.map(([value, key]) => (
            <Choice key={value} name="way" value={value} chosen={way} onChoose={setWay}>
              <span>{w(key)}</span>
            </Choice>
          ))}
        </div>
      </fieldset>
      {way === 'words' && <RestoreByWords isBusy={isBusy} onSeed={(seed) => void restore({ do: 'restore', seed })} />}
      {way === 'code' && <SeedReader onSeed={(seed) => void restore({ do: 'restore', seed })} />}
      {way === 'passphrase' && (
        <RestoreByPassphrase
          isBusy={isBusy}
          onGiven={(name, passphrase) => void restore({ do: 'restoreByPassphrase', name, passphrase })}
        />
      )}
      {way === 'file' && (
        <RestoreFromFile
          isBusy={isBusy}
          onGiven={(seed, text) => void restore({ do: 'restoreFromFile', seed, text })}
        />
      )}
      {trouble && (
        <Say bad={trouble !== 'unreachable'} what={w(`restoreBad.${trouble}`)}>
          <p>{w(`restoreWay.${trouble}`)}</p>
        </Say>
      )}
      <p>
        <a class="btn w" href="/">
          {w('restore.anew')}
        </a>
      </p>
    </main>
  );
}
