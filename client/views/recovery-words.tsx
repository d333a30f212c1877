import { useEffect, useState } from 'preact/hooks';
import { recovery } from '../actions/ask-recovery.ts';
import { wordsOfSeed, type WordLanguage } from '../actions/recovery.ts';
import { useApp } from '../state/app.ts';
import type { RecoveryTold } from '../state/recovery.ts';
import { formatMoment } from '../text/time.ts';
import { Choice } from '../ui/choice.tsx';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';
import { AskBack } from './ask-back.tsx';
import { Escrow } from './escrow.tsx';
import { WordSheet } from './word-sheet.tsx';

type Known = Extract<RecoveryTold, { is: 'words' }>;

const languages = [
  ['ja', 'rwords.kana'],
  ['en', 'rwords.english'],
] as const satisfies readonly (readonly [WordLanguage, string])[];

/** What the words protect, the words themselves, two of them asked back, and then: only the paper has them. */
export function RecoveryWords() {
  const [known, setKnown] = useState<Known>();
  const [isMissing, setMissing] = useState(false);
  const look = async () => {
    const told = await recovery({ do: 'look' });
    if (told.ok && told.value.is === 'words') setKnown(told.value);
    else setMissing(!told.ok && told.error.code === 'not-here');
  };
  useEffect(() => void look(), []);
  if (isMissing) return <Missing />;
  if (!known) return null;
  return (
    <>
      {known.seed === null ? <OnPaper known={known} /> : <Here seed={known.seed} onConfirmed={() => void look()} />}
      <Escrow canKeep={known.seed !== null} />
    </>
  );
}

/** The seed has left: when, and that nobody can show the words again. */
function OnPaper({ known: { atMs, isRestored, leftOut } }: { known: Known }) {
  const nowMs = useApp((state) => state.nowMs);
  return (
    <section class="card s">
      <h2>{w('rwords.onPaper')}</h2>
      {atMs !== undefined && <p>{w('rwords.confirmedAt', { time: formatMoment(atMs, nowMs) })}</p>}
      {atMs === undefined && <p>{isRestored ? w('rwords.usedHere') : w('rwords.notHere')}</p>}
      <p>{w('rwords.noMore')}</p>
      <p>{w('rwords.keepSafe')}</p>
      {leftOut > 0 && (
        <Say what={w('restore.leftOut', { n: leftOut })}>
          <p>{w('restore.leftOutWhy')}</p>
        </Say>
      )}
    </section>
  );
}

function Here({ seed, onConfirmed }: { seed: Uint8Array; onConfirmed: () => void }) {
  const appLanguage = useApp((state) => state.language);
  const [language, setLanguage] = useState<WordLanguage>(appLanguage === 'en' ? 'en' : 'ja');
  const [step, setStep] = useState<'before' | 'words' | 'ask'>('before');
  const [words, setWords] = useState<readonly string[] | 'missing'>();
  useEffect(() => {
    setWords(undefined);
    wordsOfSeed(seed, language).then(setWords, (reason: unknown) => {
      console.warn('No list of words.', reason);
      setWords('missing');
    });
  }, [seed, language]);
  if (words === 'missing') return <Missing />;
  if (step === 'ask' && words)
    return <AskBack words={words} language={language} onBack={() => setStep('words')} onConfirmed={onConfirmed} />;
  return (
    <>
      {step === 'before' && <What />}
      <section class="card s3">
        <fieldset>
          <legend>{w('rwords.language')}</legend>
          <div class="tags">
            {languages.map(([value, key]) => (
              <Choice key={value} name="wordLanguage" value={value} chosen={language} onChoose={setLanguage}>
                <span>{w(key)}</span>
              </Choice>
            ))}
          </div>
        </fieldset>
        {step === 'before' ? (
          <>
            <p class="m">{w('rwords.alone')}</p>
            <button class="btn p w" onClick={() => setStep('words')}>
              <span>{w('rwords.show')}</span>
            </button>
          </>
        ) : (
          words && <WordSheet words={words} language={language} seed={seed} onWritten={() => setStep('ask')} />
        )}
      </section>
    </>
  );
}

function What() {
  return (
    <section class="card s">
      <h2>{w('rwords.whatTitle')}</h2>
      <p>{w('rwords.what')}</p>
      <ul class="s">
        <li>{w('rwords.protects')}</li>
        <li>{w('rwords.whoHas')}</li>
        <li>{w('rwords.onDevice')}</li>
      </ul>
    </section>
  );
}

function Missing() {
  return (
    <Say bad what={w('say.chunk')}>
      <p>{w('say.chunkWhy')}</p>
    </Say>
  );
}
