import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright';
import type { AppState } from '../state/model.ts';
import { launchBrowser, newPhone } from './browser.ts';
import { begin, sendAll, writeVoice } from './people.ts';
import { writeQrVideo } from './qr-video.ts';
import { startServer, type RealServer } from './real-server.ts';
import { tellOnFailure } from './tell-on-failure.ts';

// 由佳 uses a computer besides her phone, then a tablet, and later stops the computer.
let browser: Browser;
let server: RealServer;
let phone: Page;
let computer: Page;
let tablet: Page;

tellOnFailure(() => ({ phone, computer, tablet }));

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  [phone, computer, tablet] = await Promise.all([newDevice(), newDevice(), newDevice()]);
  await begin(phone, server.url, '宮田 由佳');
});
afterAll(async () => {
  await Promise.all([browser?.close(), server?.stop()]);
});

/** The page of the test build. */
type WithApp = { readonly tayoriApp?: { get(): AppState } };

/** A device whose page believes that time passes when it is told so. */
async function newDevice(): Promise<Page> {
  const page = await newPhone(browser);
  await page.context().clock.install();
  return page;
}

/** The app looks eight seconds after a start what the other devices did, and then now and then: lets that time pass until `isThere`. */
async function passTimeUntil(page: Page, isThere: () => Promise<boolean>): Promise<void> {
  const look = async () => {
    await page.clock.fastForward(60_000);
    return isThere();
  };
  await expect.poll(look, { timeout: 30_000, interval: 500 }).toBe(true);
}

/** Opens the app, and waits until it has looked: the first time all that is there is taken for known. */
async function openAndLook(page: Page): Promise<void> {
  await page.goto(server.url);
  const hasLooked = () => (globalThis as unknown as WithApp).tayoriApp?.get().deviceNews !== undefined;
  await passTimeUntil(page, () => page.evaluate(hasLooked));
}

const card = (page: Page, name: string) => page.locator('li.card', { hasText: name });

async function nameDevice(page: Page, from: string, name: string): Promise<void> {
  await card(page, from).getByRole('button', { name: '名前をつける' }).click();
  await page.getByLabel('端末の名前').fill(name);
  await page.getByRole('button', { name: '保存' }).click();
  await card(page, name).waitFor();
}

/** The code that a new device shows once somebody chose to use it too. */
async function showCode(page: Page, name: string): Promise<string> {
  await page.goto(server.url);
  await page.getByRole('link', { name: 'ここでも使う' }).click();
  await page.getByLabel('この端末の名前').or(page.getByLabel('端末の名前')).fill(name);
  await page.getByRole('button', { name: 'QR を出す' }).click();
  await page.locator('svg.qr path').waitFor();
  return page.getByLabel('文字で渡すとき').inputValue();
}

async function addByCode(code: string, name: string): Promise<void> {
  await phone.goto(`${server.url}/me/devices`);
  await phone.getByLabel('新しい端末の文字を貼る').fill(code);
  await phone.getByRole('button', { name: '見る' }).click();
  await phone.getByRole('heading', { name }).waitFor();
  await phone.getByText('あなたの名前で書けます').waitFor();
  await phone.getByRole('button', { name: '自分の端末として加える' }).click();
  await phone.getByText('加えました').waitFor();
}

async function takeUp(page: Page): Promise<void> {
  await page.getByText('宮田 由佳').waitFor();
  await page.getByRole('button', { name: 'はい、わたしです' }).click();
  await page.getByText('あなたの安否').waitFor();
}

test('a computer that shows its code becomes hers, and reads what she wrote and set before', async () => {
  await writeVoice(phone, '電話で書いた声');
  await phone.goto(`${server.url}/me/devices`);
  await nameDevice(phone, 'この端末', 'わたしの電話');
  await sendAll(phone, server.url);
  const code = await showCode(computer, '居間のパソコン');
  expect(code).toMatch(/^tayori-join:/);
  await addByCode(code, '居間のパソコン');
  await takeUp(computer);
  await computer.getByText('電話で書いた声').waitFor();
  await computer.goto(`${server.url}/me/devices`);
  await card(computer, 'わたしの電話').waitFor();
  await card(computer, '居間のパソコン').getByText('この端末').waitFor();
  await computer.getByText('ほかの端末を加えたり止めたりできません').waitFor();
  expect(await computer.getByRole('button', { name: /止める/ }).count()).toBe(0);
  await computer.goto(`${server.url}/me`);
  await computer.getByText('復元のことばは、はじめに使った端末で見られます').waitFor();
  await computer.goto(server.url);
});

