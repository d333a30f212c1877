import type { Answer } from '../state/messages.ts';
import { ask } from './engine.ts';

/** Makes the link that QR and message carry. It needs no network. */
export function makeInvite(): Promise<Answer<'makeInvite'>> {
  return ask('makeInvite', null);
}

export function acceptInvite(token: string): Promise<Answer<'acceptInvite'>> {
  return ask('acceptInvite', { token });
}

export function acceptRequest(personId: string): Promise<Answer<'acceptRequest'>> {
  return ask('acceptRequest', { personId });
}

/** The other person is not told. */
export function refuseRequest(personId: string): Promise<Answer<'refuseRequest'>> {
  return ask('refuseRequest', { personId });
}

export function removeFriend(personId: string): Promise<Answer<'removeFriend'>> {
  return ask('removeFriend', { personId });
}

/** Calls a friend by a name of my own, on all my devices and nowhere else; an empty one takes it back. */
export function nameFriend(personId: string, name: string): Promise<Answer<'nameFriend'>> {
  return ask('nameFriend', { personId, name });
}

/** Says that a friend is of my household: what they say about me then counts as said by family. */
export function setHousehold(personId: string, isIn: boolean): Promise<Answer<'setHousehold'>> {
  return ask('setHousehold', { personId, isIn });
}

/** Ends what is between us and shows nothing of them any more. They are not told. */
export function block(personId: string, isBlocked: boolean): Promise<Answer<'block'>> {
  return ask('block', { personId, isBlocked });
}

/** The token in a pasted text or a QR: a link of any server of ours with `/i/…`, with words around it or not. */
export function findInviteToken(text: string): string | undefined {
  return /\/i\/([\w.~-]{20,})/.exec(text)?.[1];
}
