import { app } from '../state/app.ts';
import type { DraftKey } from '../state/model.ts';
import { ask } from './engine.ts';

const waitMs = 300;
const timers = new Map<DraftKey, number>();

/** Keeps what is being written: at once on the page, and a moment after the last key on this device. */
export function keepDraft(key: DraftKey, text: string): void {
  app.set({ drafts: { ...app.get().drafts, [key]: text } });
  clearTimeout(timers.get(key));
  timers.set(
    key,
    window.setTimeout(() => saveDraft(key), waitMs),
  );
}

/** Forgets a draft whose words were saved as an entry. */
export function dropDraft(key: DraftKey): void {
  const { [key]: _, ...drafts } = app.get().drafts;
  app.set({ drafts });
  saveDraft(key);
}

/** Called when the page is hidden: a phone may end it without another word. */
export function saveDraftsNow(): void {
  for (const key of [...timers.keys()]) saveDraft(key);
}

function saveDraft(key: DraftKey): void {
  clearTimeout(timers.get(key));
  timers.delete(key);
  void ask('keepDraft', { key, text: app.get().drafts[key] ?? '' });
}
