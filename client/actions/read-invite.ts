import type { Answer } from '../state/messages.ts';
import { ask } from './engine.ts';

/** Reads who invites from the token itself, without asking anybody. */
export function readInvite(token: string): Promise<Answer<'readInvite'>> {
  return ask('readInvite', { token });
}
