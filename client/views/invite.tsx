import { useEffect } from 'preact/hooks';
import { acceptInvite } from '../actions/friends.ts';
import { readInvite } from '../actions/read-invite.ts';
import { useApp } from '../state/app.ts';
import { matchRoute } from '../state/routes.ts';
import type { ReceivedInvite } from '../state/model.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Empty } from '../ui/empty.tsx';
import { Lazy } from '../ui/lazy.tsx';
import { w } from '../ui/words.tsx';

/** An invitation that I was given: who it is from, what it means, one button. */
export function Invite() {
  const token = matchRoute(useApp((state) => state.path)).id;
  const received = useApp((state) => state.received);
  useEffect(() => void readInvite(token), [token]);
  if (!received || received.token !== token || received.state === 'reading') {
    return (
      <p class="card" role="status">
        {w('invite.reading')}
      </p>
    );
  }
  return draw(received);
}

function draw({ token, person, others, state }: ReceivedInvite) {
  const name = person?.name;
  switch (state) {
    case 'mine':
      return <Empty icon="friends" title={w('invite.mine')} why={w('invite.mineWhy')} />;
    case 'unreadable':
      return <Empty icon="warn" title={w('invite.unreadable')} why={w('invite.unreadableWhy')} />;
    case 'friends':
      return (
        <Empty icon="friends" title={w('invite.friends', { name: name ?? '' })}>
          <ToFriends />
        </Empty>
      );
    case 'sent':
      return (
        <Empty icon="done" title={w('invite.sent')} why={w('invite.sentWhy')}>
          <ToFriends />
        </Empty>
      );
    default:
      return (
        <section class="card s3 tc gap">
          {name && (
            <p class="mid">
              <Avatar name={name} />
            </p>
          )}
          <h2>{name ? w('invite.from', { name }) : w('invite.unknown')}</h2>
          {person?.kana && <p class="m">{person.kana}</p>}
          {others.length > 0 && <p>{w('invite.others', { n: others.length })}</p>}
          <p>{w('invite.what')}</p>
          <InsideApp />
          <button class="btn p w" onClick={() => void acceptInvite(token)}>
            {name ? w('invite.go', { name }) : w('invite.goUnknown')}
          </button>
        </section>
      );
  }
}

const loadInsideApp = async () => (await import('./later-screens.ts')).InsideApp;

// A friendship that begins inside a messenger's window ends with it.
function InsideApp() {
  const surroundings = useApp((state) => state.surroundings);
  return surroundings?.isInside ? <Lazy load={loadInsideApp} failed={null} given={surroundings} /> : null;
}

function ToFriends() {
  return (
    <a class="btn" href="/friends">
      {w('friends.title')}
    </a>
  );
}
