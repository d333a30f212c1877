import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright';
import { launchBrowser } from './browser.ts';
import { beginAll, inviteLink, sendAll, takeInvite } from './people.ts';
import { startServer, type RealServer } from './real-server.ts';

// Three people with a browser each: Yuka in the city, her mother Kinue and her neighbour Koichi in Machino.
let browser: Browser;
let server: RealServer;
let yuka: Page;
let kinue: Page;
let koichi: Page;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  [yuka, kinue, koichi] = await beginAll(browser, server.url, '宮田 由佳', '宮田 絹江', '川島 航一');
  const link = await inviteLink(yuka, server.url);
  await sendAll(yuka, server.url);
  for (const page of [kinue, koichi]) await takeInvite(page, link, server.url);
  await settle(yuka, kinue, koichi);
});
afterAll(async () => {
  await Promise.all([browser?.close(), server?.stop()]);
});

async function settle(...pages: readonly Page[]): Promise<void> {
  for (const page of pages) await sendAll(page, server.url);
}

async function openTalk(page: Page, name: string | RegExp): Promise<void> {
  await page.goto(`${server.url}/messages`);
  await page.getByRole('link', { name }).first().click();
  await page.locator('#message').waitFor();
}

async function say(page: Page, text: string): Promise<void> {
  await page.fill('#message', text);
  await page.getByRole('button', { name: /に出す/ }).click();
  await message(page, text).waitFor();
}

const message = (page: Page, text: string) => page.locator('.talk > li', { hasText: text });

test('a message written without a line is sealed, kept, and read on her phone once there is one', async () => {
  await yuka.goto(`${server.url}/messages`);
  await yuka.getByText('メッセージは、まだありません').waitFor();
  await yuka.goto(`${server.url}/messages/new`);
  await yuka.getByRole('checkbox', { name: '宮田 絹江' }).check();
  await yuka.getByRole('button', { name: '宮田 絹江さんにメッセージを書く' }).click();
  await yuka.locator('#message').waitFor();
  await yuka.context().setOffline(true);
  await say(yuka, '水は出ますか。');
  await expect.poll(() => message(yuka, '水は出ますか。').textContent()).toContain('この端末だけ');
  await yuka.context().setOffline(false);
  await settle(yuka, kinue);
  await openTalk(kinue, /宮田 由佳/);
  await message(kinue, '水は出ますか。').waitFor();
});

test('it is said how far it came: to the server, to her phone, and read', async () => {
  await openTalk(yuka, /宮田 絹江/);
  await expect.poll(() => message(yuka, '水は出ますか。').textContent()).toMatch(/既読\d+:\d\d$/);
  // Where the conversation is open before her eyes she would read it at once.
  await settle(kinue);
  await say(yuka, '車いすは17時に着きます。');
  // Her phone may be as quick as the server.
  await expect.poll(() => message(yuka, '車いすは').textContent()).toMatch(/サーバーまで|相手の端末まで/);
  await settle(kinue);
  await expect.poll(() => message(yuka, '車いすは').textContent()).toContain('相手の端末まで');
});

test('an answer, a correction and a withdrawal come to the other', async () => {
  await openTalk(kinue, /宮田 由佳/);
  await say(kinue, 'はい、きれいです');
  await say(kinue, 'まちがえた');
  await message(kinue, 'まちがえた')
    .getByRole('button', { name: /でできること/ })
    .click();
  await kinue.getByRole('button', { name: '取り消す' }).click();
  await kinue.getByRole('button', { name: '取り消す' }).last().click();
  await message(kinue, '取り消されました').waitFor();
  await settle(kinue, yuka);
  await openTalk(yuka, /宮田 絹江/);
  await message(yuka, 'はい、きれいです').waitFor();
  await message(yuka, '取り消されました').waitFor();
  expect(await message(yuka, 'まちがえた').count()).toBe(0);
});

/** How many parts of drafts this device keeps beside their words. */
const keptAlong = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('tayori');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const keys = opening.result.transaction('kept').objectStore('kept').getAllKeys();
          keys.onsuccess = () => {
            opening.result.close();
            resolve(keys.result.filter((key) => String(key).startsWith('along/')).length);
          };
        };
      }),
  );

