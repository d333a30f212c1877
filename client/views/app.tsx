import { useApp } from '../state/app.ts';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';
import { FirstRun } from './first-run.tsx';
import { Screen } from './screen.tsx';
import { Shell } from './shell.tsx';

/** The whole page. It is drawn again from the top when the language changes. */
export function App() {
  const phase = useApp((state) => state.phase);
  const path = useApp((state) => state.path);
  useApp((state) => state.language);
  switch (phase) {
    case 'first-run':
      return path === '/join' ? <Screen route={{ name: 'join', id: '' }} /> : <FirstRun />;
    case 'left':
      return <Screen route={{ name: 'left', id: '' }} />;
    case 'unsupported':
      return (
        <main>
          <Say bad what={w('say.unsupported')}>
            <p>{w('say.unsupportedWhy')}</p>
          </Say>
        </main>
      );
    case 'broken':
      return (
        <main>
          <Say bad what={w('say.broken')}>
            <p>{w('say.brokenWhy')}</p>
            <button class="btn" onClick={() => location.reload()}>
              {w('say.reload')}
            </button>
          </Say>
        </main>
      );
    case 'opening':
    case 'ready':
      return <Shell />;
  }
}
