import { useState } from 'preact/hooks';
import { leave } from '../actions/leave.ts';
import { useApp } from '../state/app.ts';
import { Tick } from '../ui/choice.tsx';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';
import { TakeOut } from './files.tsx';

/** The end of a person, with all that goes and all that stays said before it. */
export function Leave() {
  const hasHandle = useApp((state) => state.handle.mine !== undefined);
  const [isSure, setSure] = useState(false);
  const [isGoing, setGoing] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const go = async () => {
    setGoing(true);
    const done = await leave();
    setMissing(!done.ok && done.error.code === 'not-here');
    setGoing(false);
  };
  return (
    <>
      <section class="card s">
        <h2>{w('leave.goes')}</h2>
        <ul>
          <li>{w('leave.goesCard')}</li>
          <li>{w('leave.goesWords')}</li>
        </ul>
        <p>{w('leave.goesWhen')}</p>
      </section>
      <section class="card s">
        <h2>{w('leave.stays')}</h2>
        <ul>
          <li>{w('leave.staysCopies')}</li>
          <li>{w('leave.staysPhones')}</li>
          <li>{w('leave.staysFiles')}</li>
          <li>{w('leave.staysBackups')}</li>
          {hasHandle && <li>{w('leave.staysHandle')}</li>}
        </ul>
        <p>
          <b>{w('leave.forEver')}</b>
        </p>
      </section>
      <section class="card s">
        <h2>{w('leave.first')}</h2>
        <TakeOut />
      </section>
      <div class="in s foot">
        <div class="tags">
          <Tick checked={isSure} onChange={setSure}>
            {w('leave.sure')}
          </Tick>
        </div>
        {isMissing && (
          <Say bad what={w('say.chunk')}>
            <p>{w('say.chunkWhy')}</p>
          </Say>
        )}
        <button class="btn p w" disabled={!isSure || isGoing} onClick={() => void go()}>
          <span>{w('leave.go')}</span>
        </button>
      </div>
    </>
  );
}
