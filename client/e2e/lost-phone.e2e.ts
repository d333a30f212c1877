import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright';
import { launchBrowser, newPhone } from './browser.ts';
import { begin, goTo, inviteLink, sendAll, takeInvite, writeVoice } from './people.ts';
import { openProfile, type Profile } from './profile.ts';
import { startServer, type RealServer } from './real-server.ts';

// A phone at the bottom of the sea: Yuka has her words on paper, and a sister who kept a copy of the phone's storage.
let browser: Browser;
let server: RealServer;
let phone: Profile;
let koichi: Page;
let anew: Page;
let words: readonly string[] = [];
let passphrase = '';
let number = '';
const folder = mkdtempSync(join(tmpdir(), 'tayori-sea-'));

beforeAll(async () => {
  [browser, server, phone] = await Promise.all([launchBrowser(), startServer(), openProfile(folder)]);
  koichi = await newPhone(browser);
  await begin(phone.page, server.url, '宮田 由佳', 'みやた ゆか');
  await begin(koichi, server.url, '川島 航一', 'かわしま こういち');
  await takeInvite(koichi, await inviteLink(phone.page, server.url), server.url);
  await writeVoice(phone.page, 'あした船に乗ります。');
  await writeVoice(koichi, '港で待っています。');
});
afterAll(async () => {
  await Promise.all([browser?.close(), phone?.kill()]);
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens the page of a person from the safety list. */
async function openPerson(page: Page, name: string): Promise<void> {
  await goTo(page, '安否');
  await page.getByRole('link', { name, exact: true }).click();
}

async function giveStatus(page: Page, choice: string): Promise<void> {
  await page.goto(`${server.url}/status`);
  await page.getByRole('radio', { name: choice, exact: true }).check({ force: true });
  await page.locator('.bar button').click();
  await page.getByText('あなたの安否').waitFor();
}

const recoverySeedOf = (page: Page) =>
  page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('tayori');
      request.onsuccess = () => resolve(request.result);
    });
    const identity = await new Promise<{ recoverySeed: Uint8Array | null }>((resolve) => {
      const request = database.transaction('identity').objectStore('identity').get('me');
      request.onsuccess = () => resolve(request.result as { recoverySeed: Uint8Array | null });
    });
    database.close();
    return identity.recoverySeed;
  });

test('she lives on it: a status, a name of her own for a friend', async () => {
  const { page } = phone;
  await giveStatus(page, '無事');
  await openPerson(page, '川島 航一');
  await page
    .getByRole('link', { name: /川島 航一/ })
    .last()
    .click();
  await page.fill('#own-name', '船長');
  await page.getByRole('button', { name: 'この呼び名にする' }).click();
  await page.getByText('保存しました。').waitFor();
  await sendAll(page, server.url);
});

test('the words can also lie at the server, under five others', async () => {
  const { page } = phone;
  await page.goto(`${server.url}/me/words`);
  await page.getByText('預けていません。').waitFor();
  await page.getByRole('button', { name: '預ける', exact: true }).click();
  await page.waitForFunction(() => document.querySelector('#made')?.textContent);
  passphrase = (await page.textContent('#made')) ?? '';
  expect(passphrase.split('　')).toHaveLength(5);
  await page.getByRole('button', { name: 'この合いことばで預ける' }).click();
  await page.getByText('預けてあります。').waitFor();
  const told = await page.getByText('もどるときは').textContent();
  number = /[0-9a-f]{32}/.exec(told ?? '')?.[0] ?? '';
  expect(number).toHaveLength(32);
});

test('without a signal she writes the words down, two are asked back, and only the paper has them', async () => {
  const { page } = phone;
  await page.goto(`${server.url}/me`);
  await page.getByText('復元のことばは、まだ確かめていません。').waitFor();
  await page.context().setOffline(true);
  await page.getByRole('link', { name: '復元のことばを書いておく' }).click();
  await page.getByRole('button', { name: 'ことばを見る' }).click();
  words = await page.locator('ol li b').allTextContents();
  expect(words).toHaveLength(12);
  await page.locator('svg.qr path').waitFor();
  await page.getByRole('button', { name: '紙に書きました' }).click();
  const fields = page.locator('main form input');
  const labels = await page.locator('main form label').allTextContents();
  const places = labels.map((label) => Number(/\d+/.exec(label)?.[0]));
  expect(places).toHaveLength(2);
  await fields.nth(0).fill(words[(places[0] ?? 1) - 1] ?? '');
  await fields.nth(1).fill(words[places[0] === 1 ? 1 : 0] ?? '');
  await page.getByRole('button', { name: '確かめて、端末から消す' }).click();
  if (words[(places[1] ?? 1) - 1] !== words[places[0] === 1 ? 1 : 0]) {
    await page.getByText(`${places[1]}番目が、ちがいます。`).waitFor();
  }
  expect(await recoverySeedOf(page), 'until then it is here').not.toBeNull();
  await fields.nth(1).fill(words[(places[1] ?? 1) - 1] ?? '');
  await page.getByRole('button', { name: '確かめて、端末から消す' }).click();
  await page.getByRole('heading', { name: '復元のことばは、紙だけにあります' }).waitFor();
  expect(await recoverySeedOf(page)).toBeNull();
  await page.reload();
  await page.getByText(/に確かめました。/).waitFor();
  expect(await page.getByRole('button', { name: 'ことばを見る' }).count()).toBe(0);
  await page.context().setOffline(false);
  await phone.close();
});

