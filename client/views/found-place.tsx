import type { ComponentChildren } from 'preact';
import { positionLimitMs, type ChosenPlace } from '../actions/check-in.ts';
import type { Fix, Place } from '../../shared/kinds/place.ts';
import { sayPlace } from '../text/place.ts';
import type { Spoken } from '../text/words.ts';
import { Choice } from '../ui/choice.tsx';
import { Icon } from '../ui/icon.tsx';
import { Say } from '../ui/say.tsx';
import { drawSpoken, w } from '../ui/words.tsx';

/** How the search for a position stands: under way, found, or why not. */
export type Search = 'looking' | Fix | 'denied' | 'none' | 'late';

type Precision = ChosenPlace['precision'];

const precisions: readonly Precision[] = ['municipality', 'coarse', 'exact'];

/** What was found of where I am, and what of it would be said: nothing goes out that does not stand here. */
export function FoundPlace(props: {
  search: Search;
  place: Place | null;
  /** Its name as the reader can read it. */
  spelt: Spoken | undefined;
  isFromList: boolean;
  precision: Precision;
  onPrecision: (precision: Precision) => void;
  onLook: () => void;
  /** Other names for what was found. */
  children: ComponentChildren;
}) {
  const { search, place, isFromList } = props;
  const fix = typeof search === 'object' ? search : undefined;
  return (
    <>
      <section class="s" role="status">
        {search === 'looking' && <p>{w('checkin.looking', { n: positionLimitMs / 1000 })}</p>}
        {place && (
          <>
            <h2>{w('checkin.says')}</h2>
            <p class="spot f3">
              <Icon name="pin" />
              <b>{drawSpoken(sayPlace(place, props.spelt))}</b>
            </p>
            <SaysHow place={place} fix={fix} />
          </>
        )}
        {fix && !place && <p>{w('checkin.nowhere')}</p>}
      </section>
      {typeof search === 'string' && search !== 'looking' && <Trouble why={search} isSolved={place !== null} />}
      {fix && !isFromList && props.children}
      {fix && !isFromList && (
        <fieldset>
          <legend>{w('checkin.precision')}</legend>
          <div class="tags">
            {precisions.map((one) => (
              <Choice key={one} name="precision" value={one} chosen={props.precision} onChoose={props.onPrecision}>
                {w(`precision.${one}`)}
              </Choice>
            ))}
          </div>
        </fieldset>
      )}
      {(search === 'late' || search === 'none' || search === 'denied' || isFromList) && (
        <button type="button" class="btn w" onClick={props.onLook}>
          {w('checkin.again')}
        </button>
      )}
    </>
  );
}

/** How fine it is; for an exact place the numbers themselves. */
function SaysHow({ place: { level, latE5 = 0, lonE5 = 0 }, fix }: { place: Place; fix: Fix | undefined }) {
  if (level === 'exact') {
    const [lat, lon] = [latE5, lonE5].map((degreesE5) => (degreesE5 / 1e5).toFixed(5)) as [string, string];
    return <p class="m">{w('checkin.exactly', { lat, lon, m: Math.round(fix?.accuracyM ?? 0) })}</p>;
  }
  return <p class="m">{w(level === 'coarse' ? 'checkin.coarsely' : 'checkin.nameOnly')}</p>;
}

function Trouble({ why, isSolved }: { why: 'denied' | 'none' | 'late'; isSolved: boolean }) {
  if (isSolved) return null;
  return (
    <Say what={why === 'late' ? w('position.late', { n: positionLimitMs / 1000 }) : w(`position.${why}`)}>
      <p>{w(`position.${why}Why`)}</p>
      <p>{w('position.way')}</p>
    </Say>
  );
}
