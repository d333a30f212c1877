import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright';
import { launchBrowser, newPhone } from './browser.ts';
import { begin, goTo, inviteLink, sendAll, takeInvite, writeVoice } from './people.ts';
import { startServer, type RealServer } from './real-server.ts';

let browser: Browser;
let server: RealServer;
let page: Page;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  page = await newPhone(browser);
  await begin(page, server.url, '宮田 由佳');
});
afterAll(async () => {
  await Promise.all([browser?.close(), server?.stop()]);
});

const draft = () => page.inputValue('#voice');

test('what another app shares stands in the draft behind what was begun, once, also after a reload', async () => {
  await page.goto(`${server.url}/write`);
  await page.fill('#voice', '書きかけ');
  await page.waitForTimeout(600);
  const link = 'https://example.jp/road';
  await page.goto(`${server.url}/write?title=道路&text=${encodeURIComponent(`道路の知らせ ${link}`)}&url=${link}`);
  await expect.poll(draft).toBe(`書きかけ\n道路の知らせ ${link}`);
  expect(new URL(page.url()).search).toBe('');
  await page.waitForTimeout(600);
  await page.reload();
  await expect.poll(draft).toBe(`書きかけ\n道路の知らせ ${link}`);
});

test('what was typed in the moment before a page was left stands on the next one', async () => {
  for (const text of ['一つ目', '二つ目', '三つ目']) {
    await page.fill('#voice', text);
    await page.reload();
    await expect.poll(draft).toBe(text);
  }
});

test('without a line too, and nothing is sent by it', async () => {
  await page.fill('#voice', '');
  await page.waitForTimeout(600);
  await server.stop();
  await page.goto(`${server.url}/write?text=井戸水`);
  await expect.poll(draft).toBe('井戸水');
  await page.goto(`${server.url}/outbox`);
  await page.getByRole('heading', { name: '未送信はありません' }).first().waitFor();
  const port = Number(new URL(server.url).port);
  server = await startServer({ port, dataFolder: server.dataFolder });
});

test('voices that came since one looked are marked until the next time, and counted on the icon meanwhile', async () => {
  const koichi = await newPhone(browser);
  await begin(koichi, server.url, '川島 航一');
  await takeInvite(koichi, await inviteLink(page, server.url), server.url);
  await writeVoice(koichi, '前に見たもの');
  await sendAll(koichi, server.url);
  await goTo(page, 'ホーム');
  await page.getByText('前に見たもの').waitFor();
  await page.evaluate(() => {
    const badges: number[] = [];
    Object.assign(navigator, {
      setAppBadge: async (count: number) => void badges.push(count),
      clearAppBadge: async () => void badges.push(0),
    });
    Object.assign(globalThis, { badges });
  });
  await goTo(page, '安否');
  await writeVoice(koichi, 'いま来たもの');
  await sendAll(koichi, server.url);
  const badges = () => page.evaluate(() => (globalThis as unknown as { badges: number[] }).badges);
  await expect.poll(badges, { timeout: 20_000 }).toEqual([1]);
  await goTo(page, 'ホーム');
  await page.getByRole('heading', { name: 'ボイス 新着 1' }).waitFor();
  await expect
    .poll(() => page.locator('li.row', { hasText: '新着' }).locator('.pre').allTextContents())
    .toEqual(['いま来たもの']);
  await expect.poll(badges).toEqual([1, 0]);
  await goTo(page, '安否');
  await goTo(page, 'ホーム');
  await page.getByRole('heading', { name: 'ボイス', exact: true }).waitFor();
});
