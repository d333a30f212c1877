import { useEffect, useState } from 'preact/hooks';
import { recovery } from '../actions/ask-recovery.ts';
import { passphraseTrouble, suggestPassphrase } from '../actions/recovery.ts';
import { useApp } from '../state/app.ts';
import type { RecoveryAsk, RecoveryTrouble } from '../state/recovery.ts';
import { Choice } from '../ui/choice.tsx';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';

/** The seed at the server under a passphrase, for who fears to lose the paper too; nobody has to. */
export function Escrow({ canKeep }: { canKeep: boolean }) {
  const [isKept, setKept] = useState<boolean>();
  const [trouble, setTrouble] = useState<RecoveryTrouble>();
  const [isBusy, setBusy] = useState(false);
  const [isWanted, setWanted] = useState(false);
  const ask = async (asked: RecoveryAsk) => {
    setBusy(true);
    const told = await recovery(asked);
    setBusy(false);
    setTrouble(told.ok && told.value.is === 'trouble' ? told.value.why : undefined);
    if (told.ok && told.value.is === 'escrow') {
      setKept(told.value.isKept);
      setWanted(false);
    }
  };
  useEffect(() => void ask({ do: 'lookEscrow' }), []);
  return (
    <section class="card s3">
      <h2>{w('escrow.title')}</h2>
      <p>{w('escrow.what')}</p>
      <p>{w('escrow.danger')}</p>
      <p role="status">
        {isBusy && w('escrow.asking')}
        {!isBusy && isKept === true && <b>{w('escrow.kept')}</b>}
        {!isBusy && isKept === false && w('escrow.none')}
      </p>
      {trouble !== undefined && (
        <Say what={w('escrow.offline')}>
          <p>
            <button class="btn t" onClick={() => void ask({ do: 'lookEscrow' })}>
              {w('escrow.tryAgain')}
            </button>
          </p>
        </Say>
      )}
      {isKept === true && (
        <>
          <HowToFind />
          <button class="btn w" disabled={isBusy} onClick={() => void ask({ do: 'dropEscrow' })}>
            <span>{w('escrow.drop')}</span>
          </button>
        </>
      )}
      {!canKeep && isKept === false && <p class="m">{w('escrow.tooLate')}</p>}
      {canKeep && isKept !== undefined && !isWanted && (
        <button class="btn w" onClick={() => setWanted(true)}>
          <span>{isKept ? w('escrow.change') : w('escrow.begin')}</span>
        </button>
      )}
      {isWanted && (
        <ChoosePassphrase isBusy={isBusy} onKeep={(passphrase) => void ask({ do: 'keepEscrow', passphrase })} />
      )}
    </section>
  );
}

/** Under which name the lost one is asked for. */
function HowToFind() {
  const handle = useApp((state) => state.handle.mine);
  const id = useApp((state) => state.me?.id) ?? '';
  return <p>{handle ? w('escrow.byHandle', { handle }) : w('escrow.byNumber', { id })}</p>;
}

function ChoosePassphrase({ isBusy, onKeep }: { isBusy: boolean; onKeep: (passphrase: string) => void }) {
  const language = useApp((state) => state.language);
  const [how, setHow] = useState<'made' | 'own'>('made');
  const [made, setMade] = useState('');
  const [own, setOwn] = useState('');
  const [tried, setTried] = useState(false);
  const draw = () => void suggestPassphrase(language === 'en' ? 'en' : 'ja').then(setMade, console.warn);
  useEffect(draw, []);
  const trouble = passphraseTrouble(own);
  const keepIt = (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (how === 'made' && made) onKeep(made);
    else if (how === 'own' && !trouble) onKeep(own);
    else document.getElementById('passphrase')?.focus();
  };
  return (
    <form class="s3" noValidate onSubmit={keepIt}>
      <fieldset>
        <legend>{w('escrow.which')}</legend>
        <div class="tags">
          <Choice name="passphrase" value="made" chosen={how} onChoose={setHow}>
            <span>{w('escrow.made')}</span>
          </Choice>
          <Choice name="passphrase" value="own" chosen={how} onChoose={setHow}>
            <span>{w('escrow.own')}</span>
          </Choice>
        </div>
      </fieldset>
      {how === 'made' ? (
        <>
          <p class="f3">
            <b id="made">{made}</b>
          </p>
          <p class="m">{w('escrow.writeDown')}</p>
          <button class="btn t" type="button" onClick={draw}>
            {w('escrow.others')}
          </button>
        </>
      ) : (
        <div>
          <label class="l" for="passphrase">
            {w('escrow.field')}
          </label>
          <p class="m" id="passphrase-rule">
            {w('escrow.rule')}
          </p>
          <input
            id="passphrase"
            class="fld"
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            value={own}
            aria-invalid={tried && trouble !== undefined}
            aria-describedby="passphrase-rule passphrase-trouble"
            onInput={(event) => setOwn(event.currentTarget.value)}
          />
          <p class="m" id="passphrase-trouble" role="status">
            {tried && trouble && <b>{w(`escrowBad.${trouble}`)}</b>}
          </p>
        </div>
      )}
      <button class="btn w" aria-disabled={isBusy}>
        <span>{isBusy ? w('escrow.asking') : w('escrow.keep')}</span>
      </button>
    </form>
  );
}
