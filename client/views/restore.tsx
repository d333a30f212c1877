import { useState } from 'preact/hooks';
import { go } from '../actions/navigate.ts';
import { recovery } from '../actions/ask-recovery.ts';
import { useApp } from '../state/app.ts';
import type { RecoveryAsk, RecoveryTrouble } from '../state/recovery.ts';
import { Choice } from '../ui/choice.tsx';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';
import { RestoreByPassphrase } from './restore-by-passphrase.tsx';
import { RestoreByWords } from './restore-by-words.tsx';
import { SeedReader } from './seed-reader.tsx';

type Way = 'words' | 'code' | 'passphrase';

const ways = [
  ['words', 'restore.byWords'],
  ['code', 'restore.byCode'],
  ['passphrase', 'restore.byPassphrase'],
] as const satisfies readonly (readonly [Way, string])[];

/** Back into one's own name on a new phone: by the words, their code, or a passphrase. It needs the server, and says so. */
export function Restore() {
  const isHere = useApp((state) => state.me !== undefined);
  const [way, setWay] = useState<Way>('words');
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<RecoveryTrouble | 'notKept' | 'notHere'>();
  const [leftOut, setLeftOut] = useState(0);
  const restore = async (asked: RecoveryAsk) => {
    if (isBusy) return;
    setTrouble(undefined);
    setBusy(true);
    const told = await recovery(asked);
    setBusy(false);
    if (!told.ok) return setTrouble(told.error.code === 'not-here' ? 'notHere' : 'notKept');
    if (told.value.is === 'trouble') return setTrouble(told.value.why);
    if (told.value.is === 'restored' && told.value.leftOut > 0) return setLeftOut(told.value.leftOut);
    go('/', { replace: true });
  };
  if (leftOut > 0) return <LeftOut count={leftOut} />;
  const screen = (
    <div class="s5">
      {!isHere && <h1>{w('restore.title')}</h1>}
      {isHere ? (
        <Say what={w('restore.occupied')}>
          <p>{w('restore.occupiedWay')}</p>
        </Say>
      ) : (
        <>
          <p>{w('restore.what')}</p>
          <p class="m">{w('restore.line')}</p>
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
          {way === 'words' && (
            <RestoreByWords isBusy={isBusy} onSeed={(seed) => void restore({ do: 'restore', seed })} />
          )}
          {way === 'code' && <SeedReader onSeed={(seed) => void restore({ do: 'restore', seed })} />}
          {way === 'passphrase' && (
            <RestoreByPassphrase
              isBusy={isBusy}
              onGiven={(name, passphrase) => void restore({ do: 'restoreByPassphrase', name, passphrase })}
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
        </>
      )}
    </div>
  );
  return isHere ? <div class="in">{screen}</div> : <main class="in first">{screen}</main>;
}

/** Never silently: how much of what was written counts no more. */
function LeftOut({ count }: { count: number }) {
  return (
    <div class="in s5">
      <Say what={w('restore.leftOut', { n: count })}>
        <p>{w('restore.leftOutWhy')}</p>
      </Say>
      <button class="btn p w" onClick={() => go('/', { replace: true })}>
        <span>{w('restore.goOn')}</span>
      </button>
    </div>
  );
}
