import { askForBackgroundSync, onBackgroundSync } from '../platform/service-worker.ts';
import { app } from '../state/app.ts';
import { syncNow } from './sync.ts';

/** Lets the service worker send what waits when this page is hidden or has no line, and syncs when the service worker finds it awake. */
export function sendInBackground(): void {
  onBackgroundSync(() => void syncNow(false));
  let before = app.get().syncLine;
  app.subscribe(() => {
    const { syncLine } = app.get();
    if (syncLine.reach !== before.reach || syncLine.unsent > before.unsent) askWhereItWaits();
    before = syncLine;
  });
  document.addEventListener('visibilitychange', askWhereItWaits);
}

function askWhereItWaits(): void {
  const { reach, unsent } = app.get().syncLine;
  const isAway = document.visibilityState === 'hidden' || reach === 'noSignal' || reach === 'unreachable';
  if (unsent > 0 && isAway) void askForBackgroundSync();
}
