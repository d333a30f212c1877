import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, CDPSession, Page } from 'playwright';
import { launchBrowser } from './browser.ts';
import { fillDevice } from './fill-device.ts';
import { startServer, type RealServer } from './real-server.ts';

let browser: Browser;
let server: RealServer;
let page: Page;
let holder: Page;
let devtools: CDPSession;

// The browser's own accounting of the origin, so that IndexedDB meets its real limit: the transaction aborts, no request fails. Chromium
// remembers for half a minute how much was free, so the limit stands from the start and the space is filled up to it. The override ends when the
// page of its session goes elsewhere, so a page of its own holds it.
beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  const context = await browser.newContext({ locale: 'ja-JP', viewport: { width: 360, height: 740 } });
  holder = await context.newPage();
  await holder.goto(`${server.url}/icon.svg`);
  devtools = await context.newCDPSession(holder);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: server.url, quotaSize: 4_000_000 });
  page = await context.newPage();
  await page.goto(server.url);
  await page.fill('#name', '宮田 由佳');
  await page.getByRole('button', { name: 'はじめる' }).click();
  await page.getByText('あなたの安否').waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);
});
afterAll(async () => {
  await Promise.all([browser?.close(), server?.stop()]);
});

test('on a full device nothing is said to be saved, the words stay, and it goes on when there is room', async () => {
  await page.click('a[href="/write"]');
  await page.fill('#voice', '水が出ました。');
  await fillDevice(holder);
  await page.click('.bar button');
  await page.getByRole('alert').filter({ hasText: '端末がいっぱいで、保存できませんでした。' }).waitFor();
  await page.getByRole('status').filter({ hasText: '保存できません' }).waitFor();
  expect(await page.inputValue('#voice')).toBe('水が出ました。');
  expect(new URL(page.url()).pathname).toBe('/write');

  await devtools.send('Storage.overrideQuotaForOrigin', { origin: server.url });
  await page.click('.bar button');
  await page.locator('li.row', { hasText: '水が出ました。' }).waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  await page.reload();
  await page.locator('li.row', { hasText: '水が出ました。' }).waitFor();
});
