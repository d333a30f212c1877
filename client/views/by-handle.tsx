import { useEffect } from 'preact/hooks';
import { askFriend, findHandle, looksPerHour } from '../actions/handles.ts';
import { useApp } from '../state/app.ts';
import type { FoundPerson } from '../state/model.ts';
import { matchRoute } from '../state/routes.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Empty } from '../ui/empty.tsx';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';

/** Who has a handle, by the server's word, with what their card says; and one button to ask them. */
export function ByHandle() {
  const handle = matchRoute(useApp((state) => state.path)).id.toLowerCase();
  const found = useApp((state) => state.found);
  const isReady = useApp((state) => state.phase === 'ready');
  useEffect(() => {
    // Looking is counted, so who was found already is not looked up again.
    if (isReady && !(found?.handle === handle && found.person)) void findHandle(handle);
  }, [handle, isReady]);
  if (!found || found.handle !== handle || found.state === 'looking') {
    return (
      <p class="card" role="status">
        {w('handle.looking', { handle })}
      </p>
    );
  }
  return draw(found);
}

function draw({ handle, person, state }: FoundPerson) {
  switch (state) {
    case 'looking':
      return null;
    case 'mine':
      return <Empty icon="friends" title={w('handle.self', { handle })} why={w('handle.selfWhy')} />;
    case 'unknown':
      return <Empty icon="friends" title={w('handle.unknown', { handle })} why={w('handle.unknownWhy')} />;
    case 'friends':
      return (
        <Empty icon="friends" title={w('invite.friends', { name: person?.name || `@${handle}` })}>
          <ToFriends />
        </Empty>
      );
    case 'sent':
      return (
        <Empty icon="done" title={w('invite.sent')} why={w('handle.sentWhy')}>
          <ToFriends />
        </Empty>
      );
    case 'busy':
      return (
        <Say what={w('handle.findBusy', { n: looksPerHour })}>
          <p>{w('handle.otherWay')}</p>
        </Say>
      );
    case 'unreachable':
      return (
        <Say what={w('handle.findOffline')}>
          <p>{w('handle.otherWay')}</p>
          <button class="btn t" onClick={() => void findHandle(handle)}>
            {w('handle.again')}
          </button>
        </Say>
      );
    case 'ready':
      return <Found handle={handle} id={person?.id ?? ''} name={person?.name ?? ''} kana={person?.kana ?? ''} />;
  }
}

function Found({ handle, id, name, kana }: { handle: string; id: string; name: string; kana: string }) {
  return (
    <section class="card s3 tc gap">
      {name && (
        <p class="mid">
          <Avatar name={name} />
        </p>
      )}
      <h2>{name || `@${handle}`}</h2>
      {kana && <p class="m">{kana}</p>}
      {name && <p class="m">@{handle}</p>}
      <p>{name ? w('handle.vouch') : w('handle.noCard')}</p>
      <button class="btn p w" onClick={() => void askFriend(id)}>
        {name ? w('handle.ask', { name }) : w('handle.askUnknown', { handle })}
      </button>
    </section>
  );
}

function ToFriends() {
  return (
    <a class="btn" href="/friends">
      {w('friends.title')}
    </a>
  );
}
