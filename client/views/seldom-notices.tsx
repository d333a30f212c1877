import { putNewsAway } from '../actions/device-news.ts';
import { useApp } from '../state/app.ts';
import type { DeviceChange } from '../state/devices.ts';
import type { Notice } from '../state/model.ts';
import { noticesJa } from '../text/later-notices-ja.ts';
import { formatMoment, formatSpan } from '../text/time.ts';
import { addJapanese, say } from '../text/words.ts';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';

export { watchSeldom } from '../actions/watch-seldom.ts';

addJapanese(noticesJa);

/** Notices that few people ever see; their words come with them. */
export function SeldomNotice({ notice }: { notice: Notice }) {
  if (notice === 'otherTabOld')
    return (
      <Say what={w('say.otherTab')}>
        <p>{w('say.otherTabWhy')}</p>
      </Say>
    );
  if (notice === 'keysGone')
    return (
      <Say bad what={w('say.keysGone')}>
        <p>{w('say.keysGoneWhy')}</p>
        <p>
          <button class="btn t" onClick={() => location.reload()}>
            {w('say.reload')}
          </button>
        </p>
      </Say>
    );
  if (notice === 'quiet')
    return (
      <Say what={w('news.quiet')}>
        <p>{w('news.quietWhy')}</p>
        <p>
          <a class="btn" href="/me">
            {w('news.quietGo')}
          </a>
        </p>
      </Say>
    );
  if (notice === 'clock') return <ClockNotice />;
  if (notice === 'mayForget') return <MayForgetNotice />;
  return notice === 'devices' ? <DeviceNotice /> : null;
}

/** This window is likely to forget everything when it is closed: only the words bring one back then. Gone once they are on paper. */
function MayForgetNotice() {
  const me = useApp((state) => state.me);
  if (!me || me.hasRecoveryWords || me.wasAdded) return null;
  return (
    <Say what={w('say.mayForget')}>
      <p>{w('say.mayForgetWhy')}</p>
      <p>
        <a class="btn" href="/me/words">
          {w('say.mayForgetGo')}
        </a>
      </p>
    </Say>
  );
}

/** The clock of this device is off by more than entries may be. */
function ClockNotice() {
  const offMs = useApp((state) => state.syncLine.clockOffMs) ?? 0;
  return (
    <Say what={w(offMs < 0 ? 'say.clockFast' : 'say.clockSlow', { span: formatSpan(Math.abs(offMs)) })}>
      <p>{w('say.clockWhy')}</p>
    </Say>
  );
}

/** What my other devices did, and what became of this one. */
function DeviceNotice() {
  const news = useApp((state) => state.deviceNews);
  const nowMs = useApp((state) => state.nowMs);
  if (!news) return null;
  const { changes, isCut, mustBeAdded } = news;
  return (
    <>
      {isCut && (
        <Say bad what={w('news.cut')}>
          <p>{w('news.cutWhat')}</p>
          <p>{w('news.cutSafe')}</p>
          <p>
            <a class="btn" href="/outbox">
              {w('news.cutOutbox')}
            </a>
          </p>
        </Say>
      )}
      {mustBeAdded && !isCut && (
        <Say what={w('news.forked')}>
          <p>{w('news.forkedWhy')}</p>
          <p>
            <a class="btn" href="/me/devices">
              {w('news.forkedGo')}
            </a>
          </p>
        </Say>
      )}
      {changes.length > 0 && (
        <Say what={w('news.title')}>
          <ul>
            {changes.map((change) => (
              <li key={`${change.what}${change.name}${change.atMs}`}>
                {w(sentenceOf(change), wordsOf(change, nowMs))}
              </li>
            ))}
          </ul>
          <p>{w('news.notYou')}</p>
          <p class="f">
            <a class="btn" href="/me/devices">
              {w('news.look')}
            </a>
            <button class="btn t" onClick={() => void putNewsAway()}>
              {w('news.seen')}
            </button>
          </p>
        </Say>
      )}
    </>
  );
}

function sentenceOf({ what }: DeviceChange) {
  return what === 'added' ? 'news.added' : 'news.removed';
}

function wordsOf({ name, isPhone, atMs }: DeviceChange, nowMs: number) {
  const time = atMs === undefined ? say('news.sometime') : formatMoment(atMs, nowMs);
  return { name: name || say(isPhone ? 'device.phone' : 'device.browser'), time };
}
