import { useEffect, useState } from 'preact/hooks';
import { isOnPhone, lookForHandover, startJoin, stopJoin, takeHandover } from '../actions/devices.ts';
import { copy } from '../actions/share.ts';
import { useApp } from '../state/app.ts';
import type { JoinView } from '../state/devices.ts';
import { t } from '../text/words.ts';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';
import { QrCode } from './qr-code.tsx';

const lookMs = 3_000;

/** A device that becomes one of a person who is there already: it shows a code, waits, and asks before it is theirs. */
export function Join() {
  const me = useApp((state) => state.me);
  const isReady = useApp((state) => state.phase) === 'ready';
  const join = useApp((state) => state.join);
  // The shapes of codes come with the other screens.
  useEffect(() => void import('./far-screens.ts').catch(() => undefined), []);
  const steps = join ? <Waiting join={join} /> : <Make />;
  if (isReady)
    return (
      <section class="card s">
        {me && <p>{w('join.mine', { name: me.name })}</p>}
        {steps}
      </section>
    );
  return (
    <main class="in s5 first">
      <h1 class="f4">{w('join.title')}</h1>
      {steps}
      <p>
        <a class="btn t" href="/">
          {w('join.back')}
        </a>
      </p>
    </main>
  );
}

function Make() {
  const [name, setName] = useState(t(isOnPhone() ? 'device.phone' : 'device.browser'));
  const [isMissing, setMissing] = useState(false);
  const make = async (event: Event) => {
    event.preventDefault();
    setMissing(!(await startJoin(name)));
  };
  return (
    <form class="s" onSubmit={(event) => void make(event)}>
      <p>{w('join.how')}</p>
      <label class="l" for="device-name">
        {w('device.name')}
      </label>
      <input
        id="device-name"
        class="fld"
        maxLength={40}
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <p class="m">{w('join.nameWho')}</p>
      <button class="btn p w">
        <span>{w('join.make')}</span>
      </button>
      {isMissing && (
        <Say bad what={w('say.chunk')}>
          <p>{w('say.chunkWhy')}</p>
        </Say>
      )}
    </form>
  );
}

function Waiting({ join: { code, state, name } }: { join: JoinView }) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (state === 'found' || state === 'notOurs') return;
    const timer = setInterval(() => void lookForHandover(), lookMs);
    return () => clearInterval(timer);
  }, [state]);
  if (state === 'found') return <Confirm name={name} />;
  return (
    <div class="s">
      <p>{w('join.read')}</p>
      <QrCode text={code} label={t('join.qrLabel')} />
      <p role="status">
        {state === 'waiting' && w('join.waiting')}
        {state === 'unreachable' && w('join.unreachable')}
        {state === 'notOurs' && w('join.notOurs')}
      </p>
      <label class="l" for="own-code">
        {w('join.code')}
      </label>
      <input id="own-code" class="fld" readOnly value={code} onFocus={(event) => event.currentTarget.select()} />
      <button class="btn w" onClick={() => void copy(code).then((outcome) => setCopied(outcome === 'copied'))}>
        {w('join.copy')}
      </button>
      <p class="m" role="status">
        {isCopied && w('join.copied')}
      </p>
      <button class="btn w" onClick={() => void stopJoin()}>
        {w('join.again')}
      </button>
    </div>
  );
}

/** Whoever read the code could have answered it: the name is looked at before this device becomes theirs. */
function Confirm({ name }: { name: string }) {
  const [isGoing, setGoing] = useState(false);
  const take = async () => {
    setGoing(true);
    await takeHandover();
    setGoing(false);
  };
  return (
    <div class="s">
      <p>{w('join.found')}</p>
      <p>
        <b class="f4">{name}</b>
      </p>
      <p class="m">{w('join.foundWhy')}</p>
      <button class="btn p w" disabled={isGoing} onClick={() => void take()}>
        <span>{w('join.yes')}</span>
      </button>
      <button class="btn w" onClick={() => void stopJoin()}>
        {w('join.no')}
      </button>
    </div>
  );
}
