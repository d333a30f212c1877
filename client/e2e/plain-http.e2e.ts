import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright';
import { launchBrowser } from './browser.ts';
import { goTo, sendAll, writeVoice } from './people.ts';
import { startServer, type RealServer } from './real-server.ts';

// A server in the same house, by its name and without a certificate: no service worker, no WebCrypto, and no locks between tabs.
const sleepMs = 12_000;
let browser: Browser;
let server: RealServer;
let context: BrowserContext;
let first: Page;
let second: Page;
let url: string;
let device: string;
const written: string[] = [];

beforeAll(async () => {
  const rule = '--host-resolver-rules=MAP tayori.test 127.0.0.1';
  [browser, server] = await Promise.all([launchBrowser([rule]), startServer()]);
  url = server.url.replace('127.0.0.1', 'tayori.test');
  context = await browser.newContext({ locale: 'ja-JP', viewport: { width: 360, height: 740 } });
  context.setDefaultTimeout(40_000);
  first = await context.newPage();
  await first.goto(url);
  await first.fill('#name', '宮田 由佳');
  await first.getByRole('button', { name: 'はじめる' }).click();
  await first.getByText('あなたの安否').waitFor();
  second = await open();
  device = await deviceOf(first);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function open(): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  await page.getByText('あなたの安否').waitFor();
  return page;
}

function write(page: Page, text: string): Promise<void> {
  written.push(text);
  return writeVoice(page, text);
}

const deviceOf = (page: Page) =>
  page.evaluate(
    () => (globalThis as unknown as { tayoriApp: { get(): { me: { deviceId: string } } } }).tayoriApp.get().me.deviceId,
  );
const shown = async (page: Page) => (await page.locator('li.row p.pre').allTextContents()).sort();

/** What a phone does to a tab in the background: it does nothing for a while, and then goes on as if no time had passed. */
const putToSleep = (page: Page) =>
  page.workers()[0]?.evaluate((ms) => {
    for (const until = Date.now() + ms; Date.now() < until;);
  }, sleepMs);

test('two tabs that write at once both see everything', async () => {
  expect(await first.evaluate(() => [isSecureContext, 'locks' in navigator])).toEqual([false, false]);
  for (const round of [1, 2, 3]) await Promise.all([write(first, `左 ${round}`), write(second, `右 ${round}`)]);
  for (const page of [first, second]) await expect.poll(() => shown(page)).toEqual([...written].sort());
});

test('a tab that slept while another took its place writes nothing by itself, and loses nothing', async () => {
  const asleep = putToSleep(first);
  await Promise.all([write(first, '眠っていた左'), write(second, '起きていた右')]);
  await asleep;
  for (const page of [first, second]) await expect.poll(() => shown(page)).toEqual([...written].sort());
  await Promise.all([write(first, '起きた左'), write(second, 'もう一度右')]);
  for (const page of [first, second]) await expect.poll(() => shown(page)).toEqual([...written].sort());
});

test('the tab that writes may be closed in the middle of what the other writes', async () => {
  await first.click('a[href="/write"]');
  await first.fill('#voice', '閉じるときに書いたもの');
  written.push('閉じるときに書いたもの');
  await Promise.all([first.click('.bar button'), second.close()]);
  await first.locator('li.row', { hasText: '閉じるときに書いたもの' }).waitFor();
});

test('opened again it writes at once, and the server takes all of it as one log', async () => {
  await first.reload();
  await write(first, '開きなおして');
  expect(await deviceOf(first)).toBe(device);
  await sendAll(first, url);
  await goTo(first, 'ホーム');
  await expect.poll(() => shown(first)).toEqual([...written].sort());
  await expect.poll(() => first.locator('li.row').getByText('サーバーまで').count()).toBe(written.length);
  expect(await deviceOf(first)).toBe(device);
});
