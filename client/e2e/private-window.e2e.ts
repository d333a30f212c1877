import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright';
import { launchBrowser, newPhone } from './browser.ts';
import { openProfile, type Profile } from './profile.ts';
import { startServer, type RealServer } from './real-server.ts';

// A private window of Chromium keeps its storage in memory. Since a while it names the same quota everywhere; without that feature it names the real one.
const tells = ['--disable-features=StaticStorageQuota'];
const mayForget = 'この窓は、閉じると、ここにあるものをすべて忘れることがあります。';
let server: RealServer;
const browsers: Browser[] = [];
const profiles: Profile[] = [];
const folders: string[] = [];

beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  await Promise.all([...browsers, ...profiles].map((one) => one.close()));
  await server?.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function privateWindow(args: string[]): Promise<Page> {
  const browser = await launchBrowser(args);
  browsers.push(browser);
  return newPhone(browser);
}

async function begin(page: Page): Promise<void> {
  await page.fill('#name', '宮田 由佳');
  await page.getByRole('button', { name: 'はじめる' }).click();
  await page.getByText('あなたの安否').waitFor();
}

const quotaOf = (page: Page) => page.evaluate(async () => (await navigator.storage.estimate()).quota ?? 0);

test('a private window that can be told says so before one begins, and until the words are on paper', async () => {
  const page = await privateWindow(tells);
  await page.goto(server.url);
  expect(await quotaOf(page)).toBeLessThan(4e9);
  await page.getByText(mayForget).waitFor();
  await begin(page);
  await page.getByText(mayForget).waitFor();
  await page.getByRole('link', { name: '復元のことばを見る' }).click();
  await page.getByRole('button', { name: 'ことばを見る' }).waitFor();
});

test('an ordinary profile is told nothing of it', async () => {
  for (const args of [tells, []]) {
    const folder = mkdtempSync(join(tmpdir(), 'tayori-private-'));
    folders.push(folder);
    const profile = await openProfile(folder, args);
    profiles.push(profile);
    const { page } = profile;
    await page.goto(server.url);
    expect(await quotaOf(page)).toBeGreaterThan(9e9);
    await begin(page);
    await page.waitForFunction(() => navigator.serviceWorker.controller);
    // What is seldom said comes with code of its own; once the help is there that has come too.
    await page.goto(`${server.url}/help`);
    await page.getByRole('heading', { name: 'プライベートの窓' }).waitFor();
    expect(await page.getByText(mayForget).count()).toBe(0);
  }
});

test('one that cannot be told is not guessed at, and the help says what private windows do', async () => {
  const page = await privateWindow([]);
  await page.goto(server.url);
  await begin(page);
  await page.goto(`${server.url}/help`);
  await page.getByText('プライベートかどうかが、アプリからわからないブラウザーもあります。').waitFor();
  const isTold = (await quotaOf(page)) < 8e9;
  expect(await page.getByText(mayForget).count()).toBe(isTold ? 1 : 0);
});
