import { useState } from 'preact/hooks';
import { pointOf, spellName } from '../actions/places.ts';
import { useApp } from '../state/app.ts';
import type { SpotView } from '../state/model.ts';
import { sayPlace } from '../text/place.ts';
import { formatMomentAge } from '../text/time.ts';
import { t } from '../text/words.ts';
import { Face } from './face.tsx';
import { Empty } from '../ui/empty.tsx';
import { drawSpoken, w } from '../ui/words.tsx';
import { PlaceMap } from './place-map.tsx';

// For the eye the map comes first, for a screen reader the list.
const mapAbove = { display: 'flex', flexDirection: 'column-reverse' } as const;

/** Where my friends and I last said to be: a list that says everything, and a map of what in it can be drawn. */
export function Where() {
  const spots = useApp((state) => state.spots);
  const friends = useApp((state) => state.friends);
  const nowMs = useApp((state) => state.nowMs);
  const [focus, setFocus] = useState<string>();
  const unsaid = friends.filter(({ id }) => !spots.some(({ person }) => person.id === id));
  if (spots.length === 0) {
    return (
      <Empty icon="pin" title={w('spots.empty')} why={w('spots.emptyWhy')}>
        <a class="btn p" href="/check-in">
          {w('checkin.title')}
        </a>
      </Empty>
    );
  }
  const showOnMap = (id: string) => {
    setFocus(id);
    document.getElementById('map')?.scrollIntoView({ block: 'center' });
  };
  return (
    <div style={mapAbove}>
      <section>
        <h2 class="hd">{w('spots.list')}</h2>
        <ul class="list">
          {spots.map((spot) => (
            <Spot key={spot.person.id} spot={spot} nowMs={nowMs} onShow={pointOf(spot.place) ? showOnMap : undefined} />
          ))}
        </ul>
        {unsaid.length > 0 && (
          <p class="card m">{w('spots.unsaid', { names: unsaid.map(({ name }) => name).join(t('sep.list')) })}</p>
        )}
        <p class="in foot">
          <a class="btn p w" href="/check-in">
            {w('spots.mine')}
          </a>
        </p>
      </section>
      <section id="map">
        <PlaceMap spots={spots} focus={focus} nowMs={nowMs} onAll={() => setFocus(undefined)} />
      </section>
    </div>
  );
}

function Spot(props: { spot: SpotView; nowMs: number; onShow: ((id: string) => void) | undefined }) {
  const { spot, nowMs, onShow } = props;
  const { person, place } = spot;
  return (
    <li class="row">
      <Face person={person} />
      <div>
        <h3>
          {person.name}
          {spot.isMine && w('voice.mine')} <small class="ib">{person.kana}</small>
        </h3>
      </div>
      {onShow && (
        <button class="btn t" aria-label={t('spots.showOf', { name: person.name })} onClick={() => onShow(person.id)}>
          {w('spots.show')}
        </button>
      )}
      <p class="x">
        <b>{drawSpoken(sayPlace(place, spellName(place)))}</b>
      </p>
      <p class="x m">
        {w('spots.asOf', { time: formatMomentAge(spot.atMs, nowMs) })}
        <span class="bl">
          {w(`said.${spot.saidBy}`)}
          {t('sep.dot')}
          {w(`level.${place.level}`)}
        </span>
        {place.level === 'exact' && place.latE5 !== undefined && place.lonE5 !== undefined && (
          <span class="bl">
            {w('spots.numbers', { lat: (place.latE5 / 1e5).toFixed(5), lon: (place.lonE5 / 1e5).toFixed(5) })}
            {spot.accuracyM !== undefined && (
              <>
                {t('sep.dot')}
                {w('spots.accuracy', { m: spot.accuracyM })}
              </>
            )}
          </span>
        )}
      </p>
    </li>
  );
}
