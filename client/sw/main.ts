import { answer } from './answer.ts';
import { keepApp, keepRest, sweepOldFiles } from './app-files.ts';
import { flush } from './flush.ts';
import { openSafety, renewCalls, showCall } from './push.ts';
import { breakOff } from './work.ts';

// The service worker: keeps the app on the device and serves it from there. Of what people write it sends what waits when no page is open.
declare const self: ServiceWorkerGlobalScope;

self.addEventListener('install', (event) => event.waitUntil(keepApp()));

self.addEventListener('activate', (event) => event.waitUntil(sweepOldFiles().then(() => self.clients.claim())));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== self.location.origin) return;
  const answered = answer(request);
  if (answered) event.respondWith(answered);
});

// Chromium only: there is a line again, or it is time to look. The tag does not matter, there is only one thing to do.
for (const name of ['sync', 'periodicsync']) {
  self.addEventListener(name, (event) => (event as ExtendableEvent).waitUntil(flush()));
}

self.addEventListener('push', (event) => event.waitUntil(showCall()));

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openSafety());
});

self.addEventListener('pushsubscriptionchange', (event) => (event as ExtendableEvent).waitUntil(renewCalls()));

self.addEventListener('message', (event) => {
  const { type, paths } = (event.data ?? {}) as { type?: string; paths?: readonly string[] | null };
  // Only ever sent after somebody tapped "use the new version".
  if (type === 'SKIP_WAITING') void self.skipWaiting();
  // Sent with it to the worker that is to go.
  if (type === 'YIELD') breakOff();
  // What the page loaded before this worker was there, or everything, when the line is good.
  if (type === 'KEEP') event.waitUntil(keepRest(paths ?? null));
});
