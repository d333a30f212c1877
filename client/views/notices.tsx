import { loadAllWords } from '../actions/preferences.ts';
import { applyUpdate } from '../actions/update.ts';
import { useApp } from '../state/app.ts';
import type { Notice } from '../state/model.ts';
import { Lazy } from '../ui/lazy.tsx';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';

// As far as clocks may differ before entries are shown at their receipt instead.
const mostClockOffMs = 5 * 60_000;

/** What stays at the top of every screen until it is solved. */
export function Notices() {
  const notices = useApp((state) => state.notices);
  const offMs = useApp((state) => state.syncLine.clockOffMs) ?? 0;
  return (
    <>
      {notices.map((notice) => draw(notice))}
      {Math.abs(offMs) > mostClockOffMs && draw('clock')}
    </>
  );
}

const loadSeldom = async () => (await Promise.all([import('./seldom-notices.tsx'), loadAllWords()]))[0].SeldomNotice;

function draw(notice: Notice) {
  switch (notice) {
    case 'update':
      return (
        <Say key={notice} what={w('say.update')}>
          <p>{w('say.updateWhy')}</p>
          <p>
            <button class="btn t" onClick={applyUpdate}>
              {w('say.updateGo')}
            </button>
          </p>
        </Say>
      );
    case 'full':
      return (
        <Say key={notice} bad what={w('say.full')}>
          <p>{w('say.fullWhy')}</p>
        </Say>
      );
    case 'notSaved':
      return (
        <Say key={notice} bad what={w('say.notSaved')}>
          <p>{w('say.notSavedWhy')}</p>
        </Say>
      );
    default:
      return <Lazy key={notice} load={loadSeldom} failed={null} given={{ notice }} />;
  }
}
