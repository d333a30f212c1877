import type { Delivery, DeliveryMark, DeliveryStage } from '../state/model.ts';
import { formatMoment } from '../text/time.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { w } from '../ui/words.tsx';
import { stageWord } from './delivery-rail.tsx';

const icons: Readonly<Record<DeliveryStage, IconName>> = {
  here: 'phone',
  carried: 'friends',
  hub: 'hub',
  server: 'on',
  shared: 'hub',
  theirs: 'phone',
  read: 'done',
};

/** The way an own entry went, stop by stop with its times, and what is not known yet. */
export function DeliveryTrail({ delivery, nowMs }: { delivery: Delivery; nowMs: number }) {
  const stages = delivery.map((mark) => mark.stage);
  const isAtServer = stages.some((stage) => stage === 'server' || stage === 'theirs' || stage === 'read');
  const isTheirs = stages.some((stage) => stage === 'theirs' || stage === 'read');
  const isAskedAgain = delivery[0].isAskedAgain;
  return (
    <section class="card s">
      <h2>{w('delivery.title')}</h2>
      <ol class="way">
        {delivery.map((mark) => (
          <li key={mark.stage}>
            <Icon name={icons[mark.stage]} />
            <span>
              <b>{trailWord(mark)}</b> <time>{formatMoment(mark.atMs, nowMs)}</time> {mark.place}
              {mark.persons && <WhoHasIt persons={mark.persons} nowMs={nowMs} />}
            </span>
          </li>
        ))}
        {!isTheirs && (
          <li class="m">
            <Icon name="wait" />
            <span>
              {w(isAtServer ? 'delivery.theirsWait' : isAskedAgain ? 'delivery.again' : 'delivery.serverWait')}
            </span>
          </li>
        )}
      </ol>
      {!isTheirs && <p class="m">{w('delivery.unknown')}</p>}
    </section>
  );
}

/** Each with the time at which this phone heard of it. */
function WhoHasIt({ persons, nowMs }: { persons: NonNullable<DeliveryMark['persons']>; nowMs: number }) {
  return (
    <ul class="who">
      {persons.map(({ id, name, atMs }) => (
        <li key={id}>
          {name} <time>{formatMoment(atMs, nowMs)}</time>
        </li>
      ))}
    </ul>
  );
}

function trailWord(mark: DeliveryMark) {
  if (mark.stage === 'here') return w('delivery.hereDone');
  if (mark.reached) return w('delivery.theirsSome', { n: mark.reached.count, of: mark.reached.of });
  return stageWord(mark);
}
