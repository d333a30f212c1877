import type { Delivery, DeliveryMark, DeliveryStage } from '../state/model.ts';
import { formatMoment } from '../text/time.ts';
import { w } from '../ui/words.tsx';

const stops: Readonly<Record<DeliveryStage, number>> = {
  here: 6,
  carried: 16,
  hub: 26,
  server: 36,
  shared: 36,
  theirs: 46,
  read: 46,
};

/** How far an entry of one's own has come: a dot at each stop really passed, the word, and when. */
export function DeliveryRail({ delivery, nowMs }: { delivery: Delivery; nowMs: number }) {
  const last = delivery.at(-1) ?? delivery[0];
  const isOnlyHere = last.stage === 'here';
  return (
    <span class={`dl${isOnlyHere ? ' only' : ''}`}>
      <Rail delivery={delivery} last={last} />
      <b>{stageWord(last)}</b>
      {!isOnlyHere && <time>{formatMoment(last.atMs, nowMs)}</time>}
      {last.isAskedAgain && <span>{w('delivery.again')}</span>}
      {last.place && <span>{last.place}</span>}
    </span>
  );
}

/** The name of a stage: with the count when it has come to several friends. */
export function stageWord(mark: DeliveryMark) {
  if (mark.stage === 'theirs' && mark.reached) return w('delivery.theirsMany', { n: mark.reached.count });
  return w(`delivery.${mark.stage}`);
}

function Rail({ delivery, last }: { delivery: Delivery; last: DeliveryMark }) {
  const at = stops[last.stage];
  const passed = [...new Set(delivery.map((mark) => stops[mark.stage]))].filter((x) => x !== at);
  return (
    <svg class="rail" aria-hidden="true" viewBox="0 0 52 12">
      {at < 46 && <path class="todo" d={`M${at} 6H46`} />}
      <path d={`M6 6H${at}`} />
      {passed.map((x) => (
        <circle key={x} class="at" cx={x} cy="6" r="2" />
      ))}
      <circle class="at" cx={at} cy="6" r="4" />
      {at < 46 && <circle class="end" cx="46" cy="6" r="3.2" />}
      {last.stage === 'read' && <path class="tick" d="M44 6l1.6 1.7L48.4 4.3" />}
    </svg>
  );
}
