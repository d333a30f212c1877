import type { StatusView } from '../state/model.ts';
import { formatMoment } from '../text/time.ts';
import { say, sayList, plain, t } from '../text/words.ts';

/** What of a status goes along with its condition and its time. */
export interface ShareParts {
  readonly where: boolean;
  readonly place: boolean;
  readonly words: boolean;
  readonly needs: boolean;
  readonly beside: boolean;
}

/**
 * A status as plain text for people outside: who, how, as of when, and only those parts that were chosen. The moment is the one when it was said, never the one
 * when it is passed on, with its day when that is not `nowMs`'s.
 */
export function shareText(name: string, status: StatusView, chosen: ShareParts, link: string, nowMs: number): string {
  const place = chosen.place && status.place;
  const where = chosen.where && status.whereabouts !== 'notSaid' ? t(`where.${status.whereabouts}`) : '';
  const parts = [
    t(`status.${status.condition}`),
    where && place ? `${where}（${place}）` : where || place,
    chosen.words && status.text && `「${status.text}」`,
    chosen.needs &&
      status.needs.length > 0 &&
      t('safety.needs', {
        names: sayList(
          status.needs.map((need) => say(`need.${need}`)),
          'sep.list',
        ),
      }),
    chosen.beside && status.beside.length > 0 && t('mine.beside', { names: status.beside.join(t('sep.list')) }),
  ].filter((part): part is string => Boolean(part));
  const said = say('share.text', {
    name,
    parts: parts.join(t('sep.sentence')),
    time: formatMoment(status.atMs, nowMs),
  });
  return `${plain(said)}\n${t('share.from', { link })}`;
}
