import type { ComponentType } from 'preact';
import type { Route, RouteName } from '../state/routes.ts';
import { loadAllWords } from '../actions/preferences.ts';
import { Lazy } from '../ui/lazy.tsx';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';
import { Home } from './home.tsx';

// In files of their own, so that the first visit does not pay for them; the service worker fetches the first of them right after.
// They come with the words that they say.
const load = (name: Exclude<RouteName, 'home'>) => async (): Promise<ComponentType> => {
  const [{ findScreen }] = await Promise.all([import('./far-screens.ts'), loadAllWords()]);
  return findScreen(name);
};
const loadByName = new Map<RouteName, () => Promise<ComponentType>>();

function loaderOf(name: Exclude<RouteName, 'home'>): () => Promise<ComponentType> {
  const known = loadByName.get(name) ?? load(name);
  loadByName.set(name, known);
  return known;
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
