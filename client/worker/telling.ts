import type { Change } from '../state/change.ts';
import type { AppState } from '../state/model.ts';
import { createDifference } from './difference.ts';
import type { KeptScreens } from './kept-screens.ts';

/** Tells pages what they show; see `createTelling`. */
export interface Telling {
  /** Tells what became different, once for all that changes at the same time. */
  tellSoon(): void;
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

  function tell(): void {
    isDue = false;
    const { pictures = {}, ...whole } = state();
    const change = difference(whole);
    // Bytes that the page has already are not handed over again.
    if (pictures !== shownPictures) show({ ...change, pictures });
    else if (Object.keys(change).length > 0) show(change);
    shownPictures = pictures;
    if (whole.phase === 'first-run') return;
    onTold();
    if (whole.phase === 'left') return screens.forget();
    // Sealed words are kept as they came, and nowhere else.
    const { received: _, found: __, rebuilding: ___, messages: ____, syncLine, ...kept } = whole;
    // What is being sent is over when the app is opened again.
    screens.keep({ ...kept, ...(syncLine && { syncLine: { ...syncLine, sending: undefined } }) });
  }

  return {
    tellSoon() {
      if (isDue) return;
      isDue = true;
      queueMicrotask(tell);
    },
    tellAnew() {
      difference = createDifference();
    },
  };
}
