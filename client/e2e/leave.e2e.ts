import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright';
import { launchBrowser } from './browser.ts';
import { begin, goTo, sendAll, twoFriends, writeVoice } from './people.ts';
import { startServer, type RealServer } from './real-server.ts';
import { tellOnFailure } from './tell-on-failure.ts';

// Yuka leaves while she has no signal, comes back on line, and clears her phone.
let browser: Browser;
let server: RealServer;
let yuka: Page;
let koichi: Page;

tellOnFailure(() => ({ yuka, koichi }));

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  [yuka, koichi] = await twoFriends(browser, server.url);
  await writeVoice(yuka, '由佳の声です。');
  await sendAll(yuka, server.url);
  await goTo(koichi, 'ホーム');
  await writeVoice(koichi, '橋は渡れます。');
  await sendAll(koichi, server.url);
  await goTo(yuka, 'ホーム');
  await rowOf(yuka, '橋は渡れます。').getByRole('link').last().click();
  await yuka.fill('#comment', '由佳の返事です。');
  await yuka.getByRole('button', { name: 'コメントを出す' }).click();
  await goTo(koichi, 'ホーム');
  await rowOf(koichi, '由佳の声です。').waitFor();
  await rowOf(koichi, '橋は渡れます。').getByRole('link').last().click();
  await koichi.getByText('由佳の返事です。').waitFor();
  await goTo(koichi, 'ホーム');
});
afterAll(async () => {
  await Promise.all([browser?.close(), server?.stop()]);
});

const rowOf = (page: Page, text: string) => page.locator('li.row', { hasText: text });
const wipe = () => yuka.getByRole('button', { name: 'この端末からすべて消す' });

/** What the browser still has of the app. */
const remains = (page: Page) =>
  page.evaluate(async () => ({
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    keys: Object.keys(localStorage),
  }));

test('she leaves offline, after she was told what goes and what stays, and asked once more', async () => {
  // The parts that come last are kept once the line is good and has nothing else to do.
  await expect
    .poll(
      () =>
        yuka.evaluate(async () => {
          const kept = await (await caches.open('tayori-app')).keys();
          return ['later-screens', 'later-seldom'].every((part) => kept.some(({ url }) => url.includes(part)));
        }),
      { timeout: 60_000 },
    )
    .toBe(true);
  await goTo(yuka, 'ホーム');
  await yuka.context().setOffline(true);
  await yuka.getByRole('link', { name: '自分・設定' }).click();
  await yuka.getByRole('link', { name: '何が消えるかを見る' }).click();
  await yuka.getByRole('heading', { name: '残るもの' }).waitFor();
  const go = yuka.getByRole('button', { name: 'たよりをやめる' });
  expect(await go.isDisabled()).toBe(true);
  await yuka.getByRole('checkbox', { name: 'もどせないことを、わかりました' }).check({ force: true });
  await go.click();
  await yuka.getByRole('heading', { name: 'たよりをやめました' }).waitFor();
  await yuka.getByText('この端末だけ').waitFor();
  await yuka.getByText(/件が、この端末で待っています/).waitFor();
});

test('opened again offline it shows only that, and warns before the phone is cleared too early', async () => {
  await yuka.goto(server.url);
  await yuka.getByRole('heading', { name: 'たよりをやめました' }).waitFor();
  await yuka.getByText(/いま空にすると、あなたの言葉は/).waitFor();
  expect(await wipe().isDisabled()).toBe(true);
  expect(await yuka.getByText('橋は渡れます。').count()).toBe(0);
  await rowOf(koichi, '由佳の声です。').waitFor();
});

test('back on line it reaches the server, and the friend sees neither her nor her words any more', async () => {
  await yuka.context().setOffline(false);
  await yuka.getByText('サーバーまで行きました').waitFor();
  await rowOf(koichi, '由佳の声です。').waitFor({ state: 'detached' });
  await rowOf(koichi, '橋は渡れます。').getByRole('link').last().click();
  await koichi.getByText('橋は渡れます。').waitFor();
  expect(await koichi.getByText('由佳の返事です。').count()).toBe(0);
  await goTo(koichi, '安否');
  await koichi.getByText('安否リストには、まだだれもいません').first().waitFor();
  await goTo(koichi, 'マイとも');
  await koichi.getByRole('heading', { name: 'マイともは、まだいません' }).waitFor();
  expect(await koichi.getByText(/待っている申請/).count()).toBe(0);
  await goTo(koichi, '安否');
  await koichi.reload();
  await koichi.getByText('安否リストには、まだだれもいません').first().waitFor();
  expect(await koichi.getByText('宮田 由佳').count()).toBe(0);
});

test('then nothing of it stays on her phone, in no tab, and the app begins as on its first day', async () => {
  const other = await yuka.context().newPage();
  await other.goto(server.url);
  await other.getByRole('heading', { name: 'たよりをやめました' }).waitFor();
  await wipe().click();
  for (const page of [yuka, other])
    await page.getByRole('heading', { name: 'この端末から、すべて消しました' }).waitFor();
  await other.close();
  await expect.poll(() => remains(yuka)).toEqual({ databases: [], caches: [], workers: 0, keys: [] });
  await yuka.getByRole('button', { name: 'はじめの画面へ' }).click();
  await yuka.locator('#name').waitFor();
  expect(await yuka.getByRole('alert').count()).toBe(0);
  await yuka.reload();
  await yuka.locator('#name').waitFor();
  expect(await yuka.getByRole('alert').count()).toBe(0);
});

test('whoever begins there next is somebody else, also for the server', async () => {
  // A page that is opened while the app is being kept may miss the moment at which it is taken over, and is not until it is opened again.
  await yuka.evaluate(async () => void (await navigator.serviceWorker.ready));
  await begin(yuka, server.url, '丹羽 早英');
  await writeVoice(yuka, '早英の声です。');
  await sendAll(yuka, server.url);
  expect(await yuka.getByText('由佳の声です。').count()).toBe(0);
});
