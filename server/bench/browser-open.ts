import type { BrowserContext, Page } from 'playwright';
import { makePosts } from '../../shared/bench/workload.ts';
import { begin, holds, inviteLink } from './app-page.ts';
import { openAppTown } from './app-town.ts';
import { launchBrowser, serve, slowDown } from './browser-page.ts';
import { median } from './load.ts';
import type { Report } from './report.ts';

// Of the page, in which the functions given to it run.
declare class MutationObserver {
  constructor(hear: () => void);
  observe(target: unknown, options: { childList: boolean; subtree: boolean }): void;
}
declare const document: { querySelector(of: string): unknown; documentElement: unknown };
declare const performance: { now(): number };
declare function requestAnimationFrame(work: () => void): void;

const rounds = Number(process.env['TAYORI_BENCH_COUNT'] ?? 5);
const friendCount = 100;
const voiceCount = 500;
const speeds: readonly (readonly [number, number])[] = [
  [1, 300],
  [6, 800],
];

/** Opening the app again with its server dead, from the address until the friends' voices and my status, or the safety list, are painted. */
export async function benchOpen(report: Report): Promise<void> {
  const browser = await launchBrowser();
  const town = await openAppTown();
  const least = await serve(leastFiles);
  try {
    const context = await browser.newContext({ locale: 'ja-JP', viewport: { width: 360, height: 740 } });
    const first = await begin(context, town.origin);
    const friends = await town.befriend(await inviteLink(first, town.origin), friendCount);
    await town.tell(friends, makePosts(voiceCount));
    await town.sayHowTheyAre(friends, Date.now() - 24 * 3_600_000);
    await first.reload();
    await holds(first, voiceCount + friendCount * 4);
    // Every part that comes later is here, and so is what was on the screens.
    await first.goto(`${town.origin}/safety`);
    await first.waitForTimeout(15_000);
    await first.close();
    await town.close();
    await openLeast(context, least.origin);
    least.close();
    for (const [slowness, limit] of speeds) {
      const yard = await openings(context, `${least.origin}/`, 'p', slowness);
      for (const [what, path, selector] of [
        ['home', '/', 'ul.list li.row h3'],
        ['the safety list', '/safety', 'ul.list li.row h3'],
      ] as const) {
        const times = await openings(context, town.origin + path, selector, slowness);
        report({
          name: `server dead, CPU x${slowness}: ${what} is on the screen`,
          value: median(times),
          unit: `ms (${times.map((one) => one.toFixed(0)).join(', ')})`,
          bound: 'max',
          limit: Math.max(limit, 4 * median(yard)),
          yardstick: `${limit}, or 4 x a page that its worker keeps and that shows one record of IndexedDB: ${median(yard).toFixed(0)} ms`,
        });
      }
    }
  } finally {
    await browser.close();
    await town.close();
    least.close();
  }
}

async function openings(context: BrowserContext, url: string, selector: string, slowness: number): Promise<number[]> {
  const times: number[] = [];
  // The first is for the disk.
  for (let round = -1; round < rounds; round++) {
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    // So that its process is there to be slowed.
    await page.goto(new URL('/icon.svg', url).href).catch(() => undefined);
    const browser = context.browser();
    const stop = slowness > 1 && browser ? await slowDown(browser, slowness) : () => undefined;
    const time = await shownAfter(page, url, selector).finally(stop);
    await page.close();
    if (round >= 0) times.push(time);
  }
  return times;
}

/** Opens `url` and gives the milliseconds until something that `selector` names was painted, from the beginning of the navigation. */
export async function shownAfter(page: Page, url: string, selector: string): Promise<number> {
  await page.addInitScript((of) => {
    let isFound = false;
    const look = () => {
      if (isFound || !document.querySelector(of)) return;
      isFound = true;
      // The turn after the next frame: it is painted then.
      requestAnimationFrame(() => setTimeout(() => Object.assign(globalThis, { shownMs: performance.now() })));
    };
    new MutationObserver(look).observe(document.documentElement ?? document, { childList: true, subtree: true });
  }, selector);
  await page.goto(url, { waitUntil: 'commit' });
  const shown = await page.waitForFunction(() => (globalThis as { shownMs?: number }).shownMs);
  return (await shown.jsonValue()) ?? NaN;
}

async function openLeast(context: BrowserContext, origin: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(origin);
  await page.waitForSelector('p');
  await page.reload();
  await page.waitForSelector('p');
  await page.close();
}

// The inevitable part: a service worker that answers from its cache, a page, and one record that it reads.
const leastWorker = `
addEventListener('install', (event) => event.waitUntil(caches.open('least').then((cache) => cache.addAll(['/', '/icon.svg'])).then(() => skipWaiting())));
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('fetch', (event) => event.respondWith(caches.match(event.request).then((kept) => kept ?? fetch(event.request))));`;
const leastPage = `<!doctype html><meta charset="utf-8"><title>Least</title><script>
navigator.serviceWorker.register('/sw.js');
const opening = indexedDB.open('least', 1);
opening.onupgradeneeded = () => opening.result.createObjectStore('kept').put('便り', 1);
opening.onsuccess = () => {
  const asked = opening.result.transaction('kept').objectStore('kept').get(1);
  asked.onsuccess = () => navigator.serviceWorker.ready.then(() => (document.body.appendChild(document.createElement('p')).textContent = asked.result));
};
</script><body>`;
const leastFiles = new Map([
  ['/', { type: 'text/html', body: leastPage }],
  ['/sw.js', { type: 'text/javascript', body: leastWorker }],
  ['/icon.svg', { type: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg"/>' }],
]);
