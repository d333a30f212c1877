import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Locator, Page } from 'playwright';
import { launchBrowser, newPhone } from './browser.ts';
import { openLine, type Line } from './line.ts';
import { begin, goTo, inviteLink, sendAll, writeVoice } from './people.ts';
import { openProfile, type Profile } from './profile.ts';
import { writeQrVideo } from './qr-video.ts';
import { startServer, type RealServer } from './real-server.ts';
import { shiftClock } from './shift-clock.ts';
import { tellOnFailure } from './tell-on-failure.ts';

// Yuka is in the city and has a line all the time. Koichi's village is dark for three days; his phone is opened again twice meanwhile.
const folder = mkdtempSync(join(tmpdir(), 'tayori-dark-'));
const [film, profileFolder] = [join(folder, 'camera.y4m'), join(folder, 'profile')];
const dayMs = 24 * 3_600_000;
let day = 0;
let browser: Browser;
let server: RealServer;
let line: Line;
let koichi: Profile;
let yuka: Page;
let shinji: Page;

tellOnFailure(() => ({ yuka, shinji, koichi: koichi?.page }));

beforeAll(async () => {
  [browser, server, line] = await Promise.all([launchBrowser(), startServer(), openLine()]);
  [yuka, shinji] = await Promise.all([newPhone(browser), newPhone(browser)]);
  // Less than the half minute after which a phone asks by itself: what is new must come by the open line.
  for (const page of [yuka, shinji]) page.setDefaultTimeout(20_000);
  await begin(yuka, server.url, '宮田 由佳', 'みやた ゆか');
  await begin(shinji, server.url, '徳田 伸二', 'とくだ しんじ');
});
afterAll(async () => {
  await Promise.all([browser?.close(), koichi?.kill(), line?.close()]);
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Koichi's phone, switched on: always over his own line and with what stands before its camera. */
async function switchOn(): Promise<Profile> {
  const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
  const proxy = [`--proxy-server=${line.address}`, '--proxy-bypass-list=<-loopback>'];
  return openProfile(profileFolder, [...camera, `--use-file-for-fake-video-capture=${film}`, ...proxy]);
}

/** Another day: the server was away for a moment, and everybody's clock has gone on. */
async function passOneDay(): Promise<void> {
  day += 1;
  await server.stop();
  server = await startServer({
    port: Number(new URL(server.url).port),
    dataFolder: server.dataFolder,
    shiftMs: day * dayMs,
  });
  for (const page of [yuka, shinji, koichi.page]) await shiftClock(page, day * dayMs);
  for (const page of [yuka, shinji]) await sendAll(page, server.url);
}

async function reopen(): Promise<void> {
  await koichi.close();
  koichi = await switchOn();
  await koichi.page.goto(server.url);
}

async function give(page: Page, condition: string, need?: string): Promise<void> {
  await goTo(page, 'ホーム');
  await page.locator('a[href="/status"]').click();
  await page.getByRole('radio', { name: condition, exact: true }).check({ force: true });
  if (need) await page.getByRole('checkbox', { name: need }).check({ force: true });
  await page.locator('.bar button').click();
  await page.getByRole('button', { name: /^今も/ }).waitFor();
}

/** A person's row in somebody's safety list. */
async function safetyOf(page: Page, name: string): Promise<Locator> {
  await goTo(page, '安否');
  return page.locator('li.row', { hasText: name });
}

const atServerAtLeast = /^(サーバーまで|相手の端末まで 1人)$/;
const stateOf = (page: Page, text: string) => page.locator('li.row', { hasText: text }).locator('.dl b');
const shownVoices = async (page: Page) =>
  (await page.locator('li.row p.pre').allTextContents()).filter((text) => text.startsWith('村'));

test('they become friends, one by a link and one by the QR on a screen', async () => {
  const link = await inviteLink(yuka, server.url);
  await shinji.goto(link);
  await shinji.getByRole('button', { name: '宮田 由佳さんとマイともになる' }).click();
  await shinji.getByText('宮田 由佳さんとは、もうマイともです').waitFor();

  writeQrVideo(film, link);
  koichi = await switchOn();
  await begin(koichi.page, server.url, '川島 航一', 'かわしま こういち');
  await koichi.page.goto(`${server.url}/friends/add`);
  await koichi.page.getByRole('button', { name: '相手の QR を読む' }).click();
  await koichi.page.getByRole('button', { name: '宮田 由佳さんとマイともになる' }).click();
  await koichi.page.getByText('宮田 由佳さんとは、もうマイともです').waitFor();
  await yuka.goto(`${server.url}/friends`);
  await yuka.getByRole('heading', { name: 'マイとも 2人' }).waitFor();
});

test('on the first day the list knows who is well and who has said nothing', async () => {
  await koichi.page.getByRole('link', { name: 'ホーム', exact: true }).click();
  await give(koichi.page, '無事');
  await writeVoice(koichi.page, '村 1：電気が切れそうです。');
  await stateOf(koichi.page, '村 1').getByText('サーバーまで').waitFor();
  await (await safetyOf(yuka, '川島 航一')).getByText('無事', { exact: true }).waitFor();
  await (await safetyOf(yuka, '徳田 伸二')).getByText('連絡なし').waitFor();
});

test('dark: what he writes is said to be on his phone only, and his old word is not called safe', async () => {
  line.cut();
  await writeVoice(koichi.page, '村 2：道がふさがっています。');
  await stateOf(koichi.page, '村 2').getByText('この端末だけ').waitFor();
  await passOneDay();
  await passOneDay();
  const row = await safetyOf(yuka, '川島 航一');
  await row.getByText(/は無事/).waitFor();
  await yuka.getByRole('heading', { name: /連絡なし 2人/ }).waitFor();
  await row.getByRole('button').click();
  await row.getByText(/にたずねました（サーバーまで）/).waitFor();
});

test('what she writes to him meanwhile is on the phone of the other friend, and on no other', async () => {
  await writeVoice(yuka, '町 1：水は足りています。');
  await shinji.goto(server.url);
  await shinji.locator('li.row', { hasText: '町 1' }).waitFor();
  for (const page of [shinji, yuka]) await sendAll(page, server.url);
  await goTo(yuka, 'ホーム');
  await stateOf(yuka, '町 1').getByText('相手の端末まで 1人').waitFor();
});

test('opened again twice, everything he wrote is still there and still only there', async () => {
  await reopen();
  await koichi.page.getByRole('status').filter({ hasText: '未送信 1' }).waitFor();
  await writeVoice(koichi.page, '村 3：沢の水を飲んでいます。');
  await give(koichi.page, '無事・助けがほしい', '薬');
  await reopen();
  await koichi.page.getByRole('status').filter({ hasText: '未送信 3' }).waitFor();
  for (const text of ['村 2', '村 3']) expect(await stateOf(koichi.page, text).textContent()).toBe('この端末だけ');
  expect(await stateOf(koichi.page, '村 1').textContent()).toMatch(atServerAtLeast);
  expect(await koichi.page.getByRole('region', { name: 'あなたの安否' }).locator('.dl b').textContent()).toBe(
    'この端末だけ',
  );
  expect(await (await safetyOf(yuka, '川島 航一')).getByText('助けがほしい').count()).toBe(0);
});

test('back after three days everything arrives once and in order, and the list puts him first', async () => {
  await passOneDay();
  line.mend();
  await sendAll(koichi.page, server.url);
  await goTo(koichi.page, 'ホーム');
  // Yuka came back many times with what he wrote first.
  // He hears of it with his next question, half a minute later where nothing else calls for one.
  await stateOf(koichi.page, '村 1').getByText('相手の端末まで 1人').waitFor({ timeout: 90_000 });
  for (const text of ['村 2', '村 3']) await stateOf(koichi.page, text).getByText(atServerAtLeast).waitFor();
  const row = await safetyOf(yuka, '川島 航一');
  await row.getByText('無事・助けがほしい').waitFor();
  await row.getByText('ほしいもの：薬').waitFor();
  expect(await yuka.locator('li.row h3').first().textContent()).toContain('川島 航一');
  await goTo(yuka, 'ホーム');
  await yuka.locator('li.row', { hasText: '村 3' }).waitFor();
  const texts = ['村 3：沢の水を飲んでいます。', '村 2：道がふさがっています。', '村 1：電気が切れそうです。'];
  await expect.poll(() => shownVoices(yuka)).toEqual(texts);
  await expect.poll(() => shownVoices(koichi.page)).toEqual(texts);
});

test('and what she wrote is on his phone too, once it has come back with it', async () => {
  await koichi.page.locator('li.row', { hasText: '町 1' }).waitFor();
  for (const page of [koichi.page, yuka]) await sendAll(page, server.url);
  await goTo(yuka, 'ホーム');
  await stateOf(yuka, '町 1').getByText('相手の端末まで 2人').waitFor();
  await goTo(koichi.page, 'ホーム');
});

test('one tap says that he is well again', async () => {
  await give(koichi.page, '無事');
  const row = await safetyOf(yuka, '川島 航一');
  await row.getByText('無事', { exact: true }).waitFor();
  expect(await row.getByText('ほしいもの').count()).toBe(0);
  await yuka.getByRole('heading', { name: /^無事 1人/ }).waitFor();
});
