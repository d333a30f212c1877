import { renewStatus } from '../actions/one-tap.ts';
import { useApp } from '../state/app.ts';
import type { StatusView } from '../state/model.ts';
import { formatAge, formatMoment } from '../text/time.ts';
import { t } from '../text/words.ts';
import { Icon } from '../ui/icon.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { w } from '../ui/words.tsx';
import { DeliveryRail } from './delivery-rail.tsx';
import { ConditionChip, Speaker, StatusWords } from './status-chip.tsx';
import { glyphOfStatus } from '../state/safety-order.ts';

/** What I last said about myself, with one tap to say it again. */
export function MyStatus() {
  const status = useApp((state) => state.me?.status);
  const nowMs = useApp((state) => state.nowMs);
  return (
    <section class="card s" aria-label={t('mine.title')}>
      <div class="f sp">
        <h2>{w('mine.title')}</h2>
        {status && <ConditionChip status={status} nowMs={nowMs} />}
      </div>
      {status ? <Given status={status} nowMs={nowMs} /> : <NotGiven />}
      <SaidOfMe nowMs={nowMs} />
    </section>
  );
}

function NotGiven() {
  return (
    <>
      <p>
        {w('mine.none')}
        <span class="m bl">{w('mine.noneWhy')}</span>
      </p>
      <a class="btn p w" href="/status">
        {w('mine.give')}
      </a>
    </>
  );
}

function Given({ status, nowMs }: { status: StatusView; nowMs: number }) {
  return (
    <>
      <div class="m">
        <p>{dates(status, nowMs)}</p>
        {status.whereabouts !== 'notSaid' && (
          <p>
            {w(`where.${status.whereabouts}`)}
            {status.place && `${t('sep.dot')}${status.place}`}
          </p>
        )}
        {status.beside.length > 0 && <p>{w('mine.beside', { names: status.beside.join(t('sep.list')) })}</p>}
      </div>
      {status.delivery && (
        <p>
          <DeliveryRail delivery={status.delivery} nowMs={nowMs} />
        </p>
      )}
      <div class="f nw">
        <button class="btn p gr" onClick={() => void renewStatus()}>
          {status.condition === 'safe' ? <Icon name="done" /> : <Glyph name={glyphOfStatus(status)} />}
          <span>{status.condition === 'safe' ? w('mine.renew') : w('mine.renewOther')}</span>
        </button>
        <a class="btn" href="/status">
          {w('mine.change')}
        </a>
      </div>
      <a class="btn t q w" href="/status/share">
        {w('mine.share')}
      </a>
    </>
  );
}

/** What others say about me: their friends see it too, and only my own word comes before it. */
function SaidOfMe({ nowMs }: { nowMs: number }) {
  const me = useApp((state) => state.me);
  const { about = [], named = [] } = me ?? {};
  if (about.length + named.length === 0) return null;
  return (
    <div class="m">
      {about.map((status) => (
        <p key={status.saidBy}>
          {w('safety.also')} <StatusWords status={status} nowMs={nowMs} />{' '}
          <span class="ib">
            <Speaker status={status} /> {formatMoment(status.atMs, nowMs)}
          </span>
        </p>
      ))}
      {about.length > 0 && <p>{w('mine.saidWhy')}</p>}
      {named.map(({ name, atMs }) => (
        <p key={name}>{w('safety.named', { name, time: formatMoment(atMs, nowMs) })}</p>
      ))}
    </div>
  );
}

function dates(status: StatusView, nowMs: number) {
  const time = formatMoment(status.validUntilMs, nowMs);
  if (status.validUntilMs > nowMs) {
    return (
      <>
        <span class="ib">{w('mine.sent', { time: formatMoment(status.atMs, nowMs) })}</span>
        {t('sep.dot')}
        <span class="ib">{w('mine.until', { time })}</span>
      </>
    );
  }
  if (status.condition !== 'safe') return w('mine.endedOther', { time });
  return w('mine.ended', { time, age: formatAge(status.atMs, nowMs) });
}
