import type { StatusView } from '../state/model.ts';
import { glyphOfStatus, isOutdatedSafety, type Glyph as GlyphName } from '../state/safety-order.ts';
import { formatAge } from '../text/time.ts';
import { say, sayList, t } from '../text/words.ts';
import { Glyph, toneByGlyph } from '../ui/glyph.tsx';
import { drawSpoken, w } from '../ui/words.tsx';

const wordByGlyph = {
  rescue: 'status.needsRescue',
  hurt: 'status.injured',
  help: 'status.needsHelp',
  none: 'status.unheard',
  move: 'where.moving',
  shelter: 'where.shelter',
  ok: 'status.safe',
} as const;

/** Glyph and word of a status, never the glyph alone. */
export function StatusChip({ glyph }: { glyph: GlyphName }) {
  return (
    <span class={`st ${toneByGlyph[glyph]}`}>
      <Glyph name={glyph} />
      <span>{w(wordByGlyph[glyph])}</span>
    </span>
  );
}

export function ConditionChip({ status, nowMs }: { status: StatusView; nowMs: number }) {
  return isOutdatedSafety(status, nowMs) ? (
    <span class="lab">{w('status.wasSafe')}</span>
  ) : (
    <StatusChip glyph={status.condition === 'safe' ? 'ok' : glyphOfStatus(status)} />
  );
}

/** The condition in words, and where the person is when it was said: "Safe, at a shelter", or "was safe, 3 days ago". */
export function StatusWords({ status, nowMs }: { status: StatusView; nowMs: number }) {
  const condition = isOutdatedSafety(status, nowMs)
    ? w('status.wasSafeAge', { age: formatAge(status.atMs, nowMs) })
    : w(`status.${status.condition}`);
  return (
    <>
      <b class="ib">{condition}</b>
      {status.whereabouts !== 'notSaid' && (
        <>
          {t('sep.dot')}
          <span class="ib">{w(`where.${status.whereabouts}`)}</span>
        </>
      )}
    </>
  );
}

/** Who said it, on which rung: "acquaintance · Seto Yosuke". Nobody speaks without a name, but a name may not be here yet. */
export function Speaker({ status: { rung, saidBy, isMine } }: { status: StatusView }) {
  const words = say(`rung.${rung}`);
  if (rung !== 'self' && !isMine && saidBy) return <>{w('rung.by', { rung: words, name: saidBy })}</>;
  const more = rung === 'self' ? [] : [say(isMine ? 'rung.mine' : 'rung.nameless')];
  return <>{drawSpoken(sayList([words, ...more], 'sep.dot'))}</>;
}
