import { paths } from '../../shared/api.ts';
import { keyBytes, noticeWords } from '../platform/push-words.ts';

declare const self: ServiceWorkerGlobalScope;

const safetyPath = '/safety';

/**
 * The server called: something is new, and it said nothing more. A page that is in sight looks for itself, and nothing is shown; else a notice is, in words that the page left
 * here, without contents.
 */
export async function showCall(): Promise<void> {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  for (const page of pages) page.postMessage({ type: 'SYNC' });
  if (pages.some(({ visibilityState }) => visibilityState === 'visible')) return;
  const { language, title, body } = await noticeWords();
  // A second one takes the place of the first.
  const lang = language === 'en' ? 'en' : 'ja';
  await self.registration.showNotification(title, { body, lang, tag: 'news', icon: '/icon-192.png' });
}

/** Shows the safety list: in a page that is open, or a new one. */
export async function openSafety(): Promise<void> {
  const [page] = await self.clients.matchAll({ type: 'window' });
  const shown = await page?.navigate(safetyPath).catch(() => null);
  if (shown) await shown.focus();
  else await self.clients.openWindow(safetyPath);
}

/** The push service gave up an address: another one is asked for, and the server told. What fails here the app mends when it is opened. */
export async function renewCalls(): Promise<void> {
  const asked = await fetch(paths.push, { credentials: 'same-origin' });
  if (!asked.ok) return;
  const { key } = (await asked.json()) as { key: string };
  const options = { userVisibleOnly: true, applicationServerKey: keyBytes(key) };
  const { endpoint } = await self.registration.pushManager.subscribe(options);
  await fetch(paths.push, { method: 'PUT', credentials: 'same-origin', body: endpoint });
}
