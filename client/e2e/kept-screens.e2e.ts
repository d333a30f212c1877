import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright';
import { foldVersion } from '../../shared/fold/version.ts';
import { launchBrowser } from './browser.ts';
import { begin, goTo, writeVoice } from './people.ts';
import { startServer, type RealServer } from './real-server.ts';

// The storage's lock is held by a page of its own, so that nobody reads an entry: what the app shows then are the kept screens.
let browser: Browser;
let server: RealServer;
let context: BrowserContext;
let page: Page;
let holder: Page;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  context = await browser.newContext({ locale: 'ja-JP', viewport: { width: 360, height: 740 } });
  context.setDefaultTimeout(15_000);
  // From the server, while there is no service worker: without a server it would show the app at this address too, and its worker would take the lock.
  holder = await context.newPage();
  await holder.goto(`${server.url}/icon.svg`);
  page = await context.newPage();
  await begin(page, server.url, '宮田 由佳');
  await writeVoice(page, '井戸水は使えます。');
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** What the database of the views holds, or an empty list while it is not there. */
function keptTexts(on: Page): Promise<string[]> {
  return on.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name);
    if (!names.includes('tayori-views')) return [];
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('tayori-views');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const rows = await new Promise<{ view: { text: string } }[]>((resolve) => {
      const asked = database.transaction('rows').objectStore('rows').getAll();
      asked.onsuccess = () => resolve(asked.result);
    });
    database.close();
    return rows.map(({ view }) => view.text);
  });
}

/** Of which version of the folds the kept screens say they are. */
function keptFoldVersion(on: Page): Promise<unknown> {
  return on.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('tayori-views');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const asked = opening.result.transaction('parts').objectStore('parts').get('foldVersion');
          asked.onsuccess = () => {
            opening.result.close();
            resolve((asked.result as { value?: unknown } | undefined)?.value);
          };
        };
      }),
  );
}

async function holdStorage(): Promise<void> {
  // Wanted by the app's tabs too, and had by the worker of a closed page for a moment: held once the callback runs.
  await holder.evaluate(
    () =>
      new Promise<void>((held) => {
        void navigator.locks.request('tayori-storage', () => {
          held();
          return new Promise<void>((free) => Object.assign(globalThis, { free }));
        });
      }),
  );
}

test('the screens are kept apart from the entries, and their library once it was used', async () => {
  await expect.poll(() => keptTexts(page), { timeout: 15_000 }).toEqual(['井戸水は使えます。']);
  const kept = () => page.evaluate(async () => (await (await caches.open('tayori-app')).keys()).map(({ url }) => url));
  // A worker that ran before the service worker took over got the library without it: the next opening keeps it.
  await page.reload();
  await expect.poll(kept, { timeout: 15_000 }).toContainEqual(expect.stringMatching(/\/assets\/later-saver-/));
});

test('with nobody to read the entries the screens stand as they were left, also without a server', async () => {
  await server.stop();
  await page.close();
  await holdStorage();
  page = await context.newPage();
  await page.goto(server.url);
  await page.locator('li.row', { hasText: '井戸水は使えます。' }).getByText('サーバーまで').waitFor();
  await page.getByText('あなたの安否').waitFor();
});

test('screens of other folds stay readable until they are made anew from the entries, and say so', async () => {
  await page.close();
  // The worker of a closed page lives on for a moment and could keep its screens once more; it is gone when it no longer waits for the lock.
  await holder.waitForFunction(async () => {
    const { pending = [] } = await navigator.locks.query();
    return pending.every(({ name }) => name !== 'tayori-storage');
  });
  await holder.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('tayori-views');
        opening.onsuccess = () => {
          const transaction = opening.result.transaction('parts', 'readwrite');
          transaction.objectStore('parts').put({ name: 'foldVersion', value: 0 });
          transaction.oncomplete = () => resolve(opening.result.close());
          transaction.onabort = () => reject(transaction.error);
        };
      }),
  );
  page = await context.newPage();
  await page.goto(server.url);
  await page.locator('li.row', { hasText: '井戸水は使えます。' }).waitFor();
  await page.locator('.sync', { hasText: '一覧を作りなおしています' }).waitFor();
  await page.getByRole('link', { name: '安否', exact: true }).click();
  await page.getByRole('heading', { name: '安否', exact: true }).waitFor();
  await goTo(page, 'ホーム');
  await holder.close();
  await page.getByText('一覧を作りなおしています').waitFor({ state: 'detached' });
  await page.locator('li.row', { hasText: '井戸水は使えます。' }).waitFor();
  await expect.poll(() => keptTexts(page), { timeout: 15_000 }).toEqual(['井戸水は使えます。']);
  await expect.poll(() => keptFoldVersion(page), { timeout: 15_000 }).toBe(foldVersion);
});
