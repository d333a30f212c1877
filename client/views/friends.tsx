import { acceptRequest, block, refuseRequest } from '../actions/friends.ts';
import { useApp } from '../state/app.ts';
import type { PersonView, RequestView, SentRequestView } from '../state/model.ts';
import { formatMoment } from '../text/time.ts';
import { t } from '../text/words.ts';
import { Face } from './face.tsx';
import { Empty } from '../ui/empty.tsx';
import { Icon } from '../ui/icon.tsx';
import { w } from '../ui/words.tsx';
import { DeliveryRail } from './delivery-rail.tsx';

/** Requests first, because somebody waits; then everybody I am friends with. */
export function Friends() {
  const friends = useApp((state) => state.friends);
  const requests = useApp((state) => state.requests);
  const sent = useApp((state) => state.sentRequests);
  const nowMs = useApp((state) => state.nowMs);
  const blocked = useApp((state) => state.blocked);
  const isOpening = useApp((state) => state.phase === 'opening');
  if (isOpening) return null;
  const hasNobody = friends.length + requests.length + sent.length === 0;
  return (
    <>
      {requests.length > 0 && (
        <section>
          <h2 class="hd">{w('friends.requests', { n: requests.length })}</h2>
          <ul class="list">
            {requests.map((request) => (
              <Request key={request.person.id} request={request} nowMs={nowMs} />
            ))}
          </ul>
          <p class="m in foot">{w('friends.refuseWhy')}</p>
        </section>
      )}
      {hasNobody ? (
        <Empty icon="friends" title={w('friends.empty')} why={w('friends.emptyWhy')}>
          <AddLink />
        </Empty>
      ) : (
        <div class="card">
          <AddLink />
        </div>
      )}
      {sent.length > 0 && (
        <section>
          <h2 class="hd">{w('friends.sent', { n: sent.length })}</h2>
          <ul class="list">
            {sent.map((request) => (
              <Sent key={request.person.id} request={request} nowMs={nowMs} />
            ))}
          </ul>
        </section>
      )}
      {friends.length > 0 && (
        <section>
          <h2 class="hd">{w('friends.count', { n: friends.length })}</h2>
          <ul class="list">
            {friends.map((person) => (
              <Friend key={person.id} person={person} />
            ))}
          </ul>
        </section>
      )}
      {blocked.length > 0 && (
        <details class="card s">
          <summary>{w('friends.blocked', { n: blocked.length })}</summary>
          <ul>
            {blocked.map(({ id, name }) => (
              <li class="f" key={id}>
                <span class="wide">{name}</span>
                <button class="btn t q" onClick={() => void block(id, false)}>
                  {w('friends.unblock')}
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function AddLink() {
  return (
    <a class="btn p w" href="/friends/add">
      <Icon name="qr" />
      <span>{w('friends.add')}</span>
    </a>
  );
}

function Request({ request: { person, atMs, greeting }, nowMs }: { request: RequestView; nowMs: number }) {
  return (
    <li class="row">
      <Face person={person} />
      <div class="wide">
        <h3>
          {person.name} <small class="ib">{person.kana}</small>
        </h3>
        <small>{w('friends.asked', { time: formatMoment(atMs, nowMs) })}</small>
        {greeting && <p>{w('friends.greeting', { text: greeting })}</p>}
      </div>
      <div class="x f">
        <button
          class="btn t"
          aria-label={t('friends.acceptOf', { name: person.name })}
          onClick={() => void acceptRequest(person.id)}
        >
          {w('friends.accept')}
        </button>
        <button
          class="btn t q"
          aria-label={t('friends.refuseOf', { name: person.name })}
          onClick={() => void refuseRequest(person.id)}
        >
          {w('friends.refuse')}
        </button>
        <button class="btn t q" onClick={() => void block(person.id, true)}>
          {w('friends.block')}
        </button>
      </div>
    </li>
  );
}

function Sent({ request: { person, atMs, delivery }, nowMs }: { request: SentRequestView; nowMs: number }) {
  return (
    <li class="row">
      <Face person={person} />
      <div class="wide">
        <h3>
          {person.name} <small class="ib">{person.kana}</small>
        </h3>
        <small class="bl">{w('friends.sentAt', { time: formatMoment(atMs, nowMs) })}</small>
        <DeliveryRail delivery={delivery} nowMs={nowMs} />
      </div>
    </li>
  );
}

function Friend({ person }: { person: PersonView }) {
  return (
    <li class="row">
      <Face person={person} />
      <div>
        <h3>
          <a class="name" href={`/safety/${person.id}`}>
            {person.name}
          </a>{' '}
          <small class="ib">{person.kana}</small>
        </h3>
      </div>
      <a class="btn t" href={`/messages/new/${person.id}`} aria-label={t('message.writeTo', { name: person.name })}>
        <Icon name="messages" />
      </a>
    </li>
  );
}
