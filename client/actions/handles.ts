import { handleLimits, isHandle } from '../../shared/api.ts';
import { app } from '../state/app.ts';
import type { Answer } from '../state/messages.ts';
import { ask } from './engine.ts';

/** How often in an hour the server lets one person look, and claim. */
export const { looksPerHour, claimsPerHour } = handleLimits;

/** Claims a handle at the server, or with `later` whenever it answers; nothing of it can be done without a server. */
export function chooseHandle(handle: string, later: boolean): Promise<Answer<'chooseHandle'>> {
  return ask('chooseHandle', { handle, later });
}

export function dropHandleWish(): Promise<Answer<'dropHandleWish'>> {
  return ask('dropHandleWish', null);
}

/** Looks up whose a handle is. Limited an hour, so it is asked once a screen and not at every key. */
export function findHandle(handle: string): Promise<Answer<'findHandle'>> {
  app.set({ found: { handle, state: 'looking' } });
  return ask('findHandle', { handle });
}

/** Asks somebody to be friends; they see it and answer. */
export function askFriend(personId: string): Promise<Answer<'askFriend'>> {
  return ask('askFriend', { personId });
}

/** Why what was typed is no handle, or nothing. */
export function handleTrouble(typed: string): 'letters' | 'short' | 'long' | undefined {
  if (isHandle(typed)) return undefined;
  if (/[^a-z0-9_]/.test(typed)) return 'letters';
  return typed.length < 3 ? 'short' : 'long';
}

/** The handle in what was typed or pasted: bare, with an @, or at the end of a link of any server of ours. */
export function handleIn(text: string): string | undefined {
  const found = /(?:^|\/)@?(\w{3,20})\/?$/.exec(text.trim())?.[1]?.toLowerCase();
  return found !== undefined && isHandle(found) ? found : undefined;
}
