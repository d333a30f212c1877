import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser as Firefox, Page as FirefoxPage } from 'puppeteer-core';
import type { Browser, Page } from 'playwright';
import { launchBrowser, newPhone } from './browser.ts';
import { launchFirefox } from './firefox.ts';
import { begin, goTo, inviteLink, sendAll, writeVoice } from './people.ts';
import { startServer, type RealServer } from './real-server.ts';

// Koichi has Firefox, Yuka has Chromium, and the server between them is away for a while.
let firefox: Firefox;
let koichi: FirefoxPage;
let browser: Browser;
let yuka: Page;
let server: RealServer;

beforeAll(async () => {
  [browser, server, firefox] = await Promise.all([launchBrowser(), startServer(), launchFirefox()]);
  [yuka, koichi] = await Promise.all([newPhone(browser), firefox.newPage()]);
  koichi.setDefaultTimeout(30_000);
  await begin(yuka, server.url, '宮田 由佳');
});
afterAll(async () => {
  await Promise.all([firefox?.close(), browser?.close(), server?.stop()]);
});

const see = (text: string) => koichi.locator(`::-p-text(${text})`).wait();
const press = (name: string) => koichi.locator(`::-p-aria([name="${name}"])`).click();
const shown = () => koichi.$$eval('li.row p.pre', (rows) => rows.map((row) => row.textContent));
const states = () => koichi.$$eval('li.row .dl b', (rows) => rows.map((row) => row.textContent));

async function sendFromFirefox(): Promise<void> {
  await koichi.goto(`${server.url}/outbox`);
  await press('いま試す');
  await see('未送信はありません');
}

test('a name and a link are enough in Firefox too', async () => {
  await koichi.goto(await inviteLink(yuka, server.url));
  await koichi.locator('#name').fill('川島 航一');
  await press('はじめる');
  await press('宮田 由佳さんとマイともになる');
  await see('宮田 由佳さんとは、もうマイともです');
  await koichi.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await sendFromFirefox();
  await sendAll(yuka, server.url);
});

test('with the server away both write, and Firefox opens again with everything in it', async () => {
  await server.stop();
  await writeVoice(yuka, '町：水が出ません。');
  await koichi.goto(`${server.url}/write`);
  await koichi.locator('#voice').fill('村：橋は渡れません。');
  await koichi.locator('.bar button').click();
  await see('村：橋は渡れません。');
  await koichi.locator('a[href="/status"]').click();
  await koichi.locator('::-p-text(無事・助けがほしい)').click();
  await koichi.locator('.bar button').click();
  await see('あなたの安否');
  await koichi.reload();
  await see('村：橋は渡れません。');
  expect(await states()).toEqual(['この端末だけ']);
  await see('未送信 2');
});

test('when it is back everything is there once and in order, and says truly how far it came', async () => {
  server = await startServer({ port: Number(new URL(server.url).port), dataFolder: server.dataFolder });
  await sendFromFirefox();
  await sendAll(yuka, server.url);
  await goTo(yuka, 'ホーム');
  await yuka.locator('li.row', { hasText: '村：橋は渡れません。' }).waitFor();
  await expect
    .poll(() => yuka.locator('li.row p.pre').allTextContents())
    .toEqual(['村：橋は渡れません。', '町：水が出ません。']);
  await goTo(yuka, '安否');
  await yuka.locator('li.row', { hasText: '川島 航一' }).getByText('無事・助けがほしい').waitFor();
  // Yuka comes back once more with what she read, and Koichi hears of it.
  await sendAll(yuka, server.url);
  await sendFromFirefox();
  await koichi.goto(server.url);
  await see('相手の端末まで 1人');
  expect(await shown()).toEqual(['村：橋は渡れません。', '町：水が出ません。']);
});
