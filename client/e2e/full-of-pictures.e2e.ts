import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, CDPSession, Page } from 'playwright';
import type { Replica } from '../../shared/fold/replica.ts';
import { launchBrowser } from './browser.ts';
import { befriendWith, showPicture, type FriendPhone } from './friend-phones.ts';
import { begin, inviteLink, sendAll } from './people.ts';
import { fillDevice } from './fill-device.ts';
import { startServer, type RealServer } from './real-server.ts';

// Yuka's friends have pictures, and her phone is full to the last bytes when she has something to say.
const count = 8;
let browser: Browser;
let server: RealServer;
let page: Page;
let holder: Page;
let devtools: CDPSession;
const friends: FriendPhone[] = [];

// As in full-device.e2e.ts: the limit stands from the start, and a page of its own holds it.
beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  const context = await browser.newContext({ locale: 'ja-JP', viewport: { width: 360, height: 740 } });
  context.setDefaultTimeout(30_000);
  holder = await context.newPage();
  await holder.goto(`${server.url}/icon.svg`);
  devtools = await context.newCDPSession(holder);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: server.url, quotaSize: 4_000_000 });
  page = await context.newPage();
  await begin(page, server.url, '宮田 由佳');
  const link = await inviteLink(page, server.url);
  await sendAll(page, server.url);
  for (let i = 0; i < count; i++) {
    const friend = await befriendWith(link, `友 ${i}`, 50 + i);
    await showPicture(friend, await jpegOfNoise());
    friends.push(friend);
  }
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** A picture of noise between 10 and 20 KB. */
async function jpegOfNoise(): Promise<Uint8Array> {
  const bytes = await holder.evaluate(async () => {
    const canvas = new OffscreenCanvas(120, 120);
    const noise = crypto.getRandomValues(new Uint8Array(120 * 120 * 4));
    canvas
      .getContext('2d')!
      .putImageData(new ImageData(new Uint8ClampedArray(noise.map((byte) => byte | 128)), 120, 120), 0, 0);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.93 });
    return [...new Uint8Array(await blob.arrayBuffer())];
  });
  expect(bytes.length).toBeGreaterThan(10_000);
  expect(bytes.length).toBeLessThanOrEqual(20_480);
  return Uint8Array.from(bytes);
}

/** Until nothing fits, not even what stands beside. */
async function fillToTheByte(): Promise<void> {
  await fillDevice(holder);
  // What the app's files took meanwhile is over the limit: from here on it is full to the byte.
  const usage = await holder.evaluate(async () => (await navigator.storage.estimate()).usage);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: server.url, quotaSize: usage ?? 0 });
}

const leftOut = /マイともの写真 (\d+)枚を入れていません/;

async function picturesOfFriends(): Promise<number> {
  await page.goto(`${server.url}/friends`);
  await page
    .locator('li.row')
    .nth(count - 1)
    .waitFor();
  return page.locator('li.row .av img').count();
}

async function countLeftOut(): Promise<number> {
  await page.goto(`${server.url}/me`);
  await page.getByRole('heading', { name: 'この端末の保存' }).waitFor();
  const line = page.getByText(leftOut);
  await line.waitFor();
  return Number(leftOut.exec((await line.textContent()) ?? '')?.[1]);
}

const voice = () => page.locator('li.row', { hasText: '水が出ました。' });

test('the pictures of all friends come', async () => {
  await sendAll(page, server.url);
  await page.goto(`${server.url}/friends`);
  await page
    .locator('li.row .av img')
    .nth(count - 1)
    .waitFor();
  expect(await picturesOfFriends()).toBe(count);
});

test('on a phone full of pictures a voice is saved; some pictures go for it, and that is said', async () => {
  await server.stop();
  await page.goto(server.url);
  await page.click('a[href="/write"]');
  await page.fill('#voice', '水が出ました。');
  await fillToTheByte();
  await page.click('.bar button');
  await voice().waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  const gone = await countLeftOut();
  expect(gone).toBeGreaterThan(0);
  expect(gone).toBeLessThan(count);
  expect(await picturesOfFriends()).toBe(count - gone);
});

test('the voice is there when the app is opened again, with every friend, and reaches them', async () => {
  server = await startServer({ port: Number(new URL(server.url).port), dataFolder: server.dataFolder });
  await page.goto('about:blank');
  await page.goto(server.url);
  await voice().waitFor();
  await sendAll(page, server.url);
  const [friend] = friends as [FriendPhone];
  await friend.conversation.wake('tapped');
  const { core } = friend.device;
  const texts = [...(core.folds as Replica).items()].flatMap(({ body }) => (body?.kind === 'voice' ? [body.text] : []));
  expect(texts).toEqual(['水が出ました。']);
});

// How much room a picture that went leaves is the browser's own reckoning: some may have come back already.
test('once there is room all pictures are there again, by a tap where they have not come by themselves', async () => {
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: server.url });
  await page.goto(`${server.url}/me`);
  await page.getByRole('heading', { name: 'この端末の保存' }).waitFor();
  const fetch = page.getByRole('button', { name: '写真を取りよせる' });
  if (
    await fetch.waitFor({ timeout: 3_000 }).then(
      () => true,
      () => false,
    )
  )
    await fetch.click();
  await page.getByText(leftOut).waitFor({ state: 'detached' });
  await picturesOfFriends();
  // One after the other, some of them behind the screen of last time.
  await expect.poll(() => page.locator('li.row .av img').count()).toBe(count);
});
