const hourMs = 3_600_000;

/**
 * Lets the service worker keep the app on this device, and says when a newer version waits. `onWaiting` gets the way to let it in, for a
 * tap: nothing is replaced under somebody's hands. Without service workers (plain http) nothing happens.
 */
export async function keepAppHere(nowMs: () => number, onWaiting: (letIn: () => void) => void): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const workbox = await openWorkbox();
  if (!workbox) return;
  let isAskedFor = false;
  workbox.addEventListener('waiting', () =>
    onWaiting(() => {
      isAskedFor = true;
      // The new one takes its place only when the old one has nothing more to do.
      navigator.serviceWorker.controller?.postMessage({ type: 'YIELD' });
      workbox.messageSkipWaiting();
    }),
  );
  workbox.addEventListener('controlling', ({ isUpdate }) => {
    if (isAskedFor) location.reload();
    // Another tab let it in: the screens of this one may be gone from the cache, so it asks too.
    else if (isUpdate) onWaiting(() => location.reload());
  });
  try {
    await workbox.register();
  } catch (reason) {
    // Private windows and broken certificates; the app works from the network as any page.
    console.warn('The app could not be kept on this device.', reason);
    return;
  }
  let askedAtMs = nowMs();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || nowMs() - askedAtMs < hourMs) return;
    askedAtMs = nowMs();
    workbox.update().catch((reason: unknown) => console.warn('No word about a newer version.', reason));
  });
}

/** The library, kept like other parts once a page loaded it: without it, offline on the first day, there is nothing to replace either. */
async function openWorkbox() {
  try {
    const { Workbox } = await import('workbox-window');
    return new Workbox('/sw.js');
  } catch (reason) {
    console.warn('No word about newer versions for now.', reason);
    return undefined;
  }
}

interface BackgroundSync {
  readonly sync?: { register(tag: string): Promise<void> };
  readonly periodicSync?: { register(tag: string, options: { minInterval: number }): Promise<void> };
}

/**
 * Asks the browser to wake the service worker when there is a line, and now and then where it allows that. A bonus: few browsers have it, and
 * none promises anything. Asked again it changes nothing.
 */
export async function askForBackgroundSync(): Promise<void> {
  try {
    const { sync, periodicSync } = (await navigator.serviceWorker?.ready) as BackgroundSync;
    await sync?.register('outbox');
    await periodicSync?.register('outbox', { minInterval: 6 * hourMs });
  } catch (reason) {
    // Not allowed here, as for a page that was not installed.
    console.debug('No sync in the background.', reason);
  }
}

/** Calls `sync` when the service worker finds this page open and awake. */
export function onBackgroundSync(sync: () => void): void {
  navigator.serviceWorker?.addEventListener('message', ({ data, ports }) => {
    if (data?.type !== 'SYNC') return;
    ports[0]?.postMessage(true);
    sync();
  });
}
