import type { AppState } from './model.ts';

/** How many messages wait to be read, in conversations that are not mute. */
export function countUnread(messages: AppState['messages']): number {
  return (messages?.conversations ?? []).reduce((sum, row) => sum + (row.isMuted ? 0 : row.unread), 0);
}
