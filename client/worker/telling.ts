import type { Change } from '../state/change.ts';
import type { AppState } from '../state/model.ts';
import { createDifference } from './difference.ts';
import type { KeptScreens } from './kept-screens.ts';

/** Tells pages what they show; see `createTelling`. */
export interface Telling {
  /** Tells what became different, once for all that changes at the same time. */
  tellSoon(): void;
  /** What became different until now, or nothing; the caller tells it. */
  take(): Change | undefined;
  /** From now on the whole is told first: what was told before did not reach everybody. */
  tellAnew(): void;
}

/** Of `state` only what became different is told and kept for the next start. `onTold` is called behind it. */
export function createTelling({
  state,
  show,
  screens,
  onTold,
}: {
  state(): Partial<AppState>;
  show(change: Change): void;
  readonly screens: KeptScreens;
  onTold(): void;
}): Telling {
  let difference = createDifference();
  let shownPictures: AppState['pictures'] = {};
  let isDue = false;

  function take(): Change | undefined {
    isDue = false;
    const { pictures = {}, ...whole } = state();
    const change = difference(whole);
    // Bytes that the page has already are not handed over again.
    const news = pictures === shownPictures ? change : { ...change, pictures };
    shownPictures = pictures;
    keep(whole);
    return Object.keys(news).length > 0 ? news : undefined;
  }

  function keep(whole: Partial<AppState>): void {
    if (whole.phase === 'first-run') return;
    onTold();
    if (whole.phase === 'left') return screens.forget();
    // Sealed words are kept as they came, and nowhere else.
    const { received: _, found: __, rebuilding: ___, messages: ____, syncLine, ...kept } = whole;
    // What is being sent is over when the app is opened again.
    screens.keep({ ...kept, ...(syncLine && { syncLine: { ...syncLine, sending: undefined } }) });
  }

  /** Unless somebody took it meanwhile. */
  function tell(): void {
    const change = isDue ? take() : undefined;
    if (change) show(change);
  }

  return {
    tellSoon() {
      if (isDue) return;
      isDue = true;
      queueMicrotask(tell);
    },
    take,
    tellAnew() {
      difference = createDifference();
    },
  };
}
