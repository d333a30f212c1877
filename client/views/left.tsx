import { useState } from 'preact/hooks';
import { beginAnew, wipeDevice } from '../actions/leave.ts';
import { syncNow } from '../actions/sync.ts';
import { useApp } from '../state/app.ts';
import type { LeftView } from '../state/model.ts';
import { Tick } from '../ui/choice.tsx';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';
import { DeliveryRail } from './delivery-rail.tsx';
import { TakeOut } from './files.tsx';

/** All that the app shows of a person who left: how far that came, and how to clear this device. */
export function Left() {
  const left = useApp((state) => state.left);
  if (!left) return null;
  return (
    <main class="in s5 first">
      {left.isWiped ? <Wiped /> : left.shutOut ? <ShutOut left={left} /> : <Ended left={left} />}
    </main>
  );
}

/** On a device that its person left behind: why the server takes nothing from it, and what to do with what is here. */
function ShutOut({ left: { shutOut, waiting } }: { left: LeftView }) {
  return (
    <>
      <h1>{w('shut.title')}</h1>
      <section class="s">
        <p>{shutOut === 'replaced' ? w('shut.replaced') : w('shut.revoked')}</p>
        <p>{w('shut.means')}</p>
        {waiting > 0 && <p>{w('shut.waiting', { n: waiting })}</p>}
        <p class="m">{w('shut.notYou')}</p>
        <button class="btn w" onClick={beginAnew}>
          <span>{w('shut.again')}</span>
        </button>
      </section>
      <section class="s">
        <h2>{w('files.title')}</h2>
        <TakeOut />
      </section>
      <Wipe isEarly={false} isAside />
    </>
  );
}

function Ended({ left }: { left: LeftView }) {
  const nowMs = useApp((state) => state.nowMs);
  const isBusy = useApp((state) => state.syncLine.reach === 'busy');
  const { delivery, waiting } = left;
  return (
    <>
      <h1>{w('leave.done')}</h1>
      <section class="s">
        <h2>{w('leave.howFar')}</h2>
        {delivery && (
          <p>
            <DeliveryRail delivery={delivery} nowMs={nowMs} />
          </p>
        )}
        <p role="status">{waiting > 0 ? w('leave.waiting', { n: waiting }) : w('leave.atServer')}</p>
        {waiting > 0 && (
          <button class="btn p w" aria-disabled={isBusy} onClick={() => void (isBusy || syncNow())}>
            <span>{isBusy ? w('outbox.trying') : w('outbox.try')}</span>
          </button>
        )}
      </section>
      <Wipe isEarly={waiting > 0} />
    </>
  );
}

/** Where something still waits it says what that means, and asks once more. */
function Wipe({ isEarly, isAside }: { isEarly: boolean; isAside?: boolean }) {
  const [isSure, setSure] = useState(false);
  const [state, setState] = useState<'asked' | 'left' | undefined>();
  const wipe = async () => {
    setState('asked');
    if (!(await wipeDevice())) setState('left');
  };
  return (
    <section class="s">
      <h2>{w('leave.wipeTitle')}</h2>
      <p>{w('leave.wipeWhat')}</p>
      {isEarly && <Say bad what={w('leave.wipeEarly')} />}
      {isEarly && (
        <div class="tags">
          <Tick checked={isSure} onChange={setSure}>
            {w('leave.wipeSure')}
          </Tick>
        </div>
      )}
      <button
        class={isEarly || isAside ? 'btn w' : 'btn p w'}
        disabled={(isEarly && !isSure) || state === 'asked'}
        onClick={() => void wipe()}
      >
        <span>{w('leave.wipeGo')}</span>
      </button>
      <p class="m" role="status">
        {state === 'asked' && w('leave.wiping')}
        {state === 'left' && w('leave.wipeLeft')}
      </p>
    </section>
  );
}

function Wiped() {
  return (
    <>
      <h1>{w('leave.wiped')}</h1>
      <p>{w('leave.wipedNext')}</p>
      <button class="btn p w" onClick={beginAnew}>
        <span>{w('leave.toStart')}</span>
      </button>
    </>
  );
}
