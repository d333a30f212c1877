import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright';
import { launchBrowser } from './browser.ts';
import { acceptInvite, inviteLink, sendAll, twoFriends, writeVoice } from './people.ts';
import { startServer, type RealServer } from './real-server.ts';

// The browser throws away what it keeps for the app, as it may when it needs room: Yuka has to learn it before she writes a name again.
let browser: Browser;
let server: RealServer;
let yuka: Page;
let koichi: Page;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  [yuka, koichi] = await twoFriends(browser, server.url);
  await yuka.goto(server.url);
  await writeVoice(yuka, '橋は渡れません。');
  await sendAll(yuka, server.url);
});
afterAll(async () => {
  await Promise.all([browser?.close(), server?.stop()]);
});

async function throwAway(page: Page, storageTypes: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Storage.clearDataForOrigin', { origin: server.url, storageTypes });
}

test('while the app is open it says so at once, and what is being written stays on the screen', async () => {
  await yuka.goto(`${server.url}/write`);
  await yuka.fill('#voice', '水が出ました。');
  await throwAway(yuka, 'indexeddb,cache_storage,service_workers');
  await yuka.getByText('この端末の保存が、ブラウザーに閉じられました。').waitFor();
  expect(await yuka.inputValue('#voice')).toBe('水が出ました。');
});

test('opened again the first screen names who was here, and says what is gone, what is safe and the way on', async () => {
  await yuka.getByRole('button', { name: 'ひらき直す' }).click();
  await yuka.getByText('宮田 由佳さんのものが、この端末から消えています。').waitFor();
  await yuka.getByText('サーバーまで届いたものは、サーバーとマイともの端末に残っています。').waitFor();
  await yuka.getByText('書くための鍵と、まだ送っていなかったものは、残っていません。').waitFor();
});

test('also where the browser cleared all that a page can keep, the server’s cookie tells', async () => {
  await throwAway(yuka, 'local_storage,indexeddb,cache_storage,service_workers');
  await yuka.goto(server.url);
  await yuka.getByText('この端末にあったものが、消えています。').waitFor();
});

test('she begins anew and is befriended again, and nothing is said to be gone any more', async () => {
  await koichi.goto(server.url);
  const link = await inviteLink(koichi, server.url);
  await yuka.goto(link);
  await yuka.fill('#name', '宮田 由佳');
  await yuka.getByRole('button', { name: 'はじめる' }).click();
  await acceptInvite(yuka);
  await sendAll(yuka, server.url);
  await yuka.reload();
  await yuka.getByRole('heading', { name: '未送信はありません' }).first().waitFor();
  await sendAll(koichi, server.url);
  await koichi.goto(`${server.url}/friends`);
  await koichi.getByRole('heading', { name: 'マイとも 2人' }).waitFor();
  expect(await yuka.evaluate(() => [localStorage.getItem('tayori.here'), document.cookie])).toEqual(['宮田 由佳', '']);
});
