import { hereCookie } from '../../shared/api.ts';
import { app } from '../state/app.ts';
import { recall, remember } from './preferences.ts';

const nameKey = 'tayori.here';

/**
 * Under which name this browser was used before: the empty name where only the server's cookie says so, null where nothing does. What is kept for the page
 * outlives a browser that needs room (Chromium), the server's cookie also one that clears everything which a page kept (Safari after a week, Firefox).
 */
export function wasHereAs(): string | null {
  return recall(nameKey) ?? (document.cookie.includes(`${hereCookie}=1`) ? '' : null);
}

/** Says that what was here was taken away on purpose, so that nobody is told that it is gone; until somebody begins here. */
export function forgetWhoWasHere(): void {
  document.cookie = `${hereCookie}=0; Path=/; Max-Age=31536000; SameSite=Strict`;
}

/** From now on notes the name of the person on this device, in a place of its own. */
export function noteWhoIsHere(): void {
  const note = () => {
    const { me, phase } = app.get();
    if (!me || phase === 'left' || recall(nameKey) === me.name) return;
    remember(nameKey, me.name);
    document.cookie = `${hereCookie}=; Path=/; Max-Age=0`;
  };
  app.subscribe(note);
  note();
}
