import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright';
import { launchBrowser, newPhone } from './browser.ts';
import { begin, goTo, inviteLink, sendAll } from './people.ts';
import { startServer, type RealServer } from './real-server.ts';

// Yuka says where she is, with a position and without; Koichi reads it, in his list and on his map.
let browser: Browser;
let server: RealServer;
let yuka: Page;
let koichi: Page;

const wajima = { latitude: 37.39361, longitude: 136.90012, accuracy: 25 };

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  yuka = await newPhone(browser);
  koichi = await newPhone(browser);
  await begin(yuka, server.url, '宮田 由佳', 'みやた ゆか');
  await begin(koichi, server.url, '川島 航一', 'かわしま こういち');
  await koichi.goto(await inviteLink(yuka, server.url));
  await koichi.getByRole('button', { name: '宮田 由佳さんとマイともになる' }).click();
  await koichi.getByText('宮田 由佳さんとは、もうマイともです').waitFor();
  for (const page of [yuka, koichi, yuka]) await sendAll(page, server.url);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function allow(context: BrowserContext): Promise<void> {
  await context.grantPermissions(['geolocation']);
  await context.setGeolocation(wajima);
}

/** From home, as a thumb does it. */
async function openCheckIn(page: Page): Promise<void> {
  await page.goto(server.url);
  await page.getByRole('link', { name: 'チェックイン' }).click();
  await page.getByRole('heading', { name: 'チェックイン' }).waitFor();
}

const send = (page: Page) => page.getByRole('button', { name: 'マイとも 1人に出す' }).click();

test('with a position it is there in one tap, as coarse as a town, and can be corrected before it goes', async () => {
  await allow(yuka.context());
  await openCheckIn(yuka);
  await yuka.getByText('輪島市 付近').waitFor();
  await yuka.getByText('出すのは、この名前だけです。').waitFor();
  await yuka.getByRole('radio', { name: /穴水町/ }).check({ force: true });
  await yuka.getByText('穴水町 付近').waitFor();
  await yuka.getByRole('radio', { name: /輪島市/ }).check({ force: true });
  await send(yuka);
  const row = yuka.locator('li.row', { hasText: '輪島市 付近にいます' });
  await row.getByText('サーバーまで').waitFor();
});

test('a friend sees it on home, in the safety list as a sign of life, and among the places, in words and on the map', async () => {
  await sendAll(koichi, server.url);
  await goTo(koichi, 'ホーム');
  await koichi.locator('li.row', { hasText: '輪島市 付近にいます' }).waitFor();
  await goTo(koichi, '安否');
  await koichi.locator('li.row', { hasText: '宮田 由佳' }).getByText('チェックイン・輪島市 付近').waitFor();
  await koichi.getByRole('link', { name: 'みんなのいる所' }).click();
  const row = koichi.locator('li.row', { hasText: '宮田 由佳' });
  await row.getByText('輪島市 付近').waitFor();
  await row.getByText('の時点').waitFor();
  await koichi.locator('main svg text', { hasText: '輪島市' }).waitFor();
  await koichi.getByText('地球地図日本').waitFor();
});

test('no position is in what was sent until a finer place was chosen; the choice is remembered', async () => {
  const seen = () =>
    koichi.evaluate(() => {
      const { tayoriApp } = globalThis as unknown as { tayoriApp: { get(): { spots: { place: object }[] } } };
      return tayoriApp.get().spots[0]?.place;
    });
  expect(await seen()).toEqual({ level: 'municipality', municipality: 17_204, name: '輪島市' });
  await openCheckIn(yuka);
  await yuka.getByRole('radio', { name: '正確な位置' }).check({ force: true });
  await yuka.getByText('緯度 37.39361・経度 136.90012').waitFor();
  await send(yuka);
  await yuka.locator('li.row', { hasText: '輪島市 付近にいます' }).nth(1).waitFor();
  await sendAll(yuka, server.url);
  await sendAll(koichi, server.url);
  await expect
    .poll(seen)
    .toEqual({ level: 'exact', municipality: 17_204, name: '輪島市', latE5: 3_739_361, lonE5: 13_690_012 });
  await openCheckIn(yuka);
  expect(await yuka.getByRole('radio', { name: '正確な位置' }).isChecked()).toBe(true);
  await yuka.getByRole('radio', { name: '市町村まで' }).check({ force: true });
});

test('refused, it says so, and a shelter of the list does as well', async () => {
  await yuka.context().clearPermissions();
  await openCheckIn(yuka);
  await yuka.getByText('位置を使うことが、許可されていません。').waitFor();
  await yuka.fill('#find', 'わじま');
  await yuka.getByRole('radio', { name: /輪島市/ }).check({ force: true });
  await yuka.selectOption('#shelter', '輪島市立河井小学校（体育館）');
  await yuka.fill('#words', '毛布があります。');
  await send(yuka);
  const row = yuka.locator('li.row', { hasText: '輪島市立河井小学校（体育館）にいます' });
  await row.getByText('毛布があります。').waitFor();
});

