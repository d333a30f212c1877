import { useState } from 'preact/hooks';
import { canPassOn, copy, passOnText } from '../actions/share.ts';
import { useApp } from '../state/app.ts';
import type { StatusView } from '../state/model.ts';
import { shareText, type ShareParts } from '../actions/share-text.ts';
import { Tick } from '../ui/choice.tsx';
import { Empty } from '../ui/empty.tsx';
import { w } from '../ui/words.tsx';

const partWords = {
  where: 'share.where',
  place: 'sheet.place',
  words: 'share.words',
  needs: 'sheet.needs',
  beside: 'sheet.beside',
} as const satisfies Record<keyof ShareParts, string>;

/** My status as text for other apps. What was said to friends goes along only where it is ticked. */
export function ShareStatus() {
  const me = useApp((state) => state.me);
  if (!me?.status) {
    return (
      <Empty icon="safety" title={w('share.none')}>
        <a class="btn p" href="/status">
          {w('mine.give')}
        </a>
      </Empty>
    );
  }
  return <Text name={me.name} status={me.status} />;
}

function Text({ name, status }: { name: string; status: StatusView }) {
  const nowMs = useApp((state) => state.nowMs);
  const [chosen, choose] = useState<ShareParts>({
    where: false,
    place: false,
    words: false,
    needs: false,
    beside: false,
  });
  const [said, tell] = useState<'share.copied' | 'share.failed'>();
  const text = shareText(name, status, chosen, location.origin, nowMs);
  const has: ShareParts = {
    where: status.whereabouts !== 'notSaid',
    place: Boolean(status.place),
    words: Boolean(status.text),
    needs: status.needs.length > 0,
    beside: status.beside.length > 0,
  };
  const parts = (Object.keys(partWords) as (keyof ShareParts)[]).filter((part) => has[part]);
  const hand = async (how: (text: string) => Promise<string>) => {
    const outcome = await how(text);
    tell(outcome === 'copied' ? 'share.copied' : outcome === 'failed' ? 'share.failed' : undefined);
  };
  const goes = canPassOn();
  const send = (event: Event) => {
    event.preventDefault();
    void hand(goes ? passOnText : copy);
  };
  return (
    <form class="in s5 foot" onSubmit={send}>
      <div>
        <label class="l" for="text">
          {w('share.what')}
        </label>
        <textarea id="text" class="fld" readOnly rows={5} value={text} />
      </div>
      {parts.length > 0 && (
        <fieldset>
          <legend>{w('share.with')}</legend>
          <div class="tags">
            {parts.map((part) => (
              <Tick key={part} checked={chosen[part]} onChange={(on) => choose({ ...chosen, [part]: on })}>
                {w(partWords[part])}
              </Tick>
            ))}
          </div>
        </fieldset>
      )}
      <p class="m">{w('share.outside')}</p>
      <button class="btn p w">
        <span>{w(goes ? 'share.go' : 'share.copy')}</span>
      </button>
      {goes && (
        <button type="button" class="btn w" onClick={() => void hand(copy)}>
          <span>{w('share.copy')}</span>
        </button>
      )}
      <p role="status">{said && w(said)}</p>
    </form>
  );
}
