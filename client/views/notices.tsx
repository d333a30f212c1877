import { applyUpdate } from '../actions/update.ts';
import { useApp } from '../state/app.ts';
import type { Notice } from '../state/model.ts';
import { Say } from '../ui/say.tsx';
import { w } from '../ui/words.tsx';

/** What stays at the top of every screen until it is solved. */
export function Notices() {
  const notices = useApp((state) => state.notices);
  return <>{notices.map((notice) => draw(notice))}</>;
}

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
    case 'keysGone':
      return (
        <Say key={notice} bad what={w('say.keysGone')}>
          <p>{w('say.keysGoneWhy')}</p>
        </Say>
      );
    case 'otherTabOld':
      return (
        <Say key={notice} what={w('say.otherTab')}>
          <p>{w('say.otherTabWhy')}</p>
        </Say>
      );
    case 'clockOff':
      return (
        <Say key={notice} what={w('say.clockOff')}>
          <p>{w('say.clockOffWhy')}</p>
        </Say>
      );
  }
}
