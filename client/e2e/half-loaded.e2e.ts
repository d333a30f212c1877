import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright';
import { launchBrowser, newPhone } from './browser.ts';
import { startServer, type RealServer } from './real-server.ts';

let browser: Browser;
let server: RealServer;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
});
afterAll(async () => {
  await Promise.all([browser?.close(), server?.stop()]);
});

const late = '画面がまだ届いていません。';

test.concurrent.each([
  ['is blocked', 'abort'],
  ['comes broken off', 'cut'],
] as const)('when the script %s, the page says so in plain words, and opening again is one tap', async (_, fault) => {
  const page = await newPhone(browser);
  await page.route('**/assets/*.js', async (route) => {
    if (fault === 'abort') return route.abort();
    return route.fulfill({ contentType: 'text/javascript', body: 'import{a as b}fr' });
  });
  await page.goto(server.url, { waitUntil: 'commit' });
  await page.getByText(late).waitFor();
  await page.getByText('The screen has not arrived yet.').waitFor();
  await page.unroute('**/assets/*.js');
  await page.getByRole('link', { name: 'ひらき直す' }).click();
  await page.getByRole('button', { name: 'はじめる' }).waitFor();
  expect(await page.getByText(late).count()).toBe(0);
  await page.context().close();
});

test.concurrent('a script that is slow is waited for, and the app takes the place of the words by itself', async () => {
  const page = await newPhone(browser);
  let letGo = () => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await page.route('**/assets/*.js', (route) => held.then(() => route.continue()));
  await page.goto(server.url, { waitUntil: 'commit' });
  await page.getByText(late).waitFor();
  letGo();
  await page.getByRole('button', { name: 'はじめる' }).waitFor();
  expect(await page.getByText(late).count()).toBe(0);
  await page.context().close();
});
