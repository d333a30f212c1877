import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright';
import { launchBrowser } from './browser.ts';
import { goTo, twoFriends, writeVoice } from './people.ts';
import { startServer, type RealServer } from './real-server.ts';

// What waits on one phone is carried to a friend's as a file, without any server.
let browser: Browser;
let server: RealServer;
let yuka: Page;
let koichi: Page;
let path: string;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  [yuka, koichi] = await twoFriends(browser, server.url);
  // His own page is kept on his phone once he looked at it.
  await koichi.goto(`${server.url}/me`);
  await koichi.getByRole('listitem').filter({ hasText: 'この端末' }).waitFor();
  await server.stop();
});
afterAll(async () => {
  await Promise.all([browser?.close(), server?.stop()]);
});

test('what waits is one file that a person can read', async () => {
  await writeVoice(yuka, '橋は渡れません。');
  await yuka.goto(`${server.url}/me`);
  const [download] = await Promise.all([
    yuka.waitForEvent('download'),
    yuka.getByRole('button', { name: '未送信 1件だけをファイルにする' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^tayori-\d{4}-\d\d-\d\d\.json$/);
  path = await download.path();
  const { name, entries } = JSON.parse(readFileSync(path, 'utf8')) as { name: string; entries: { text?: string }[] };
  expect([name, entries.map(({ text }) => text)]).toEqual(['宮田 由佳', ['橋は渡れません。']]);
});

test('on the friend’s phone it is there, once, and a file of something else changes nothing', async () => {
  await koichi.goto(`${server.url}/me`);
  const field = koichi.locator('#file');
  await field.setInputFiles(path);
  await koichi.getByText('1件が加わりました。').waitFor();
  await field.setInputFiles(path);
  await koichi.getByText('0件が加わりました。').waitFor();
  const other = `${path}.other`;
  writeFileSync(other, '{"tayori":1,"file":"AAAA"}');
  await field.setInputFiles(other);
  await koichi.getByText('たよりのファイルではありません').waitFor();
  await goTo(koichi, 'ホーム');
  await koichi.locator('li.row', { hasText: '橋は渡れません。' }).waitFor();
});
