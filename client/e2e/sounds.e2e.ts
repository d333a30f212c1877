import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright';
import { launchBrowser, newPhone } from './browser.ts';
import { befriend, begin, goTo, writeVoice } from './people.ts';
import { startServer, type RealServer } from './real-server.ts';

// Koichi's browser counts the tones that it is asked for; it plays them too.
let browser: Browser;
let server: RealServer;
let yuka: Page;
let koichi: Page;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  [yuka, koichi] = await Promise.all([newPhone(browser), newPhone(browser)]);
  await koichi.addInitScript(() => {
    const start = OscillatorNode.prototype.start;
    Object.assign(globalThis, { tones: 0 });
    OscillatorNode.prototype.start = function (when?: number) {
      (globalThis as unknown as { tones: number }).tones += 1;
      start.call(this, when);
    };
  });
  await begin(yuka, server.url, '宮田 由佳');
  await begin(koichi, server.url, '川島 航一');
  await befriend(yuka, koichi, server.url);
});
afterAll(async () => {
  await Promise.all([browser?.close(), server?.stop()]);
});

const tones = () => koichi.evaluate(() => (globalThis as unknown as { tones: number }).tones);

async function openSettings(): Promise<void> {
  await goTo(koichi, 'ホーム');
  await koichi.getByRole('link', { name: '自分・設定' }).click();
  await koichi.getByText('小さく鳴らします').waitFor();
}

/** Quiet from one hour to the next, counted from the present one. */
async function beQuiet(from: number, to: number): Promise<void> {
  const hour = new Date().getHours();
  await koichi.selectOption('#quiet-from', String((hour + from) % 24));
  await koichi.selectOption('#quiet-to', String((hour + to) % 24));
}

async function voiceComes(text: string): Promise<void> {
  await writeVoice(yuka, text);
  await goTo(koichi, 'ホーム');
  await koichi.locator('li.row', { hasText: text }).waitFor();
}

test('nothing is heard unless it was chosen', async () => {
  await voiceComes('一つ目の声');
  expect(await tones()).toBe(0);
});

test('a voice is heard where everything is to be heard, and not in the quiet hours', async () => {
  await openSettings();
  await koichi.locator('input[name=sounds][value=all]').check({ force: true });
  await beQuiet(3, 5);
  await voiceComes('二つ目の声');
  await expect.poll(tones).toBe(2);
  await openSettings();
  await beQuiet(-1 + 24, 3);
  await voiceComes('三つ目の声');
  expect(await tones()).toBe(2);
});

test('somebody who asks how he is is heard outside the quiet hours, and stands on their page', async () => {
  await openSettings();
  await koichi.locator('input[name=sounds][value=life]').check({ force: true });
  await beQuiet(3, 5);
  await goTo(koichi, '安否');
  await goTo(yuka, '安否');
  const before = await tones();
  // What comes within five seconds sounds once.
  await koichi.waitForTimeout(5_500);
  await yuka.getByRole('button', { name: '川島 航一さんに「だいじょうぶ？」とたずねる' }).click();
  await expect.poll(tones, { timeout: 10_000 }).toBe(before + 2);
  await koichi.locator('li.row', { hasText: '宮田 由佳' }).getByRole('link').first().click();
  await koichi.getByText('あなたに「だいじょうぶ？」とたずねました').waitFor();
  await openSettings();
  await koichi.locator('input[name=sounds][value=all]').check({ force: true });
  await beQuiet(-1 + 24, 3);
});

test('the choice holds when the app is opened again, and a call for rescue is heard in the quiet hours by choice', async () => {
  await openSettings();
  await koichi.getByRole('checkbox', { name: '「すぐ助けて」は、いつでも鳴らす' }).check({ force: true });
  await koichi.goto(server.url);
  await goTo(koichi, '安否');
  await yuka.goto(`${server.url}/status`);
  await yuka.getByRole('radio', { name: 'すぐ助けて' }).check({ force: true });
  await yuka.locator('.bar button').click();
  await koichi.locator('li.row', { hasText: '宮田 由佳' }).getByText('すぐ助けて').waitFor();
  await expect.poll(tones).toBe(2);
});

/** What comes within seconds of a sound has none of its own. */
const restAfterSound = () => koichi.waitForTimeout(6_000);

test('a message is heard, and none of a mute conversation', async () => {
  const say = async (text: string) => {
    await yuka.fill('#message', text);
    await yuka.getByRole('button', { name: /に出す/ }).click();
    await yuka.locator('.talk > li', { hasText: text }).waitFor();
  };
  const comes = async (text: string) => {
    await koichi.locator('.tabs a[href="/messages"]').click();
    await koichi.locator('li.row', { hasText: text }).waitFor();
  };
  await openSettings();
  await beQuiet(3, 5);
  await yuka.goto(`${server.url}/messages/new`);
  await yuka.getByRole('checkbox', { name: '川島 航一' }).check();
  await yuka.getByRole('button', { name: '川島 航一さんにメッセージを書く' }).click();
  await yuka.locator('#message').waitFor();
  // What was there when messages were first looked at is no news.
  await koichi.locator('.tabs a[href="/messages"]').click();
  await koichi.locator('a[href="/messages/new"]').waitFor();
  await restAfterSound();
  const before = await tones();
  await say('一通目');
  await comes('一通目');
  await expect.poll(tones).toBe(before + 2);
  await koichi.getByRole('link', { name: '宮田 由佳' }).click();
  await koichi.getByRole('link', { name: '会話の設定' }).click();
  await koichi.getByRole('checkbox', { name: /知らせない/ }).check({ force: true });
  await koichi.getByRole('link', { name: 'もどる' }).click();
  await koichi.locator('#message').waitFor();
  await koichi.getByRole('link', { name: 'もどる' }).click();
  await restAfterSound();
  await say('二通目');
  await comes('二通目');
  expect(await tones()).toBe(before + 2);
});