test('without server and network the list and the map are still there, and the check-in waits', async () => {
  const { port } = new URL(server.url);
  // Both have used them, so the service worker has them.
  await server.stop();
  await openCheckIn(yuka);
  await yuka.getByText('位置を使うことが、許可されていません。').waitFor();
  await yuka.selectOption('#prefecture', '17');
  await yuka.getByRole('radio', { name: /珠洲市/ }).check({ force: true });
  await send(yuka);
  await yuka.locator('li.row', { hasText: '珠洲市にいます' }).getByText('この端末だけ').waitFor();
  await yuka.goto(`${server.url}/where`);
  await yuka.locator('main svg text', { hasText: '珠洲市' }).waitFor();
  await yuka.goto(`${server.url}/outbox`);
  await yuka.getByText('チェックイン「珠洲市」').waitFor();
  server = await startServer({ port: Number(port), dataFolder: server.dataFolder });
  await sendAll(yuka, server.url);
  await sendAll(koichi, server.url);
  await koichi.goto(`${server.url}/where`);
  await koichi.locator('li.row', { hasText: '宮田 由佳' }).getByText('珠洲市', { exact: true }).waitFor();
});

test('withdrawn, its place is gone from the list of a friend, and the one before it stands there', async () => {
  await yuka.goto(server.url);
  await yuka
    .locator('li.row', { hasText: '珠洲市にいます' })
    .getByRole('link', { name: /コメント/ })
    .click();
  await yuka.getByRole('button', { name: '取り消す' }).click();
  await yuka.getByText('この言葉を取り消しますか').waitFor();
  await yuka.getByRole('button', { name: '取り消す' }).click();
  await yuka.getByText('このボイスは、この端末にありません').waitFor();
  await sendAll(yuka, server.url);
  await sendAll(koichi, server.url);
  await koichi.goto(`${server.url}/where`);
  const row = koichi.locator('li.row', { hasText: '宮田 由佳' });
  await row.getByText('輪島市立河井小学校（体育館）').waitFor();
  expect(await row.getByText('珠洲市').count()).toBe(0);
});

test('a position that never comes is waited for so long and no longer, and words do as well', async () => {
  const page = await yuka.context().newPage();
  await page.addInitScript(() => {
    navigator.geolocation.getCurrentPosition = () => void Object.assign(globalThis, { wasAsked: true });
  });
  await page.clock.install();
  await openCheckIn(page);
  await page.getByText('位置を調べています（20秒まで）').waitFor();
  await page.waitForFunction(() => 'wasAsked' in globalThis);
  await page.clock.fastForward(21_000);
  await page.getByText('20秒待ちましたが、位置がわかりません。').waitFor();
  await page.fill('#place', '橋の下');
  await send(page);
  await page.locator('li.row', { hasText: '橋の下にいます' }).waitFor();
});

test('while the list is on its way for long, words do as well, and are still there when it has come', async () => {
  const page = await newPhone(browser);
  let letThrough = () => {};
  const gate = new Promise<void>((resolve) => (letThrough = resolve));
  await page.context().route('**/later-places-*', async (route) => {
    await gate;
    await route.continue();
  });
  await begin(page, server.url, '野添 みどり');
  await openCheckIn(page);
  await page.getByText('場所の一覧が届くのを待っています。').waitFor();
  await page.fill('#place', '公民館の前');
  letThrough();
  await page.locator('#prefecture').waitFor();
  expect(await page.inputValue('#place')).toBe('公民館の前');
  await page.getByRole('button', { name: 'この端末に出す' }).click();
  await page.locator('li.row', { hasText: '公民館の前にいます' }).waitFor();
  await page.context().close();
});

test('before the list has come and without a line, that is said, and words do', async () => {
  const page = await newPhone(browser);
  // What the first visit brings; the list is not among it.
  await page.route('**/later-places-*', (route) => route.abort());
  await page.context().route('**/later-places-*', (route) => route.abort());
  await begin(page, server.url, '早川 徹');
  await openCheckIn(page);
  await page.getByText('場所の一覧は、まだこの端末にありません。').waitFor();
  await page.fill('#place', '町野小学校');
  await page.getByRole('button', { name: 'この端末に出す' }).click();
  await page.locator('li.row', { hasText: '町野小学校にいます' }).waitFor();
  await page.goto(`${server.url}/where`);
  await page.getByText('画面の部品が届いていません。').waitFor();
});
