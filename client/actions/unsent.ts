import type { Place } from '../../shared/kinds/place.ts';
import type { NewFile } from '../state/conversations.ts';
import { createStore } from '../state/store.ts';

/** What goes with the words of a draft. Of the page alone: it outlives the screen, not the app. */
export interface Unsent {
  /** The message that is answered. */
  readonly answers?: string | undefined;
  readonly place?: Place | undefined;
  readonly file?: NewFile | undefined;
}

/** By conversation. */
export const unsent = createStore<Readonly<Record<string, Unsent>>>({});

/** Adds to what goes along, or with undefined takes a part of it away. */
export function changeUnsent(conversationId: string, part: Partial<Unsent>): void {
  unsent.set({ [conversationId]: { ...unsent.get()[conversationId], ...part } });
}

/** Forgets it all, as it was sent. */
export function dropUnsent(conversationId: string): void {
  unsent.set({ [conversationId]: {} });
}
