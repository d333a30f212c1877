import { useEffect } from 'preact/hooks';
import { openPerson } from '../actions/sync.ts';
import { useApp } from '../state/app.ts';
import { glyphOfRow } from '../state/safety-order.ts';
import { matchRoute } from '../state/routes.ts';
import type { StatusView } from '../state/model.ts';
import { formatMoment } from '../text/time.ts';
import { Empty } from '../ui/empty.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { Icon } from '../ui/icon.tsx';
import { Lazy } from '../ui/lazy.tsx';
import { w } from '../ui/words.tsx';
import { DeliveryRail } from './delivery-rail.tsx';
import { AskButton, SafetyFacts } from './safety-item.tsx';
import { Speaker, StatusWords } from './status-chip.tsx';

const loadMoved = async () => (await import('./later-screens.ts')).Moved;

/** One person's safety: what is known now, and who said what before. */
export function Person() {
  const id = matchRoute(useApp((state) => state.path)).id;
  const row = useApp((state) => state.safety.find((each) => each.person.id === id));
  const nowMs = useApp((state) => state.nowMs);
  const isFriend = useApp((state) => state.friends.some((friend) => friend.id === id));
  useEffect(() => void openPerson(id), [id]);
  if (!row) {
    return (
      <Empty icon="safety" title={w('safety.unknownPerson')}>
        <a class="btn" href="/safety">
          {w('safety.openList')}
        </a>
      </Empty>
    );
  }
  const glyph = glyphOfRow(row, nowMs);
  return (
    <>
      <ul class="list">
        <li class={`row${glyph === 'rescue' ? ' now' : ''}`}>
          <Glyph name={glyph} large />
          <div>
            <h2 class="vh">{row.person.name}</h2>
            <p>
              {row.person.kana}
              {row.person.cardName && <small class="bl">{w('friend.cardName', { name: row.person.cardName })}</small>}
            </p>
          </div>
          {!row.asked && <AskButton row={row} />}
          <SafetyFacts row={row} nowMs={nowMs} />
          {row.status && (
            <p class="x m">
              {row.status.validUntilMs > nowMs
                ? w('safety.validUntil', { time: formatMoment(row.status.validUntilMs, nowMs) })
                : w('safety.endedAt', { time: formatMoment(row.status.validUntilMs, nowMs) })}
            </p>
          )}
        </li>
      </ul>
      {isFriend && <Lazy load={loadMoved} failed={null} given={{ personId: id }} />}
      {isFriend && (
        <div class="card s">
          {row.mine && <Mine status={row.mine} nowMs={nowMs} />}
          <a class="btn w" href={`/messages/new/${id}`}>
            <Icon name="messages" />
            <span>{w('message.write')}</span>
          </a>
          <a class="btn w" href={`/safety/${id}/say`}>
            <Icon name="pen" />
            <span>{row.mine ? w('about.again') : w('about.title')}</span>
          </a>
        </div>
      )}
      <h2 class="hd">{w('safety.history')}</h2>
      {row.history.length === 0 ? (
        <div class="card m">{w('safety.noHistory')}</div>
      ) : (
        <ul class="list">
          {row.history.map((status) => (
            <Past key={`${status.atMs} ${status.rung}`} status={status} nowMs={nowMs} />
          ))}
        </ul>
      )}
      {isFriend && (
        <p class="in foot">
          <a class="btn t q" href={`/safety/${id}/friend`}>
            <Icon name="pen" />
            <span>{w('friend.title', { name: row.person.name })}</span>
          </a>
        </p>
      )}
    </>
  );
}

/** My own word about them, and how far it came. */
function Mine({ status, nowMs }: { status: StatusView; nowMs: number }) {
  return (
    <>
      <h2>{w('about.mine')}</h2>
      <p>
        <StatusWords status={status} nowMs={nowMs} /> <time class="m">{formatMoment(status.atMs, nowMs)}</time>
      </p>
      {status.delivery && (
        <p>
          <DeliveryRail delivery={status.delivery} nowMs={nowMs} />
        </p>
      )}
    </>
  );
}

function Past({ status, nowMs }: { status: StatusView; nowMs: number }) {
  return (
    <li class="card flat">
      <p>
        <time>{formatMoment(status.atMs, nowMs)}</time>{' '}
        <StatusWords status={{ ...status, validUntilMs: Infinity }} nowMs={nowMs} />{' '}
        <small class="ib">
          <Speaker status={status} />
        </small>
      </p>
      {status.text && <p class="m">{status.text}</p>}
    </li>
  );
}
