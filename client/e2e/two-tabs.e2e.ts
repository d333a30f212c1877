import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright';
import { launchBrowser } from './browser.ts';
import { begin, goTo, sendAll, writeVoice } from './people.ts';
import { startServer, type RealServer } from './real-server.ts';

let browser: Browser;
let server: RealServer;
let context: BrowserContext;
let first: Page;
let second: Page;
const written: string[] = [];

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  context = await browser.newContext({ locale: 'ja-JP', viewport: { width: 360, height: 740 } });
  context.setDefaultTimeout(20_000);
  first = await context.newPage();
  await begin(first, server.url, '宮田 由佳');
  second = await context.newPage();
  await second.goto(server.url);
  await second.getByText('あなたの安否').waitFor();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

function write(page: Page, text: string): Promise<void> {
  written.push(text);
  return writeVoice(page, text);
}

const shown = async (page: Page) => (await page.locator('li.row p.pre').allTextContents()).sort();

test('two tabs that write at once both see everything', async () => {
  for (const round of [1, 2, 3]) await Promise.all([write(first, `左 ${round}`), write(second, `右 ${round}`)]);
  for (const page of [first, second]) await page.getByText('右 3').and(page.locator('p')).waitFor();
  await expect.poll(() => shown(first)).toEqual([...written].sort());
  await expect.poll(() => shown(second)).toEqual([...written].sort());
});

test('a tab that keeps the storage may be closed in the middle of what the other writes', async () => {
  await second.click('a[href="/write"]');
  await second.fill('#voice', '閉じるときに書いたもの');
  written.push('閉じるときに書いたもの');
  await Promise.all([second.click('.bar button'), first.close()]);
  await second.locator('li.row', { hasText: '閉じるときに書いたもの' }).waitFor();
});

test('a tab that dies between the save and the answer has not written twice', async () => {
  const third = await context.newPage();
  await third.goto(server.url);
  await third.getByText('あなたの安否').waitFor();
  // The second tab keeps the storage now. Its answers to others are lost from here on, as if it died before each.
  await second.workers()[0]?.evaluate(() => {
    const { postMessage } = BroadcastChannel.prototype;
    BroadcastChannel.prototype.postMessage = function (message: { what?: string }) {
      if (message.what !== 'answer') postMessage.call(this, message);
    };
  });
  await third.click('a[href="/write"]');
  await third.fill('#voice', '答えを聞けなかったもの');
  written.push('答えを聞けなかったもの');
  await third.click('.bar button');
  await second.locator('li.row', { hasText: '答えを聞けなかったもの' }).waitFor();
  expect(new URL(third.url()).pathname).toBe('/write');
  await second.close();
  second = third;
  await second.waitForURL(`${server.url}/`);
  await second.locator('li.row', { hasText: '答えを聞けなかったもの' }).waitFor();
  await expect.poll(() => shown(second)).toEqual([...written].sort());
});

test('the server takes all of it as one log: every voice arrives, and once', async () => {
  await sendAll(second, server.url);
  await goTo(second, 'ホーム');
  await second
    .locator('li.row')
    .getByText('サーバーまで')
    .nth(written.length - 1)
    .waitFor();
  await expect.poll(() => shown(second)).toEqual([...written].sort());
  const refused = await second.evaluate(() => {
    const { tayoriApp } = globalThis as unknown as { tayoriApp: { get(): { outbox: unknown[] } } };
    return tayoriApp.get().outbox;
  });
  expect(refused).toEqual([]);
});