test('a picture that was chosen and what is answered outlive the page, are there in another tab, and end when they are sent', async () => {
  await openTalk(yuka, /宮田 絹江/);
  await message(yuka, 'はい、きれいです')
    .getByRole('button', { name: /できること/ })
    .click();
  await yuka.getByRole('button', { name: '返事する' }).click();
  const picture = await yuka.evaluate(async () => {
    const canvas = new OffscreenCanvas(64, 64);
    canvas.getContext('2d')?.fillRect(8, 8, 40, 40);
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  });
  await yuka.setInputFiles('.composer input[type=file]', {
    name: 'yane.png',
    mimeType: 'image/png',
    buffer: Buffer.from(picture),
  });
  await yuka.locator('.along img').waitFor();
  await expect.poll(() => keptAlong(yuka)).toBe(2);
  await yuka.reload();
  await yuka.locator('.along img').waitFor();
  await yuka.locator('.along', { hasText: 'はい、きれいです' }).waitFor();
  const other = await yuka.context().newPage();
  await openTalk(other, /宮田 絹江/);
  await other.locator('.along img').waitFor();
  await other.close();
  await yuka.fill('#message', '屋根です');
  await yuka.getByRole('button', { name: /に出す/ }).click();
  await message(yuka, '屋根です').locator('img').waitFor();
  expect(await yuka.locator('.along').count()).toBe(0);
  await expect.poll(() => keptAlong(yuka)).toBe(0);
  await yuka.reload();
  await message(yuka, '屋根です').locator('img').waitFor();
  expect(await yuka.locator('.along').count()).toBe(0);
});

test('a group reads along, who is put out reads no further, and the server holds no word of it', async () => {
  await yuka.goto(`${server.url}/messages/new`);
  await yuka.getByRole('checkbox', { name: '宮田 絹江' }).check();
  await yuka.getByRole('checkbox', { name: '川島 航一' }).check();
  await yuka.fill('#group-title', '町野の家');
  await yuka.getByRole('button', { name: '2人とのグループを作る' }).click();
  await yuka.locator('#message').waitFor();
  await say(yuka, '16時に公民館');
  await settle(yuka, kinue, koichi);
  await openTalk(koichi, /町野の家/);
  await message(koichi, '16時に公民館').waitFor();
  await say(koichi, '行きます');
  await settle(koichi, yuka, kinue);
  await openTalk(kinue, /町野の家/);
  await message(kinue, '行きます').waitFor();
  await openTalk(yuka, /町野の家/);
  await yuka.goto(`${yuka.url()}/members`);
  await yuka.getByRole('button', { name: '川島 航一さんを外す' }).click();
  await yuka.getByRole('button', { name: '外す', exact: true }).click();
  await yuka.getByText('川島 航一').waitFor({ state: 'detached' });
  await openTalk(yuka, /町野の家/);
  await say(yuka, '17時になりました');
  await settle(yuka, kinue, koichi);
  await openTalk(kinue, /町野の家/);
  await message(kinue, '17時になりました').waitFor();
  await koichi.goto(`${server.url}/messages`);
  await koichi.getByRole('link', { name: /町野の家/ }).click();
  await koichi.getByText('あなたは、もうこのグループにいません').waitFor();
  await message(koichi, '行きます').waitFor();
  expect(await message(koichi, '17時になりました').count()).toBe(0);
});

test('opened again without a server everything stands there, and is found by its words', async () => {
  await server.stop();
  const page = await kinue.context().newPage();
  await kinue.close();
  await page.goto(`${server.url}/messages`);
  await page.getByRole('link', { name: /町野の家/ }).waitFor();
  await page.fill('#find-words', 'コウミンカン');
  await page.keyboard.press('Enter');
  await page.getByText('「コウミンカン」はありません').waitFor();
  await page.fill('#find-words', '公民館');
  await page.keyboard.press('Enter');
  await page.locator('li.row', { hasText: '16時に公民館' }).getByRole('link').click();
  await message(page, '16時に公民館').waitFor();
});
