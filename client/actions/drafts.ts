import { app } from '../state/app.ts';
import type { DraftKey } from '../state/model.ts';
import { ask } from './engine.ts';
import { recall, remember } from './preferences.ts';

const waitMs = 300;
const timers = new Map<DraftKey, number>();
const unsaved = new Map<DraftKey, string>();

/** Where a page that ended leaves drafts that its worker had not kept yet, for the next one. */
export const leftDraftsKey = 'tayori.drafts';

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

/** Called when the page is hidden: a phone may end it, and the worker, without another word. What is not kept by then is put where a page can do it at once. */
export function saveDraftsNow(): void {
  for (const key of [...timers.keys()]) saveDraft(key);
  if (unsaved.size > 0) remember(leftDraftsKey, JSON.stringify([...unsaved]));
}

function saveDraft(key: DraftKey): void {
  clearTimeout(timers.get(key));
  timers.delete(key);
  const text = app.get().drafts[key] ?? '';
  unsaved.set(key, text);
  void ask('keepDraft', { key, text }).then(({ ok }) => {
    if (!ok || unsaved.get(key) !== text) return;
    unsaved.delete(key);
    if (recall(leftDraftsKey)) remember(leftDraftsKey, JSON.stringify([...unsaved]));
  });
}
