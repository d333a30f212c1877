import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright';
import { launchBrowser } from './browser.ts';
import { writeQrVideo } from './qr-video.ts';
import { startServer, type RealServer } from './real-server.ts';

let server: RealServer;
const browsers: Browser[] = [];
const folder = mkdtempSync(join(tmpdir(), 'tayori-camera-'));
const film = join(folder, 'camera.y4m');

beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  await Promise.all(browsers.map((browser) => browser.close()));
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function begin(name: string, args: string[], permissions: string[]): Promise<Page> {
  const browser = await launchBrowser(args);
  browsers.push(browser);
  const context = await browser.newContext({ locale: 'ja-JP', permissions });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  await page.goto(server.url);
  await page.fill('#name', name);
  await page.getByRole('button', { name: 'はじめる' }).click();
  await page.getByText('あなたの安否').waitFor();
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  await page.goto(`${server.url}/friends/add`);
  await page.locator('svg.qr path').waitFor();
  return page;
}

test('who holds the other’s QR to the camera becomes a friend', async () => {
  const yuka = await begin('宮田 由佳', [], []);
  writeQrVideo(film, await yuka.inputValue('#link'));
  const fakeCamera = ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`];
  const koichi = await begin('川島 航一', fakeCamera, ['camera']);
  await koichi.getByRole('button', { name: '相手の QR を読む' }).click();
  await koichi.getByRole('button', { name: '宮田 由佳さんとマイともになる' }).click();
  await koichi.getByText('宮田 由佳さんとは、もうマイともです').waitFor();
  expect(new URL(koichi.url()).pathname).toMatch(/^\/i\//);
});

test('without leave for the camera the way by a link is said', async () => {
  const page = await begin('徳田 伸二', [], []);
  await page.getByRole('button', { name: '相手の QR を読む' }).click();
  await page.getByRole('alert').filter({ hasText: '相手にリンクを送ってもらい' }).waitFor();
  await page.getByRole('button', { name: '読むのをやめる' }).click();
  await page.getByRole('button', { name: 'ひらく' }).waitFor();
});

test('where what reads codes was never kept and there is no line, that is said, and the way by a link', async () => {
  const page = await begin('小笠原 勉', ['--use-fake-device-for-media-stream'], ['camera']);
  await server.stop();
  await page.evaluate(async () => {
    const cache = await caches.open('tayori-app');
    const keys = await cache.keys();
    await Promise.all(keys.filter(({ url }) => /decode/.test(url)).map((key) => cache.delete(key)));
  });
  await page.getByRole('button', { name: '相手の QR を読む' }).click();
  await page.getByRole('alert').filter({ hasText: '画面の部品が届いていません' }).waitFor();
  await page.getByText('相手にリンクを送ってもらい').waitFor();
});
