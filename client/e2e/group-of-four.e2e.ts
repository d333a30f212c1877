import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright';
import { launchBrowser, newPhone } from './browser.ts';
import { beginAll, inviteLink, sendAll, takeInvite } from './people.ts';
import { startServer, type RealServer } from './real-server.ts';
import { shiftClock } from './shift-clock.ts';

// Yuka in Kanazawa, Kinue and Koichi in Machino, Chinatsu in Toyama, where the line is gone for a week. Kinue's phone breaks, Koichi is put out.
let browser: Browser;
let server: RealServer;
let yuka: Page;
let kinue: Page;
let koichi: Page;
let chinatsu: Page;
const weekMs = 7 * 86_400_000;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  [yuka, kinue, koichi, chinatsu] = await beginAll(
    browser,
    server.url,
    '宮田 由佳',
    '宮田 絹江',
    '川島 航一',
    '原 千夏',
  );
  const link = await inviteLink(yuka, server.url);
  await sendAll(yuka, server.url);
  for (const page of [kinue, koichi, chinatsu]) await takeInvite(page, link, server.url);
  await settle(yuka, kinue, koichi, chinatsu);
});
afterAll(async () => {
  await Promise.all([browser?.close(), server?.stop()]);
});

async function settle(...pages: readonly Page[]): Promise<void> {
  for (const page of pages) await sendAll(page, server.url);
}

async function openGroup(page: Page): Promise<void> {
  await page.goto(`${server.url}/messages`);
  await page.getByRole('link', { name: /四人の会/ }).click();
  await page.getByRole('heading', { level: 1, name: '四人の会' }).waitFor();
}

async function say(page: Page, text: string): Promise<void> {
  await openGroup(page);
  await page.fill('#message', text);
  await page.getByRole('button', { name: /に出す/ }).click();
  await message(page, text).waitFor();
}

const message = (page: Page, text: string) => page.locator('.talk > li', { hasText: text });
const hears = async (page: Page, ...texts: readonly string[]) => {
  await openGroup(page);
  for (const text of texts) await message(page, text).waitFor();
};

test('four make a group, and all of them read along', async () => {
  await yuka.goto(`${server.url}/messages/new`);
  for (const name of ['宮田 絹江', '川島 航一', '原 千夏']) await yuka.getByRole('checkbox', { name }).check();
  await yuka.fill('#group-title', '四人の会');
  await yuka.getByRole('button', { name: '3人とのグループを作る' }).click();
  await yuka.locator('#message').waitFor();
  await say(yuka, '水は足りていますか。');
  await settle(yuka, kinue, koichi, chinatsu);
  await say(kinue, '井戸があります。');
  await settle(kinue, koichi, chinatsu, yuka);
  for (const page of [yuka, koichi, chinatsu]) await hears(page, '水は足りていますか。', '井戸があります。');
});

let words: readonly string[] = [];

test('one has no line for a week and goes on writing; another loses her phone and comes back by her words', async () => {
  await chinatsu.context().setOffline(true);
  await say(chinatsu, 'こちらは停電です。');
  await kinue.goto(`${server.url}/me/words`);
  await kinue.getByRole('button', { name: 'ことばを見る' }).click();
  await kinue.locator('ol li b').first().waitFor();
  words = await kinue.locator('ol li b').allTextContents();
  await kinue.context().close();
  await say(koichi, '絹江さんの電話が海に落ちました。');
  await settle(koichi);
  kinue = await newPhone(browser);
  await kinue.goto(`${server.url}/restore`);
  await kinue.fill('#words', words.join(' '));
  await kinue.getByRole('button', { name: 'もどる', exact: true }).click();
  await kinue.getByText('あなたの安否').waitFor();
  await settle(kinue, yuka, kinue);
  await hears(kinue, '水は足りていますか。', '井戸があります。', '絹江さんの電話が海に落ちました。');
  await say(kinue, '新しい電話です。');
  await settle(kinue, yuka, koichi);
  await hears(koichi, '新しい電話です。');
  // Who talks with her is told that it is another device, and what that means.
  const note = koichi.locator('.note', { hasText: '宮田 絹江さんが、復元のことばで新しい端末にもどりました' });
  await note.locator('summary').click();
  await note.getByText('前の端末では、これから書くことは読めません').waitFor();
});

test('one is put out, and reads nothing of what is written then, on the new phone of another neither', async () => {
  await openGroup(yuka);
  await yuka.goto(`${yuka.url()}/members`);
  await yuka.getByRole('button', { name: '川島 航一さんを外す' }).click();
  await yuka.getByRole('button', { name: '外す', exact: true }).click();
  await yuka.getByRole('button', { name: '川島 航一さんを外す' }).waitFor({ state: 'detached' });
  await settle(yuka, kinue);
  await say(kinue, '三人になりました。');
  await settle(kinue, yuka, koichi);
  await koichi.goto(`${server.url}/messages`);
  await koichi.getByRole('link', { name: /四人の会/ }).click();
  await message(koichi, '新しい電話です。').waitFor();
  await koichi.getByText('あなたは、もうこのグループにいません').waitFor();
  expect(await message(koichi, '三人になりました。').count()).toBe(0);
});

test('after a week the line is back: she hears all of it, in order, and what she wrote comes to those who are there', async () => {
  await shiftClock(chinatsu, weekMs);
  await chinatsu.context().setOffline(false);
  await settle(chinatsu, yuka, kinue, chinatsu);
  await hears(chinatsu, '絹江さんの電話が海に落ちました。', '新しい電話です。', '三人になりました。');
  const texts = await chinatsu.locator('.talk > li').allTextContents();
  const places = ['水は足りて', '井戸が', '海に落ち', '新しい電話', '三人に'].map((text) =>
    texts.findIndex((one) => one.includes(text)),
  );
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  await hears(yuka, 'こちらは停電です。');
  await hears(kinue, 'こちらは停電です。');
  await settle(koichi);
  await koichi.goto(`${server.url}/messages`);
  await koichi.getByRole('link', { name: /四人の会/ }).click();
  await message(koichi, '新しい電話です。').waitFor();
  expect(await message(koichi, 'こちらは停電です。').count()).toBe(0);
});
