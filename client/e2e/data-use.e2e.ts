import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright';
import { launchBrowser } from './browser.ts';
import { goTo, sendAll, twoFriends, writeVoice } from './people.ts';
import { startServer, type RealServer } from './real-server.ts';

// Koichi lets only life travel. What the server got of him is what it gives to Yuka, who holds nothing back.
let browser: Browser;
let server: RealServer;
let yuka: Page;
let koichi: Page;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  [yuka, koichi] = await twoFriends(browser, server.url);
});
afterAll(async () => {
  await Promise.all([browser?.close(), server?.stop()]);
});

const rowOf = (page: Page, text: string) => page.locator('li.row', { hasText: text });

async function choose(page: Page, use: string): Promise<void> {
  await page.goto(`${server.url}/me`);
  await page.getByRole('radio', { name: use }).check({ force: true });
}

/** Asks the server now, and waits for its answer. */
async function tryNow(page: Page): Promise<void> {
  await page.goto(`${server.url}/outbox`);
  const answered = page.waitForResponse((response) => response.url().endsWith('/sync'));
  await page.getByRole('button', { name: 'いま試す' }).click();
  await answered;
}

/** Whether the service worker would have something to send. */
const hasParcel = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<boolean>((resolve, reject) => {
        const opening = indexedDB.open('tayori');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const asked = opening.result.transaction('kept').objectStore('kept').get('parcel');
          asked.onsuccess = () => (opening.result.close(), resolve(asked.result !== undefined));
        };
      }),
  );

test('of what he writes only life leaves, and the outbox tells how much of each there is', async () => {
  await choose(koichi, 'いのちの便りだけ');
  await goTo(koichi, 'ホーム');
  await writeVoice(koichi, '急がない声です。');
  await koichi.getByRole('link', { name: '安否を出す' }).click();
  await koichi.getByRole('radio', { name: '無事・助けがほしい' }).check({ force: true });
  await koichi.getByRole('button', { name: 'マイとも 1人に出す' }).click();
  await koichi.getByText('今も同じ').waitFor();
  await goTo(yuka, '安否');
  await rowOf(yuka, '川島 航一').getByText('無事・助けがほしい').waitFor();
  await tryNow(koichi);
  await koichi.getByText(/ほかの 1件（約 .+ KB）は、この端末で待ちます。/).waitFor();
  await koichi.getByText('いまは、いのちの便りだけを送っています。').waitFor();
  expect(await koichi.getByText(/いのちの便り \d+件/).count()).toBe(0);
  expect(await hasParcel(koichi)).toBe(false);
  await tryNow(yuka);
  await goTo(yuka, 'ホーム');
  expect(await rowOf(yuka, '急がない声です。').count()).toBe(0);
});

test('nor does anything else come, from the first request after a start on, and in another tab', async () => {
  await writeVoice(yuka, '由佳の声です。');
  await sendAll(yuka, server.url);
  await koichi.goto('about:blank');
  await koichi.goto(server.url);
  await koichi.getByRole('status').filter({ hasText: 'いのちの便りだけ' }).waitFor();
  const other = await koichi.context().newPage();
  await tryNow(koichi);
  await other.goto(`${server.url}/outbox`);
  await other.getByRole('heading', { name: 'いのちの便りだけを送っています' }).waitFor();
  await goTo(other, 'ホーム');
  expect(await rowOf(other, '由佳の声です。').count()).toBe(0);
  await other.close();
  await tryNow(yuka);
  await goTo(yuka, 'ホーム');
  expect(await rowOf(yuka, '急がない声です。').count()).toBe(0);
});

test('everything is let through once he says so, until the app is closed', async () => {
  await koichi.goto(`${server.url}/outbox`);
  await koichi.getByRole('button', { name: /いま全部を送って受けとる（送るのは約 .+ KB）/ }).click();
  await koichi.getByRole('heading', { name: '未送信はありません' }).first().waitFor();
  await rowOf(yuka, '急がない声です。').waitFor();
  await goTo(koichi, 'ホーム');
  await rowOf(koichi, '由佳の声です。').waitFor();
  await koichi.goto('about:blank');
  await koichi.goto(server.url);
  await writeVoice(koichi, '二つ目の声です。');
  await tryNow(koichi);
  await koichi.getByRole('heading', { name: 'いのちの便りだけを送っています' }).waitFor();
  await tryNow(yuka);
  await goTo(yuka, 'ホーム');
  expect(await rowOf(yuka, '二つ目の声です。').count()).toBe(0);
});

test('left to a good line again, what waited leaves by itself', async () => {
  await choose(koichi, '回線に合わせる');
  await rowOf(yuka, '二つ目の声です。').waitFor();
});
