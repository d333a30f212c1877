import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright';
import { launchBrowser, newPhone } from './browser.ts';
import { begin, goTo, inviteLink, sendAll, takeInvite, writeVoice } from './people.ts';
import { startServer, type RealServer } from './real-server.ts';

// Yuka's phone is gone. She has a paper with the words and a file on a memory card, and there is no line.
let browser: Browser;
let server: RealServer;
let koichi: Page;
let phone: Page;
let words = '';
let strange = '';
const folder = mkdtempSync(join(tmpdir(), 'tayori-file-'));
const file = join(folder, 'tayori.json');

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  const [yuka, friend] = await Promise.all([newPhone(browser), newPhone(browser)]);
  koichi = friend;
  await begin(yuka, server.url, '宮田 由佳');
  await begin(koichi, server.url, '川島 航一');
  await takeInvite(koichi, await inviteLink(yuka, server.url), server.url);
  await writeVoice(yuka, '海へ行きます。');
  await sendAll(yuka, server.url);
  await sendAll(koichi, server.url);
  words = await readWordsOf(yuka);
  const other = await newPhone(browser);
  await begin(other, server.url, '原 千夏');
  strange = await readWordsOf(other);
  await other.context().close();
  await yuka.goto(`${server.url}/me`);
  const saved = yuka.waitForEvent('download');
  await yuka.getByRole('button', { name: 'すべてをファイルにする' }).click();
  await (await saved).saveAs(file);
  await yuka.context().close();
  phone = await newPhone(browser);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function readWordsOf(page: Page): Promise<string> {
  await page.goto(`${server.url}/me/words`);
  await page.getByRole('button', { name: 'ことばを見る' }).click();
  return (await page.locator('ol li b').allTextContents()).join(' ');
}

/** Whether this phone has what restoring asks for last: the list of words and the code of it. */
async function hasLastFiles(): Promise<boolean> {
  const kept = await (await caches.open('tayori-app')).keys();
  return ['/later-japanese', '/later-seldom-'].every((name) => kept.some(({ url }) => url.includes(name)));
}

async function comeBackWith(given: string): Promise<void> {
  await phone.locator('#restore-file').setInputFiles(file);
  await phone.fill('#words', given);
  await phone.getByRole('button', { name: 'もどる', exact: true }).click();
}

test('without any line the words and the file bring her back; words of somebody else do not', async () => {
  // The app has been opened on this phone while there was a line.
  await phone.goto(`${server.url}/restore`);
  await phone.waitForFunction(() => navigator.serviceWorker.controller);
  await phone.getByRole('radio', { name: 'ことばとファイル' }).check({ force: true });
  await expect.poll(() => phone.evaluate(hasLastFiles), { timeout: 20_000 }).toBe(true);
  await server.stop();
  const stranger = join(folder, 'other.json');
  writeFileSync(stranger, '{"no":"file"}');
  await phone.locator('#restore-file').setInputFiles(stranger);
  await phone.fill('#words', words);
  await phone.getByRole('button', { name: 'もどる', exact: true }).click();
  await phone.getByText('これは、たよりのファイルではありません。').waitFor();
  await comeBackWith(strange);
  await phone.getByText('このことばと、このファイルは、別の人のものです。').waitFor();
  await comeBackWith(words);
  await phone.locator('li.row', { hasText: '海へ行きます。' }).waitFor();
  await goTo(phone, 'マイとも');
  await phone.locator('li.row', { hasText: '川島 航一' }).waitFor();
});

test('what she writes then is hers once there is a line, and her friend sees the new phone', async () => {
  await writeVoice(phone, 'もどりました。');
  server = await startServer({ port: Number(new URL(server.url).port), dataFolder: server.dataFolder });
  await sendAll(phone, server.url);
  await sendAll(koichi, server.url);
  await goTo(koichi, 'ホーム');
  await koichi.locator('li.row', { hasText: 'もどりました。' }).waitFor();
  await koichi.locator('li.row', { hasText: '海へ行きます。' }).waitFor();
  await goTo(koichi, '安否');
  await koichi.locator('li.row', { hasText: '宮田 由佳' }).getByRole('link').first().click();
  await koichi.getByText(/から、新しい端末です/).waitFor();
});
