import { app } from '../state/app.ts';
import { matchRoute, parentOf } from '../state/routes.ts';

interface Place {
  readonly depth: number;
  readonly scrollY: number;
}

const placeHere = (): Place => {
  const state: unknown = history.state;
  return typeof state === 'object' && state !== null && 'depth' in state ? (state as Place) : { depth: 0, scrollY: 0 };
};

/** Where the screen that is being drawn should stand; read once by the shell after it drew it. */
export let wantedScrollY = 0;

/** The screen that was left by going back, or nothing. */
export let leftPath = '';

/** Called when the screen that is come back to has been drawn: what is drawn anew on it later begins as always. */
export function forgetLeftPath(): void {
  leftPath = '';
}

// What was gone on from, by its depth, as far as this page saw it.
const trail: { readonly path: string; readonly scrollY: number }[] = [];

/** Shows the screen of `path`. The address can be shared, reloaded and gone back from. */
export function go(path: string, options: { replace?: boolean } = {}): void {
  const { depth } = placeHere();
  if (!options.replace) trail[depth] = { path: location.pathname, scrollY };
  history.replaceState({ depth, scrollY } satisfies Place, '');
  const place: Place = { depth: options.replace ? depth : depth + 1, scrollY: 0 };
  history[options.replace ? 'replaceState' : 'pushState'](place, '', path);
  wantedScrollY = 0;
  leftPath = '';
  show(location.pathname);
}

/** One screen back as the back button does; without history of ours, the screen above. */
export function goBack(): void {
  const { depth } = placeHere();
  if (depth > 0) {
    // The browser takes its time to say where it went back to, and where that is known the screen need not wait for it.
    const before = trail[depth - 1];
    if (before) come(before.path, before.scrollY);
    history.back();
  } else go(parentOf(matchRoute(location.pathname).name), { replace: true });
}

function come(path: string, scrollY: number): void {
  wantedScrollY = scrollY;
  leftPath = app.get().path;
  show(path);
}

function show(path: string): void {
  // Taken out of the page with the focus in it, a screen would be laid out once more on its way.
  (document.activeElement as HTMLElement | null)?.blur();
  app.set({ path });
}

/** Lets links of our own pages change the screen without loading anything, and follows the back button. */
export function startNavigation(): void {
  history.scrollRestoration = 'manual';
  app.set({ path: location.pathname });
  addEventListener('popstate', () => {
    if (app.get().path !== location.pathname) come(location.pathname, placeHere().scrollY);
  });
  addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (link.origin !== location.origin || link.target || link.hash || matchRoute(link.pathname).name === 'lost')
      return;
    event.preventDefault();
    if (link.rel === 'prev') goBack();
    else if (link.pathname !== location.pathname) go(link.pathname);
  });
  // Scrolling is remembered when it rests, since on popstate the browser has already moved on.
  let timer: number | undefined;
  addEventListener(
    'scroll',
    () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => history.replaceState({ depth: placeHere().depth, scrollY }, ''), 150);
    },
    { passive: true },
  );
}
