import { answer } from './answer.ts';
import { keepApp, sweepOldFiles } from './app-files.ts';

// The service worker: keeps the app on the device and serves it from there. What people write is not its business.
declare const self: ServiceWorkerGlobalScope;

self.addEventListener('install', (event) => event.waitUntil(keepApp()));

self.addEventListener('activate', (event) => event.waitUntil(sweepOldFiles().then(() => self.clients.claim())));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== self.location.origin) return;
  const answered = answer(request);
  if (answered) event.respondWith(answered);
});

// Only ever sent after somebody tapped "use the new version".
self.addEventListener('message', (event) => {
  if (event.data?.type === 'SKIP_WAITING') void self.skipWaiting();
});
