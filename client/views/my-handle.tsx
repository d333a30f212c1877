import { useState } from 'preact/hooks';
import { dropDraft, keepDraft } from '../actions/drafts.ts';
import { chooseHandle, claimsPerHour, dropHandleWish, handleTrouble } from '../actions/handles.ts';
import { canPassOn, copy, passOn } from '../actions/share.ts';
import { useApp } from '../state/app.ts';
import type { HandleOutcome } from '../state/model.ts';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';

/** My handle: chosen once, given by the server, passed on as a link. */
export function MyHandle() {
  const { mine, wish } = useApp((state) => state.handle);
  return (
    <section class="card s3">
      <h2>{w('handle.title')}</h2>
      {mine ? <Mine handle={mine} /> : wish ? <Wish handle={wish} /> : <ChooseHandle />}
    </section>
  );
}

function Mine({ handle }: { handle: string }) {
  const [said, say] = useState<'add.copied' | 'handle.copyFailed'>();
  const link = `${location.origin}/@${handle}`;
  const hand = async (how: (link: string) => Promise<string>) => {
    const outcome = await how(link);
    if (outcome === 'copied') say('add.copied');
    else if (outcome === 'failed') say('handle.copyFailed');
  };
  return (
    <>
      <p class="f3">
        <b>@{handle}</b>
      </p>
      <p class="m">{w('handle.mineWhy')}</p>
      <div class="f">
        {canPassOn() && (
          <button class="btn gr" onClick={() => void hand(passOn)}>
            {w('add.share')}
          </button>
        )}
        <button class="btn gr" onClick={() => void hand(copy)}>
          {w('add.copy')}
        </button>
      </div>
      <p class="m" role="status">
        {said && <b>{w(said)}</b>}
      </p>
      <p class="m">{link}</p>
    </>
  );
}

function Wish({ handle }: { handle: string }) {
  return (
    <>
      <p role="status">{w('handle.waits', { handle })}</p>
      <button class="btn w" onClick={() => void dropHandleWish()}>
        {w('handle.cancel')}
      </button>
    </>
  );
}

/** What is typed stays as a draft until the handle is had: without a line nobody can say whether it is free. */
function ChooseHandle() {
  const typed = useApp((state) => state.drafts.handle) ?? '';
  const lost = useApp((state) => state.handle.lost);
  const [answered, setAnswered] = useState<{ handle: string; outcome: HandleOutcome }>();
  const [isAsking, setAsking] = useState(false);
  const trouble = handleTrouble(typed);
  const choose = async (event: Event, later: boolean) => {
    event.preventDefault();
    if (trouble || isAsking) return document.getElementById('handle')?.focus();
    setAsking(true);
    const answer = await chooseHandle(typed, later);
    setAsking(false);
    const outcome = answer.ok ? answer.value.outcome : 'unreachable';
    setAnswered({ handle: typed, outcome });
    if (outcome === 'mine' || outcome === 'waits') dropDraft('handle');
  };
  // A word about another handle than the one that stands there now would mislead.
  const outcome = answered?.handle === typed ? answered.outcome : undefined;
  return (
    <form class="s3" onSubmit={(event) => void choose(event, false)}>
      <p class="m">{w('handle.what')}</p>
      {lost && !answered && <Say bad what={w('handle.taken', { handle: lost })} />}
      <div>
        <label class="l" for="handle">
          {w('handle.field')}
        </label>
        <p class="m" id="handle-form">
          {w('handle.form')}
        </p>
        <input
          id="handle"
          class="fld"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          value={typed}
          aria-invalid={typed !== '' && trouble !== undefined}
          aria-describedby="handle-form handle-trouble"
          onInput={(event) => keepDraft('handle', event.currentTarget.value)}
        />
        <p class="m" id="handle-trouble" role="status">
          {typed !== '' && trouble && <b>{w(`handleBad.${trouble}`)}</b>}
        </p>
      </div>
      {outcome === 'taken' && <Say bad what={w('handle.taken', { handle: typed })} />}
      {outcome === 'invalid' && <Say bad what={w('handle.notOne')} />}
      {outcome === 'busy' && (
        <Say what={w('handle.busy', { n: claimsPerHour })}>
          <Later handle={typed} onLater={(event) => void choose(event, true)} />
        </Say>
      )}
      {outcome === 'unreachable' && (
        <Say what={w('handle.offline')}>
          <p>{w('handle.offlineWhy')}</p>
          <Later handle={typed} onLater={(event) => void choose(event, true)} />
        </Say>
      )}
      <button class="btn w" disabled={typed === ''} aria-disabled={isAsking}>
        {isAsking ? w('handle.asking') : w('handle.claim')}
      </button>
    </form>
  );
}

function Later({ handle, onLater }: { handle: string; onLater: (event: Event) => void }) {
  return (
    <button class="btn t" type="button" onClick={onLater}>
      {w('handle.later', { handle })}
    </button>
  );
}
