import { badgeIcon } from '../platform/install.ts';
import { app } from '../state/app.ts';
import type { AppState } from '../state/model.ts';
import { matchRoute } from '../state/routes.ts';
import { countUnread } from '../state/unread.ts';
import { countNew, lookedBefore } from './looked.ts';

/** Keeps the number on the app's icon: voices and messages that nobody saw yet, and people who ask to be friends. Mute conversations do not count. */
export function keepBadge(): void {
  let shown = 0;
  const update = () => {
    const count = countUnseen(app.get());
    if (count !== shown) badgeIcon((shown = count));
  };
  app.subscribe(update);
  document.addEventListener('visibilitychange', update);
  update();
}

function countUnseen({ path, voices, requests, messages }: AppState): number {
  const isSeen = document.visibilityState === 'visible' && matchRoute(path).name === 'home';
  return requests.length + countUnread(messages) + (isSeen ? 0 : countFresh(voices));
}

// It is asked at every change, and the voices are seldom what changed.
let counted: { readonly voices: AppState['voices']; readonly sinceMs: number; readonly count: number } | undefined;

function countFresh(voices: AppState['voices']): number {
  const sinceMs = lookedBefore();
  if (counted?.voices !== voices || counted.sinceMs !== sinceMs)
    counted = { voices, sinceMs, count: countNew(sinceMs, voices) };
  return counted.count;
}
