import { app } from '../state/app.ts';
import { watchDeviceNews } from './device-news.ts';
import { noteFleeting } from './note-fleeting.ts';
import { checkQuiet } from './quiet.ts';

const restMs = 10 * 60_000;

/** Looks, long after the first screen, for what seldom happens and must be said: other devices, calls that stopped, a window that forgets. */
export function watchSeldom(): void {
  watchDeviceNews();
  void noteFleeting();
  let checkedMs: number | undefined;
  app.subscribe(() => {
    const { syncLine, nowMs } = app.get();
    // After a good answer there is a session. Once a start, and again from time to time.
    if (syncLine.reach !== 'fresh' || (checkedMs !== undefined && nowMs < checkedMs + restMs)) return;
    checkedMs = nowMs;
    void checkQuiet();
  });
}
