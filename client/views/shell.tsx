import { useLayoutEffect, useRef } from 'preact/hooks';
import { wantedScrollY } from '../actions/navigate.ts';
import { useApp } from '../state/app.ts';
import { nameOf } from '../state/conversation-name.ts';
import { matchRoute, parentOf, titleOf, type Route } from '../state/routes.ts';
import { t } from '../text/words.ts';
import { Face } from './face.tsx';
import { Icon } from '../ui/icon.tsx';
import { Lazy } from '../ui/lazy.tsx';
import { w } from '../ui/words.tsx';
import { Notices } from './notices.tsx';
import { Screen } from './screen.tsx';
import { SyncLine } from './sync-line.tsx';
import { Tabs } from './tabs.tsx';

// It has words and shapes of its own that the first screen can do without.
const loadSummary = async () => (await import('./far-screens.ts')).SafetySummary;

/** What stands around every screen: the sync line, a heading, the tabs. */
export function Shell() {
  const route = matchRoute(useApp((state) => state.path));
  const isSheet =
    route.name === 'status' || route.name === 'about' || route.name === 'write' || route.name === 'checkIn';
  useArrival(route);
  return (
    <div class={isSheet ? 'page' : 'page app'}>
      <a class="vh skip" href="#main">
        {w('nav.skip')}
      </a>
      <SyncLine />
      <Header route={route} isSheet={isSheet} />
      <main id="main" class={isSheet ? 'fill' : ''}>
        <Notices />
        <Screen route={route} />
      </main>
      {!isSheet && <Lazy load={loadSummary} failed={null} given={{}} />}
      {!isSheet && <Tabs />}
    </div>
  );
}

function Header({ route, isSheet }: { route: Route; isSheet: boolean }) {
  const me = useApp((state) => state.me);
  const title = useTitle(route);
  const isTop =
    route.name === 'home' || route.name === 'safety' || route.name === 'messages' || route.name === 'friends';
  return (
    <header class={`top${isSheet ? ' sheet' : ''}`}>
      <div class="in">
        {!isTop && (
          <a class="ic back" rel="prev" href={parentOf(route.name)} aria-label={t(isSheet ? 'nav.close' : 'nav.back')}>
            <Icon name={isSheet ? 'close' : 'back'} />
          </a>
        )}
        <h1 class="gr" tabIndex={-1}>
          {title}
        </h1>
        {isTop && me && (
          <a class="ic" href="/me" aria-label={t('nav.me')}>
            <Face person={me} />
          </a>
        )}
      </div>
    </header>
  );
}

function useTitle({ name, id }: Route) {
  const unsent = useApp(({ outbox, outboxBehind }) => outbox.length + outboxBehind.count);
  const person = useApp((state) => state.safety.find((row) => row.person.id === id)?.person.name);
  const conversation = useApp(({ messages }) => messages?.open?.id === id && nameOf(messages.open));
  if (name === 'friend') return w('friend.title', { name: person ?? '' });
  if (name === 'outbox' && unsent) return w('outbox.title', { n: unsent });
  return (name === 'person' && person) || conversation || w(titleOf(name));
}

// A new screen begins at its heading for a screen reader, and where one left it for the eye. Not on the first draw:
// there the browser has its own order. Before the screen is painted: afterwards it would be laid out and painted twice.
function useArrival(route: Route): void {
  const first = useRef(true);
  useLayoutEffect(() => {
    const heading = document.querySelector('h1');
    document.title = [heading?.textContent, t('app.name')]
      .filter((part, i, all) => all.indexOf(part) === i)
      .join(' — ');
    if (!first.current) {
      heading?.focus({ preventScroll: true });
      scrollTo(0, wantedScrollY);
    }
    first.current = false;
  }, [route.name, route.id]);
}
