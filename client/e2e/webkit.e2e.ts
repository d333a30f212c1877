import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright';
import { launchBrowser, newPhone } from './browser.ts';
import { begin, goTo, inviteLink, sendAll, writeVoice } from './people.ts';
import { startServer, type RealServer } from './real-server.ts';
import type { Window } from './webdriver.ts';
import { launchWebKit } from './webkit.ts';

// Kinue has a browser of WebKit's, Yuka has Chromium, and the server between them is away for a while.
let kinue: Window;
let browser: Browser;
let yuka: Page;
let server: RealServer;

beforeAll(async () => {
  [browser, server, kinue] = await Promise.all([launchBrowser(), startServer(), launchWebKit()]);
  yuka = await newPhone(browser);
  await begin(yuka, server.url, '宮田 由佳');
});
afterAll(async () => {
  await Promise.all([kinue?.close(), browser?.close(), server?.stop()]);
});

const textsOf = (selector: string) =>
  kinue.run<string[]>('return [...document.querySelectorAll(arguments[0])].map((one) => one.textContent)', selector);

async function sendFromWebKit(): Promise<void> {
  await kinue.go(`${server.url}/outbox`);
  await kinue.press('いま試す');
  await kinue.see('未送信はありません');
}

test('a name and a link are enough in WebKit too', async () => {
  await kinue.go(await inviteLink(yuka, server.url));
  await kinue.press('日本語');
  await kinue.type('#name', '宮田 絹江');
  await kinue.press('はじめる');
  await kinue.press('宮田 由佳さんとマイともになる');
  await kinue.see('宮田 由佳さんとは、もうマイともです');
  expect(await kinue.run('return navigator.serviceWorker.controller !== null')).toBe(true);
  await sendFromWebKit();
  await sendAll(yuka, server.url);
});

test('with the server away both write, and WebKit opens again with everything in it', async () => {
  await server.stop();
  await writeVoice(yuka, '町：水が出ません。');
  await kinue.go(`${server.url}/write`);
  await kinue.type('#voice', '村：橋は渡れません。');
  await kinue.click('.bar button');
  await kinue.see('この端末だけ');
  await kinue.click('a[href="/status"]');
  await kinue.press('無事・助けがほしい');
  await kinue.click('.bar button');
  // Back on the first screen: what is reloaded before is the screen of the status.
  await kinue.see('あなたの安否');
  await kinue.reload();
  await kinue.see('村：橋は渡れません。');
  await kinue.see('未送信 2');
  expect(await textsOf('li.row .dl b')).toEqual(['この端末だけ']);
});

test('when it is back everything is there once and in order, and says truly how far it came', async () => {
  server = await startServer({ port: Number(new URL(server.url).port), dataFolder: server.dataFolder });
  await sendFromWebKit();
  await sendAll(yuka, server.url);
  await goTo(yuka, 'ホーム');
  await yuka.locator('li.row', { hasText: '村：橋は渡れません。' }).waitFor();
  await expect
    .poll(() => yuka.locator('li.row p.pre').allTextContents())
    .toEqual(['村：橋は渡れません。', '町：水が出ません。']);
  await goTo(yuka, '安否');
  await yuka.locator('li.row', { hasText: '宮田 絹江' }).getByText('無事・助けがほしい').waitFor();
  // Yuka comes back once more with what she read, and Kinue hears of it.
  await sendAll(yuka, server.url);
  await sendFromWebKit();
  await kinue.press('ホーム');
  await kinue.see('相手の端末まで 1人');
  expect(await textsOf('li.row p.pre')).toEqual(['村：橋は渡れません。', '町：水が出ません。']);
});
