import { Lazy } from '../ui/lazy.tsx';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';

const loadWords = async () => (await import('./recovery-screens.ts')).RecoveryWords;
const loadRestore = async () => (await import('./recovery-screens.ts')).Restore;

// Once in a life: in a file of their own, with the lists of words.
const missing = (
  <Say bad what={w('say.chunk')}>
    <p>{w('say.chunkWhy')}</p>
  </Say>
);

/** My recovery words. */
export function LazyWords() {
  return <Lazy load={loadWords} failed={missing} given={{}} />;
}

/** The way back for somebody who was here before. */
export function LazyRestore() {
  return <Lazy load={loadRestore} failed={missing} given={{}} />;
}
