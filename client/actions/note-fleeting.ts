import { isLikelyFleeting, lookAtStorageSigns } from '../platform/fleeting.ts';
import { app } from '../state/app.ts';
import { addNotice } from './engine.ts';

const nothingElse = { gone: null, isInside: false, wayOut: null, isFleeting: false };

/** Says, where it is likely, that this window forgets everything when it is closed: before one begins in it, and after. Once a page. */
export async function noteFleeting(): Promise<void> {
  if (!isLikelyFleeting(await lookAtStorageSigns())) return;
  app.set({ surroundings: { ...(app.get().surroundings ?? nothingElse), mayForget: true } });
  addNotice('mayForget');
}
