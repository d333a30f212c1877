import { unsentParts, type Unsent } from '../state/conversations.ts';
import { createStore } from '../state/store.ts';
import { ask } from './engine.ts';

/** What goes with the words of a draft, by conversation. It is kept on this device as soon as it is chosen, and outlives the page as the words do. */
export const unsent = createStore<Readonly<Record<string, Unsent>>>({});

/** Adds to what goes along, or with undefined takes a part of it away. Where the device has no room that is said, and it goes along as long as the page lives. */
export function changeUnsent(conversationId: string, change: Unsent): void {
  unsent.set({ [conversationId]: { ...unsent.get()[conversationId], ...change } });
  for (const part of unsentParts) {
    if (part in change) void ask('keepAlong', { conversationId, part, value: change[part] });
  }
}

/** Forgets what was sent. What another tab has put beside it stays. */
export function dropUnsent(conversationId: string): void {
  const sent = unsent.get()[conversationId] ?? {};
  const parts = unsentParts.filter((part) => sent[part] !== undefined);
  changeUnsent(conversationId, Object.fromEntries(parts.map((part) => [part, undefined])));
}

/** Takes up what was kept before this page was there. What was chosen or taken away here meanwhile stands. */
export async function takeUpUnsent(conversationId: string): Promise<void> {
  const kept = await ask('recallAlong', { conversationId });
  if (kept.ok) unsent.set({ [conversationId]: { ...kept.value, ...unsent.get()[conversationId] } });
}
