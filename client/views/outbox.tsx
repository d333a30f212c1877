import { useEffect, useState } from 'preact/hooks';
import { copy } from '../actions/share.ts';
import { lookAtStorage } from '../actions/storage.ts';
import { syncNow } from '../actions/sync.ts';
import { useApp } from '../state/app.ts';
import type { OutboxRow } from '../state/model.ts';
import { formatMoment, formatSize } from '../text/time.ts';
import { say } from '../text/words.ts';
import { Empty } from '../ui/empty.tsx';
import { Icon } from '../ui/icon.tsx';
import { Lazy } from '../ui/lazy.tsx';
import { w } from '../ui/words.tsx';
import { DeliveryRail } from './delivery-rail.tsx';

const loadLifeOnly = async () => (await import('./later-screens.ts')).LifeOnly;

/** What has not left: in the order of sending, why it waits, since when, how large. Nothing here is ever given up on. */
export function Outbox() {
  const rows = useApp((state) => state.outbox);
  const behind = useApp((state) => state.outboxBehind);
  const landed = useApp((state) => state.landed);
  const nowMs = useApp((state) => state.nowMs);
  const line = useApp((state) => state.syncLine);
  const freeBytes = useApp((state) => state.storage.freeBytes);
  const isLifted = useApp((state) => state.dataUse?.isLifted);
  useEffect(() => void lookAtStorage(), []);
  const waiting = rows.filter((row) => !row.refused);
  const refused = rows.filter((row) => row.refused);
  const only = behind.onlyHere + waiting.filter((row) => row.delivery.length === 1).length;
  const totalBytes = waiting.reduce((sum, row) => sum + row.sizeBytes, behind.sizeBytes);
  return (
    <>
      {(line.lifeOnly || isLifted) && <Lazy load={loadLifeOnly} failed={null} given={{}} />}
      {waiting.length === 0 ? (
        <Empty
          icon="done"
          title={w('outbox.none')}
          why={line.upToMs === undefined ? w('outbox.noneNever') : w('outbox.noneWhy')}
        >
          <TryNow isBusy={line.reach === 'busy'} />
        </Empty>
      ) : (
        <>
          <div class="card s3">
            <p>
              {only > 0 && <b class="bl">{w('outbox.only', { n: only })}</b>}
              {w('outbox.how')}
            </p>
            <TryNow isBusy={line.reach === 'busy'} />
          </div>
          <h2 class="hd">{w('outbox.order', { size: formatSize(totalBytes) })}</h2>
          <ol class="list">
            {waiting.map((row, index) => (
              <Waiting key={row.id} row={row} place={index + 1} nowMs={nowMs} />
            ))}
          </ol>
          {behind.count > 0 && <p class="card">{w('outbox.behind', { n: behind.count })}</p>}
        </>
      )}
      {refused.length > 0 && (
        <section>
          <h2 class="hd">{w('outbox.refused')}</h2>
          <ul class="list">
            {refused.map((row) => (
              <Refused key={row.id} row={row} />
            ))}
          </ul>
        </section>
      )}
      {landed.length > 0 && (
        <section>
          <h2 class="hd">{w('outbox.landed')}</h2>
          <ul class="list">
            {landed.map((row) => (
              <li class="row" key={row.id}>
                <span class="av">
                  <Icon name="done" />
                </span>
                <div class="wide">
                  <h3>{titleOf(row)}</h3>
                  <DeliveryRail delivery={row.delivery} nowMs={nowMs} />
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
      <p class="m in foot">
        {freeBytes !== undefined && w('outbox.free', { size: formatSize(freeBytes) })}
        {line.nextTryAtMs !== undefined &&
          line.nextTryAtMs > nowMs &&
          w('outbox.next', { time: formatMoment(line.nextTryAtMs, nowMs) })}
      </p>
    </>
  );
}

function TryNow({ isBusy }: { isBusy: boolean }) {
  return (
    <button class="btn p w" aria-disabled={isBusy} onClick={() => void (isBusy || syncNow())}>
      <Icon name="sync" />
      <span>{isBusy ? w('outbox.trying') : w('outbox.try')}</span>
    </button>
  );
}

function titleOf({ kind, title, condition }: OutboxRow) {
  if (condition && kind === 'about') return w('outbox.about', { name: title, title: say(`status.${condition}`) });
  if (condition) return w('outbox.status', { title: say(`status.${condition}`) });
  return kind === 'other' || kind === 'about' ? w('outbox.other') : w(`outbox.${kind}`, { title });
}

function Waiting({ row, place, nowMs }: { row: OutboxRow; place: number; nowMs: number }) {
  return (
    <li class="row">
      <span class="av f3" aria-hidden="true">
        {place}
      </span>
      <div>
        <h3>{titleOf(row)}</h3>
        <small>{w('outbox.writtenAt', { time: formatMoment(row.atMs, nowMs) })}</small>
      </div>
      <b class="nb">{formatSize(row.sizeBytes)}</b>
      {row.reason && <p class="x">{w(`wait.${row.reason}`)}</p>}
      <p class="x">
        <DeliveryRail delivery={row.delivery} nowMs={nowMs} />
      </p>
    </li>
  );
}

function Refused({ row }: { row: OutboxRow }) {
  const [isCopied, setCopied] = useState(false);
  return (
    <li class="row">
      <span class="av">
        <Icon name="warn" />
      </span>
      <div class="wide">
        <h3>{titleOf(row)}</h3>
        {row.refused && <p>{w(`refused.${row.refused}`)}</p>}
        {row.text && <p class="m pre">{row.text}</p>}
        {row.text && (
          <button
            class="btn t"
            onClick={() => void copy(row.text ?? '').then((outcome) => setCopied(outcome === 'copied'))}
          >
            {w('outbox.copy')}
          </button>
        )}
        <p class="m" role="status">
          {isCopied && w('outbox.copied')}
        </p>
      </div>
    </li>
  );
}
