import { useState } from 'preact/hooks';
import type { Delivery, DeliveryMark, DeliveryStage } from '../state/model.ts';
import { formatMoment } from '../text/time.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { w } from '../ui/words.tsx';
import { DeliveryRail } from './delivery-rail.tsx';
import { MessageIcon } from './message-icon.tsx';

const icons: Readonly<Record<Exclude<DeliveryStage, 'shared'>, IconName>> = {
  here: 'phone',
  carried: 'friends',
  hub: 'hub',
  server: 'on',
  theirs: 'phone',
  read: 'done',
};

/** How far one's own message has come; a tap tells the whole way, what each stop means, and in a group who. */
export function MessageDelivery(props: { delivery: Delivery; isGroup: boolean; nowMs: number }) {
  const { delivery, isGroup, nowMs } = props;
  const [isOpen, setOpen] = useState(false);
  const last = delivery.at(-1);
  return (
    <>
      <button class="sent" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <DeliveryRail delivery={isGroup ? withoutCounts(delivery) : delivery} nowMs={nowMs} />
        {isGroup && last?.reached && <small>{w('talk.of', { n: last.reached.count, of: last.reached.of })}</small>}
      </button>
      {isOpen && <Trail delivery={delivery} isGroup={isGroup} nowMs={nowMs} />}
    </>
  );
}

/** Members need not be friends, of whom the rail would speak; how many they are stands beside it. */
function withoutCounts([first, ...others]: Delivery): Delivery {
  const bare = (mark: DeliveryMark): DeliveryMark => ({ ...mark, reached: undefined });
  return [bare(first), ...others.map(bare)];
}

function Trail({ delivery, isGroup, nowMs }: { delivery: Delivery; isGroup: boolean; nowMs: number }) {
  const stages = delivery.map(({ stage }) => stage);
  const isAtServer = stages.some((stage) => stage !== 'here' && stage !== 'carried' && stage !== 'hub');
  const isTheirs = stages.some((stage) => stage === 'theirs' || stage === 'read');
  return (
    <div class="trail s">
      <ol class="way">
        {delivery.map((mark) => (
          <li key={mark.stage}>
            {mark.stage === 'shared' ? <MessageIcon name="page" /> : <Icon name={icons[mark.stage]} />}
            <span>
              <b>{mark.stage === 'here' ? w('delivery.hereDone') : w(`delivery.${mark.stage}`)}</b>{' '}
              <time>{formatMoment(mark.atMs, nowMs)}</time> {mark.place}
              {isGroup && mark.reached && (
                <span class="bl">{w('talk.of', { n: mark.reached.count, of: mark.reached.of })}</span>
              )}
              <small class="bl">{w(`talkStage.${mark.stage}`)}</small>
              {isGroup && <Who mark={mark} nowMs={nowMs} />}
            </span>
          </li>
        ))}
        {!isTheirs && (
          <li class="m">
            <Icon name="wait" />
            <span>{isAtServer ? w('talk.theirsWait') : w('delivery.serverWait')}</span>
          </li>
        )}
      </ol>
      {!stages.includes('read') && <p class="m">{isTheirs ? w('talk.readWait') : w('delivery.unknown')}</p>}
    </div>
  );
}

/** Each with the time at which this phone heard of it. */
function Who({ mark: { persons }, nowMs }: { mark: DeliveryMark; nowMs: number }) {
  if (!persons) return null;
  return (
    <ul class="who m">
      {persons.map(({ id, name, atMs }) => (
        <li key={id}>
          {name} <time>{formatMoment(atMs, nowMs)}</time>
        </li>
      ))}
    </ul>
  );
}
