import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright';
import { launchBrowser } from './browser.ts';
import { goTo, sendAll, twoFriends, writeVoice } from './people.ts';
import { startServer, type RealServer } from './real-server.ts';

// What somebody wrote is set right, and then taken back, on every phone that it reached.
let browser: Browser;
let server: RealServer;
let yuka: Page;
let koichi: Page;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  [yuka, koichi] = await twoFriends(browser, server.url);
  await writeVoice(yuka, '給水は三時までです。');
  await sendAll(yuka, server.url);
  await goTo(yuka, 'ホーム');
  await goTo(koichi, 'ホーム');
});
afterAll(async () => {
  await Promise.all([browser?.close(), server?.stop()]);
});

const voiceOn = (page: Page) => page.locator('li.row', { hasText: '宮田 由佳' }).first();

test('a correction stands on top of the words that it corrects, offline at once and then at the friend', async () => {
  await voiceOn(koichi).getByText('給水は三時までです。').waitFor();
  await yuka.context().setOffline(true);
  await voiceOn(yuka).getByRole('link').click();
  await yuka.getByRole('button', { name: '訂正する' }).click();
  await yuka.getByRole('textbox', { name: '訂正する' }).fill('四時までに延びました。');
  await yuka.getByRole('button', { name: '訂正を出す' }).click();
  await yuka.locator('.fix').getByText('四時までに延びました。').waitFor();
  await yuka.getByText('給水は三時までです。').waitFor();
  await yuka.context().setOffline(false);
  await voiceOn(koichi).locator('.fix').getByText('四時までに延びました。').waitFor();
  expect(await voiceOn(koichi).getByText('給水は三時までです。').count()).toBe(1);
});

test('a second correction takes the place of the first', async () => {
  await yuka.getByRole('button', { name: '訂正する' }).click();
  await yuka.getByRole('textbox', { name: '訂正する' }).fill('五時までに延びました。');
  await yuka.getByRole('button', { name: '訂正を出す' }).click();
  await voiceOn(koichi).locator('.fix').getByText('五時までに延びました。').waitFor();
  expect(await voiceOn(koichi).locator('.fix').count()).toBe(1);
});

test('words that were taken back are gone everywhere, and what was said to them stays', async () => {
  await voiceOn(koichi).getByRole('link').click();
  await koichi.fill('#comment', 'ありがとう。');
  await koichi.getByRole('button', { name: 'コメントを出す' }).click();
  await yuka.getByText('ありがとう。').waitFor();
  await yuka.context().setOffline(true);
  await yuka.getByRole('button', { name: '取り消す' }).click();
  await yuka.getByText('この言葉を取り消しますか').waitFor();
  await yuka.getByRole('button', { name: '取り消す' }).click();
  await yuka.getByText('言葉は、もうここにありません').waitFor();
  await yuka.getByRole('status').filter({ hasText: '未送信 1' }).waitFor();
  await yuka.context().setOffline(false);
  for (const page of [yuka, koichi]) {
    await page.getByText('言葉は、もうここにありません').waitFor();
    await page.getByText('ありがとう。').waitFor();
    expect(await page.getByText('給水は三時までです。').count()).toBe(0);
    await page.reload();
    await page.getByText('言葉は、もうここにありません').waitFor();
  }
});
