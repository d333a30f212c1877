import { databaseName, viewsName } from '../db/names.ts';
import { wipeOrigin } from '../platform/wipe.ts';
import { app } from '../state/app.ts';
import type { Answer } from '../state/messages.ts';
import { ask } from './engine.ts';
import { forgetWhoWasHere } from './was-here.ts';

/** Ends this person for good, also offline: it reaches as far as it is sent. Nothing undoes it. */
export function leave(): Promise<Answer<'leave'>> {
  return ask('leave', null);
}

/**
 * Takes everything off this device, for all its tabs; what has not left it never will. False when something is still there: the same again goes on. Keys go last,
 * so that until then the end can still be sent.
 */
export async function wipeDevice(): Promise<boolean> {
  try {
    await wipeOrigin([viewsName, databaseName]);
  } catch (reason) {
    console.error('Not everything could be taken off this device.', reason);
    return false;
  }
  forgetWhoWasHere();
  app.set({ left: { waiting: 0, isWiped: true } });
  return true;
}

/** Opens the app as on its first day. */
export function beginAnew(): void {
  location.replace('/');
}
