import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright';
import { launchBrowser } from './browser.ts';
import { startServer, type RealServer } from './real-server.ts';

// One person alone. Once the app is on the device the server is stopped, and everything must work without it.
let browser: Browser;
let server: RealServer;
let context: BrowserContext;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  context = await browser.newContext({ locale: 'ja-JP', viewport: { width: 360, height: 740 } });
  context.setDefaultTimeout(10_000);
  page = await openPage();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function openPage(): Promise<Page> {
  const opened = await context.newPage();
  opened.on('pageerror', (error) => complaints.push(error.message));
  await opened.goto(server.url);
  return opened;
}

async function writeVoice(on: Page, text: string): Promise<void> {
  await on.click('a[href="/write"]');
  await on.fill('#voice', text);
  await on.click('.bar button');
  await on.getByText(text).waitFor();
}

test('a name is enough to be in', async () => {
  await page.fill('#name', '宮田 由佳');
  await page.fill('#kana', 'みやた ゆか');
  await page.getByRole('button', { name: 'はじめる' }).click();
  await page.getByRole('heading', { name: 'たより' }).waitFor();
  await page.getByText('あなたの安否').waitFor();
});

test('once the app is here the server may die', async () => {
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  await page.getByRole('status').filter({ hasText: '未送信なし' }).waitFor();
  await server.stop();
});

test('a voice is said to be on this device only, and is still there after the browser opens the page again', async () => {
  await writeVoice(page, '井戸水は使えます。');
  await page.getByText('この端末だけ').first().waitFor();
  await page.reload();
  await page.getByText('井戸水は使えます。').waitFor();
});

test('a draft outlives the page', async () => {
  await page.click('a[href="/write"]');
  await page.fill('#voice', '書きかけ');
  await page.waitForTimeout(600);
  await page.reload();
  await page.waitForFunction(
    () => (document.querySelector('#voice') as HTMLTextAreaElement | null)?.value === '書きかけ',
  );
  await page.fill('#voice', '');
  await page.waitForTimeout(600);
  await page.getByRole('link', { name: '閉じる' }).click();
  await page.getByText('あなたの安否').waitFor();
});

test('needing rescue shows 119 before anything is sent', async () => {
  await page.getByRole('link', { name: '安否を出す' }).click();
  await page.getByRole('radio', { name: 'すぐ助けて' }).check({ force: true });
  expect(await page.getByRole('link', { name: '119 に電話する' }).getAttribute('href')).toBe('tel:119');
  await page.getByRole('radio', { name: 'けが・病気' }).check({ force: true });
  await page.getByRole('button', { name: 'この端末に出す' }).click();
  await page.getByText('今も同じ').waitFor();
});

test('two tabs write into one log, and the second goes on when the first is closed', async () => {
  const second = await openPage();
  await writeVoice(second, '二つ目のタブから');
  await page.getByText('二つ目のタブから').waitFor();
  await page.close();
  await writeVoice(second, '一つ目を閉じたあと');
  await second.reload();
  await second.getByText('一つ目を閉じたあと').waitFor();
  await second.getByText('二つ目のタブから').waitFor();
  page = second;
});

test('every screen opens by its address, and the first line says what has not left', async () => {
  await page.goto(`${server.url}/safety`);
  await page.getByText('安否リストには、まだだれもいません').waitFor();
  await page.goto(`${server.url}/outbox`);
  await page.getByText('ボイス「井戸水は使えま').waitFor();
  await page.getByRole('status').filter({ hasText: '未送信 4' }).waitFor();
  expect(complaints).toEqual([]);
});
