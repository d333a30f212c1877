import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright';
import { launchBrowser, newPhone } from './browser.ts';
import { startServer, type RealServer } from './real-server.ts';

// Yuka and Koichi, each in a browser of their own, and one server between them that is away for a while.
let browser: Browser;
let server: RealServer;
let yuka: Page;
let koichi: Page;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  yuka = await newPhone(browser);
  koichi = await newPhone(browser);
  await begin(yuka, '宮田 由佳', 'みやた ゆか');
  await begin(koichi, '川島 航一', 'かわしま こういち');
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function begin(page: Page, name: string, kana: string): Promise<void> {
  await page.goto(server.url);
  await page.fill('#name', name);
  await page.fill('#kana', kana);
  await page.getByRole('button', { name: 'はじめる' }).click();
  await page.getByText('あなたの安否').waitFor();
  await page.waitForFunction(() => navigator.serviceWorker.controller);
}

/** Asks the server now, and goes home when it has answered. */
async function tryNow(page: Page): Promise<void> {
  await page.goto(`${server.url}/outbox`);
  const answered = page.waitForResponse((response) => response.url().endsWith('/sync'));
  await page.getByRole('button', { name: 'いま試す' }).click();
  await answered;
  await page.getByRole('link', { name: 'ホーム', exact: true }).click();
}

async function writeVoice(page: Page, text: string): Promise<void> {
  await page.getByRole('link', { name: 'ホーム', exact: true }).click();
  await page.click('a[href="/write"]');
  await page.fill('#voice', text);
  await page.click('.bar button');
  await page.locator('li.row', { hasText: text }).waitFor();
}

test('a link makes them friends without asking', async () => {
  await yuka.getByRole('link', { name: 'マイとも', exact: true }).click();
  await yuka.locator('main a[href="/friends/add"]').click();
  await yuka.locator('svg.qr path').waitFor();
  const link = await yuka.inputValue('#link');
  await koichi.goto(link);
  await koichi.getByRole('button', { name: '宮田 由佳さんとマイともになる' }).click();
  await koichi.getByText('宮田 由佳さんとは、もうマイともです').waitFor();
  await yuka.getByRole('link', { name: 'もどる' }).click();
  await yuka.getByRole('heading', { name: 'マイとも 1人' }).waitFor();
});

test('what one writes the other sees, and is told how far it came', async () => {
  await writeVoice(yuka, '井戸水は使えます。');
  await yuka.getByText('サーバーまで').first().waitFor();
  await koichi.getByRole('link', { name: 'ホーム', exact: true }).click();
  await koichi.locator('li.row', { hasText: '井戸水は使えます。' }).waitFor();
});

test('it is on his phone once his browser came back, and not before', async () => {
  await koichi.goto('about:blank');
  await writeVoice(yuka, '米を炊きました。');
  const row = yuka.locator('li.row', { hasText: '米を炊きました。' });
  await row.getByText('サーバーまで').waitFor();
  await tryNow(yuka);
  expect(await row.locator('.dl b').textContent()).toBe('サーバーまで');
  await koichi.goto(server.url);
  await koichi.locator('li.row', { hasText: '米を炊きました。' }).waitFor();
  await tryNow(koichi);
  await tryNow(yuka);
  await row.getByText('相手の端末まで 1人').waitFor();
  await row.getByRole('link').last().click();
  const way = yuka.locator('.way');
  await way.getByText('1人のうち 1人の端末まで').waitFor();
  await way.locator('.who').getByText('川島 航一').waitFor();
  await yuka.reload();
  await way.getByText('1人のうち 1人の端末まで').waitFor();
  await yuka.getByRole('link', { name: 'ホーム', exact: true }).click();
});

test('a like comes back', async () => {
  await koichi.locator('li.row', { hasText: '井戸水は使えます。' }).getByRole('button', { name: 'いいね' }).click();
  await yuka.getByText('いいね 1').waitFor();
});

test('with the server away both go on writing, and nothing is said to have left', async () => {
  await server.stop();
  await writeVoice(yuka, '停電しました。');
  await yuka.locator('li.row', { hasText: '停電しました。' }).getByText('この端末だけ').waitFor();
  await koichi.getByRole('link', { name: '安否を出す' }).click();
  await koichi.getByRole('radio', { name: '無事・助けがほしい' }).check({ force: true });
  await koichi.getByRole('checkbox', { name: '薬' }).check({ force: true });
  await koichi.getByRole('button', { name: 'マイとも 1人に出す' }).click();
  await koichi.getByText('今も同じ').waitFor();
  await yuka.reload();
  await yuka.locator('li.row', { hasText: '停電しました。' }).getByText('この端末だけ').waitFor();
  await yuka.getByRole('status').filter({ hasText: '未送信 1' }).waitFor();
});

test('when it is back everything is there once, and the safety list knows', async () => {
  const { port } = new URL(server.url);
  server = await startServer({ port: Number(port), dataFolder: server.dataFolder });
  for (const page of [yuka, koichi]) {
    await page.goto(`${server.url}/outbox`);
    await page.getByRole('button', { name: 'いま試す' }).click();
    await page.getByRole('heading', { name: '未送信はありません' }).first().waitFor();
  }
  await koichi.getByRole('link', { name: 'ホーム', exact: true }).click();
  await koichi.locator('li.row', { hasText: '停電しました。' }).waitFor();
  expect(await koichi.locator('li.row', { hasText: '停電しました。' }).count()).toBe(1);
  await yuka.getByRole('link', { name: '安否', exact: true }).click();
  const row = yuka.locator('li.row', { hasText: '川島 航一' });
  await row.getByText('無事・助けがほしい').waitFor();
  await row.getByText('ほしいもの：薬').waitFor();
});