test('what it writes is hers on the phone', async () => {
  await writeVoice(computer, 'パソコンで書いた声');
  await sendAll(computer, server.url);
  await phone.goto(server.url);
  await phone.getByText('パソコンで書いた声').waitFor();
});

test('a code that was made for another device is not taken, and its text is said to be none', async () => {
  await phone.goto(`${server.url}/me/devices`);
  await phone.getByLabel('新しい端末の文字を貼る').fill('tayori-join:abc');
  await phone.getByRole('button', { name: '見る' }).click();
  await phone.getByRole('alert').filter({ hasText: '新しい端末の文字ではありません' }).waitFor();
});

test('the computer is told of a tablet that came, once, also after it was closed', async () => {
  // It looks once after it met the server: from then on it knows who is there.
  await openAndLook(computer);
  await addByCode(await showCode(tablet, '台所の板'), '台所の板');
  await takeUp(tablet);
  await openAndLook(tablet);
  await sendAll(computer, server.url);
  const told = () => computer.getByRole('status').filter({ hasText: '「台所の板」を加えました' });
  for (let i = 0; i < 2; i++) {
    await computer.goto(server.url);
    await passTimeUntil(computer, () => told().isVisible());
  }
  await computer.getByRole('button', { name: 'わかりました' }).click();
  await told().waitFor({ state: 'detached' });
  await openAndLook(computer);
  expect(await told().count()).toBe(0);
});

test('a computer that was stopped says so, keeps its texts, and counts for nobody', async () => {
  await phone.goto(`${server.url}/me/devices`);
  await card(phone, '居間のパソコン').getByRole('button', { name: '止める…' }).click();
  await phone.getByRole('radio', { name: 'なくした' }).check();
  await phone.getByRole('button', { name: '止める', exact: true }).click();
  await card(phone, '居間のパソコン').getByText('だれにも届きません').waitFor();
  await sendAll(phone, server.url);
  await writeVoice(computer, '止められたあとの声');
  await computer.reload();
  const stopped = computer.getByRole('alert').filter({ hasText: 'この端末は止められました' });
  await passTimeUntil(computer, () => stopped.isVisible());
  await computer.getByText('止められたあとの声').waitFor();
  await phone.goto(server.url);
  await phone.getByText('パソコンで書いた声').waitFor();
  expect(await phone.getByText('止められたあとの声').count()).toBe(0);
  await tablet.goto(server.url);
  const told = tablet.getByRole('status').filter({ hasText: '「居間のパソコン」を止めました' });
  await passTimeUntil(tablet, () => told.isVisible());
});

test('a phone that holds the code to its camera adds the device without a text being carried', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tayori-camera-'));
  const film = join(folder, 'camera.y4m');
  const newcomer = await newPhone(browser);
  const code = await showCode(newcomer, '会社のパソコン');
  writeQrVideo(film, code);
  const camera = await launchBrowser([
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
  ]);
  const context = await camera.newContext({ locale: 'ja-JP', permissions: ['camera'] });
  context.setDefaultTimeout(30_000);
  const other = await context.newPage();
  await begin(other, server.url, '川島 航一');
  await other.goto(`${server.url}/me/devices`);
  await other.getByRole('button', { name: '新しい端末の QR を読む' }).click();
  await other.getByRole('heading', { name: '会社のパソコン' }).waitFor();
  await other.getByRole('button', { name: '自分の端末として加える' }).click();
  await other.getByText('加えました').waitFor();
  await newcomer.getByText('川島 航一').waitFor();
  // Who comes second with the same code is told so.
  await phone.goto(`${server.url}/me/devices`);
  await phone.getByLabel('新しい端末の文字を貼る').fill(code);
  await phone.getByRole('button', { name: '見る' }).click();
  await phone.getByRole('button', { name: '自分の端末として加える' }).click();
  await phone.getByText('ほかの人が、先にこの端末を加えようとしました').waitFor();
  await newcomer.getByRole('button', { name: 'いいえ' }).click();
  await newcomer.getByRole('button', { name: 'QR を出す' }).waitFor();
  expect(await newcomer.getByText('あなたの安否').count()).toBe(0);
  await camera.close();
  rmSync(folder, { recursive: true, force: true });
});
