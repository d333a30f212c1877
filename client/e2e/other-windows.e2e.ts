import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright';
import { launchBrowser, newPhone } from './browser.ts';
import { begin, goTo, inviteLink } from './people.ts';
import { startServer, type RealServer } from './real-server.ts';

// Windows that look like a browser's and are not: inside a messenger, or one that keeps nothing.
const phone = 'Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0';
let browser: Browser;
let server: RealServer;
let link: string;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  const yuka = await newPhone(browser);
  await begin(yuka, server.url, '宮田 由佳');
  link = await inviteLink(yuka, server.url);
});
afterAll(async () => {
  await Promise.all([browser?.close(), server?.stop()]);
});

async function openInside(userAgent: string): Promise<Page> {
  const context = await browser.newContext({ locale: 'ja-JP', userAgent, viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto(link);
  await page.getByText('ここは、ほかのアプリの中の画面です。').waitFor();
  return page;
}

test('a link opened inside LINE says so, offers the browser, and lets a person go on', async () => {
  const page = await openInside(`${phone} Chrome/120.0.0.0 Mobile Safari/537.36 Line/14.1.0`);
  const out = page.getByRole('link', { name: 'いつものブラウザーでひらく' });
  expect(await out.getAttribute('href')).toBe(`${link}?openExternalBrowser=1`);
  await out.click();
  await page.waitForURL(`${link}?openExternalBrowser=1`);
  await page.fill('#name', '川島 航一');
  await page.getByRole('button', { name: 'はじめる' }).click();
  await page.getByText('ここは、ほかのアプリの中の画面です。').waitFor();
  await page.getByRole('button', { name: '宮田 由佳さんとマイともになる' }).click();
  await page.getByText('宮田 由佳さんとは、もうマイともです').waitFor();
});

test('inside another app on Android the way out is an intent, with the same invitation', async () => {
  const page = await openInside(`${phone} Chrome/120.0.0.0 Mobile Safari/537.36 Instagram 320.0.0.0`);
  const href = await page.getByRole('link', { name: 'いつものブラウザーでひらく' }).getAttribute('href');
  expect(href).toBe(`intent:${link.replace('http:', '')}#Intent;scheme=http;action=android.intent.action.VIEW;end`);
});

test('a window that cannot keep the app says that it closes with all that is in it', async () => {
  // As Firefox shows its private windows to pages.
  const page = await newPhone(browser);
  await page.addInitScript(() => {
    delete (Navigator.prototype as { serviceWorker?: unknown }).serviceWorker;
  });
  await page.goto(server.url);
  await page.getByText('この窓では、たよりは端末に残りません。').waitFor();
  await page.fill('#name', '徳田 伸二');
  await page.getByRole('button', { name: 'はじめる' }).click();
  await page.getByText('あなたの安否').waitFor();
  await goTo(page, 'マイとも');
});
