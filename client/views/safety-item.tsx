import { askStatus } from '../actions/write.ts';
import type { LifeSign, SafetyRow, StatusView } from '../state/model.ts';
import { glyphOfRow } from '../state/safety-order.ts';
import { sayPlace } from '../text/place.ts';
import { formatMoment, formatMomentAge } from '../text/time.ts';
import { say, sayList, t } from '../text/words.ts';
import { Glyph } from '../ui/glyph.tsx';
import { drawSpoken, w } from '../ui/words.tsx';
import { Speaker, StatusWords } from './status-chip.tsx';

/** One person of the safety list: what is said and by whom, and the last sign of life with its clock time and age. */
export function SafetyItem({ row, nowMs }: { row: SafetyRow; nowMs: number }) {
  const { person } = row;
  const glyph = glyphOfRow(row, nowMs);
  const isTrouble = glyph === 'rescue' || glyph === 'hurt' || glyph === 'help';
  return (
    <li class={`row${glyph === 'rescue' ? ' now' : ''}`}>
      <Glyph name={glyph} large />
      <div>
        <h3>
          <a class="name" href={`/safety/${person.id}`}>
            {person.name}
          </a>{' '}
          <small class="ib">{person.kana}</small>
        </h3>
      </div>
      {isTrouble ? (
        <a class="btn t" href={`/safety/${person.id}`} aria-label={t('safety.openOf', { name: person.name })}>
          {w('safety.open')}
        </a>
      ) : (
        glyph === 'none' && !row.asked && <AskButton row={row} />
      )}
      <SafetyFacts row={row} nowMs={nowMs} />
    </li>
  );
}

export function AskButton({ row: { person } }: { row: SafetyRow }) {
  return (
    <button
      class="btn t"
      aria-label={t('safety.askOf', { name: person.name })}
      onClick={() => void askStatus(person.id)}
    >
      {w('safety.ask')}
    </button>
  );
}

/** Everything known about a person's safety, most certain first; what is not known is said, not left blank. */
export function SafetyFacts({ row, nowMs }: { row: SafetyRow; nowMs: number }) {
  const { status, worse, did, contact, asked, named, isClosed } = row;
  const isSilent = !status && !isClosed;
  return (
    <>
      {isSilent && (
        <p class="x t5">
          <b>{w('status.unheard')}</b>
        </p>
      )}
      {isClosed && <p class="x t5">{w('safety.closed')}</p>}
      {status && <Said status={status} nowMs={nowMs} />}
      {worse && (
        <p class="x t5">
          <small>{w('safety.also')}</small> <Sentence status={worse} nowMs={nowMs} />
        </p>
      )}
      <div class="x m">
        {named?.map(({ name, atMs }) => (
          <p key={name}>{w('safety.named', { name, time: formatMoment(atMs, nowMs) })}</p>
        ))}
        {did ? <LastSign sign={did} nowMs={nowMs} /> : <p>{w('safety.noDid')}</p>}
        {contact && contact.atMs > (did?.atMs ?? 0) && (
          <p>{w('safety.contact', { time: formatMoment(contact.atMs, nowMs) })}</p>
        )}
        {asked && (
          <p role="status">
            {w('safety.asked', {
              time: formatMoment(asked.atMs, nowMs),
              stage: say(`delivery.${(asked.delivery.at(-1) ?? asked.delivery[0]).stage}`),
            })}
          </p>
        )}
      </div>
    </>
  );
}

function Said({ status, nowMs }: { status: StatusView; nowMs: number }) {
  const needs = sayList(
    status.needs.map((need) => say(`need.${need}`)),
    'sep.list',
  );
  return (
    <>
      <p class="x t5">
        <Sentence status={status} nowMs={nowMs} />
      </p>
      {status.text && <p class="x t5">{status.text}</p>}
      {(status.needs.length > 0 || status.beside.length > 0) && (
        <div class="x m">
          {status.needs.length > 0 && <p>{w('safety.needs', { names: needs })}</p>}
          {status.beside.length > 0 && <p>{w('mine.beside', { names: status.beside.join(t('sep.list')) })}</p>}
        </div>
      )}
    </>
  );
}

/** What was said, who said it, and when. */
function Sentence({ status, nowMs }: { status: StatusView; nowMs: number }) {
  return (
    <>
      <StatusWords status={status} nowMs={nowMs} />{' '}
      <small class="ib">
        <Speaker status={status} /> {formatMoment(status.atMs, nowMs)}
      </small>
    </>
  );
}

function LastSign({ sign, nowMs }: { sign: LifeSign; nowMs: number }) {
  return (
    <p>
      {w('safety.lastDid')} <b class="nb">{formatMomentAge(sign.atMs, nowMs)}</b>
      <br />
      {w(`life.${sign.kind}`)}
      {t('sep.dot')}
      {sign.place ? drawSpoken(sayPlace(sign.place)) : w('safety.placeUnsaid')}
    </p>
  );
}
