import { app, openingState } from '../state/app.ts';
import type { DraftKey } from '../state/model.ts';
import { keepDraft, leftDraftsKey } from './drafts.ts';
import { recall } from './preferences.ts';

/** Takes up what the page before this one had not kept any more when it ended. */
export function takeLeftDrafts(): void {
  const left = JSON.parse(recall(leftDraftsKey) ?? '[]') as readonly (readonly [DraftKey, string])[];
  if (left.length === 0) return;
  onceDraftsAreHere(() => {
    for (const [key, text] of left) keepDraft(key, text);
  });
}

/** Does something when the person is there and the drafts that this device kept are too. */
export function onceDraftsAreHere(work: () => void): void {
  const look = () => {
    const { phase, drafts } = app.get();
    if (phase !== 'ready' || drafts === openingState.drafts) return;
    stop();
    work();
  };
  const stop = app.subscribe(look);
  look();
}
