import type { Database } from '../db/database.ts';
import type { AppState } from '../state/model.ts';
import { bringSaver } from './bring-seldom.ts';
import type { ScreensSaver } from './saver.ts';

/** Keeps what is on the screens; see `createKeptScreens`. */
export interface KeptScreens {
  /** Keeps the screens some time soon; only what became different since the last time is written. */
  keep(state: Partial<AppState>): void;
  /** Takes away all that was kept. */
  forget(): void;
}

const restMs = 400;
// Until the line, or a start, has brought what the person came for.
const firstRestMs = 4_000;

/**
 * Keeps the screens for the next start. What does it is fetched when first needed; where it cannot be had, as on a first visit that breaks off, nothing is missing
 * but that head start.
 */
export function createKeptScreens(database: Database): KeptScreens {
  let opening: Promise<ScreensSaver | undefined> | undefined;
  let next: Partial<AppState> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isForgotten = false;

  function open(): Promise<ScreensSaver | undefined> {
    opening ??= bringSaver().then((code) => code?.createScreensSaver(database));
    return opening;
  }

  /** What cannot be kept is shown anew next time; nothing written is lost by it. */
  function warn(reason: unknown): void {
    console.warn('The screens could not be kept.', reason);
  }

  return {
    keep(state) {
      next = state;
      const work = async () => {
        timer = undefined;
        const saver = await open();
        if (next) await saver?.save(next);
      };
      timer ??= setTimeout(() => void work().catch(warn), opening ? restMs : firstRestMs);
    },
    forget() {
      clearTimeout(timer);
      timer = undefined;
      next = undefined;
      if (!isForgotten) open().then((saver) => saver?.clear(), warn);
      isForgotten = true;
    },
  };
}
