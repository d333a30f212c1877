import type { ComponentType } from 'preact';
import type { Route, RouteName } from '../state/routes.ts';
import { loadAllWords } from '../actions/preferences.ts';
import { Lazy } from '../ui/lazy.tsx';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';
import type { FarScreen } from './far-screens.ts';
import type { LaterScreen } from './later-screens.ts';
import { Home } from './home.tsx';

// In a file of their own, so that the first visit does not pay for them; the service worker fetches it right after.
// They come with the words that they say.
type LazyScreen = FarScreen | 'where';
const far = (name: LazyScreen) => async (): Promise<ComponentType> => {
  if (name === 'where') return (await Promise.all([import('./places.ts'), loadAllWords()]))[0].places.Where;
  const [{ farScreens }] = await Promise.all([import('./far-screens.ts'), loadAllWords()]);
  return farScreens[name];
};
const later = (name: LaterScreen) => async (): Promise<ComponentType> => {
  const [{ laterScreens }] = await Promise.all([import('./later-screens.ts'), loadAllWords()]);
  return laterScreens[name];
};
const laterNames: ReadonlySet<string> = new Set<LaterScreen>([
  'me',
  'help',
  'about',
  'audience',
  'share',
  'friend',
  'handle',
  'leave',
  'left',
  'words',
  'restore',
]);
const isLater = (name: RouteName): name is LaterScreen => laterNames.has(name);
const loadByName = new Map<RouteName, () => Promise<ComponentType>>();

function loaderOf(name: LazyScreen | LaterScreen): () => Promise<ComponentType> {
  const load = loadByName.get(name) ?? (isLater(name) ? later(name) : far(name));
  loadByName.set(name, load);
  return load;
}

export function Screen({ route: { name, id } }: { route: Route }) {
  if (name === 'home') return <Home />;
  return <Lazy key={`${name} ${id}`} load={loaderOf(name)} failed={<Missing />} given={{}} />;
}

function Missing() {
  return (
    <Say bad what={w('say.chunk')}>
      <p>{w('say.chunkWhy')}</p>
      <p>
        <button class="btn t" onClick={() => location.reload()}>
          {w('say.reload')}
        </button>
      </p>
    </Say>
  );
}