test('on a new phone without a signal she is told that it needs one, and which word she misread', async () => {
  anew = await newPhone(browser);
  await anew.goto(server.url);
  await anew.getByRole('link', { name: 'まえにも使っていた' }).click();
  await anew.fill('#words', words.map((word, i) => (i === 2 ? 'ほげほげ' : word)).join(' '));
  await anew.getByRole('button', { name: 'もどる', exact: true }).click();
  await anew.getByText('3番目は、復元のことばにありません。').waitFor();
  const toKatakana = (text: string) =>
    text.replace(/[ぁ-ゖ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60));
  await anew.fill('#words', words.map((word, i) => `${i + 1}. ${toKatakana(word)}`).join('\n'));
  await anew.context().setOffline(true);
  await anew.getByRole('button', { name: 'もどる', exact: true }).click();
  await anew.getByText('サーバーに届きません。').waitFor();
  await anew.context().setOffline(false);
  await anew.getByRole('button', { name: 'もどる', exact: true }).click();
});

test('and then all of it is there: her name, friends, settings, status and what was written', async () => {
  await anew.getByText('あなたの安否').waitFor();
  for (const text of ['あした船に乗ります。', '港で待っています。']) {
    await anew.locator('li.row', { hasText: text }).waitFor();
  }
  await goTo(anew, '安否');
  await anew.locator('li.row', { hasText: '船長' }).waitFor();
  await goTo(anew, 'ホーム');
  await anew.getByText('無事', { exact: true }).first().waitFor();
  await anew.getByRole('link', { name: '自分・設定' }).click();
  expect(await anew.inputValue('#name')).toBe('宮田 由佳');
  expect(await anew.inputValue('#kana')).toBe('みやた ゆか');
  await anew.getByText('復元のことばを確かめてあります。').waitFor();
  expect(await recoverySeedOf(anew)).toBeNull();
  await anew.reload();
  await goTo(anew, '安否').catch(async () => anew.goto(`${server.url}/safety`));
  await anew.locator('li.row', { hasText: '船長' }).waitFor();
});

test('she goes on, and her friend sees since when she has a new device', async () => {
  await writeVoice(anew, '新しい電話です。');
  await sendAll(anew, server.url);
  await sendAll(koichi, server.url);
  await goTo(koichi, 'ホーム');
  await koichi.locator('li.row', { hasText: '新しい電話です。' }).waitFor();
  await openPerson(koichi, '宮田 由佳');
  await koichi.getByText(/から、新しい端末です/).waitFor();
});

test('the old phone, fished out of the sea, is shut out and says why', async () => {
  phone = await openProfile(folder);
  await phone.page.goto(server.url);
  await phone.page.getByRole('heading', { name: 'この端末は止められています' }).waitFor();
  await phone.page.getByText('あなたの復元のことばで、新しい端末にうつったからです。').waitFor();
  await phone.page.getByRole('button', { name: 'すべてをファイルにする' }).waitFor();
});

test('with the passphrase alone she comes back once more, and the second phone is the old one', async () => {
  const third = await newPhone(browser);
  await third.goto(`${server.url}/restore`);
  await third.getByRole('radio', { name: '合いことば' }).check({ force: true });
  await third.fill('#who', number);
  await third.fill('#passphrase', 'ちがうことば');
  await third.getByRole('button', { name: 'もどる', exact: true }).click();
  await third.getByText('合いことばがちがいます。').waitFor();
  await third.fill('#passphrase', passphrase.replaceAll('　', ' '));
  await third.getByRole('button', { name: 'もどる', exact: true }).click();
  await third.getByText('あなたの安否').waitFor();
  await third.locator('li.row', { hasText: '新しい電話です。' }).waitFor();
  await sendAll(third, server.url);
  await anew.goto(server.url);
  await anew.getByRole('heading', { name: 'この端末は止められています' }).waitFor();
});
