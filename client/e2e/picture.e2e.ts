import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright';
import { launchBrowser } from './browser.ts';
import { goTo, sendAll, twoFriends } from './people.ts';
import { startServer, type RealServer } from './real-server.ts';

// Yuka puts a picture on her card, offline; Koichi sees it wherever her name stands.
let browser: Browser;
let server: RealServer;
let yuka: Page;
let koichi: Page;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  [yuka, koichi] = await twoFriends(browser, server.url);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** A wide picture of noise, which no encoder makes small, left half red. */
async function noisyPicture(page: Page): Promise<Buffer> {
  const bytes = await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1600, 900];
    const brush = canvas.getContext('2d')!;
    const image = brush.createImageData(1600, 900);
    let seed = 1;
    for (let i = 0; i < image.data.length; i++) {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      image.data[i] = i % 4 === 3 ? 255 : seed >> 16;
    }
    brush.putImageData(image, 0, 0);
    const blob = await new Promise<Blob>((resolve) => canvas.toBlob((made) => resolve(made!), 'image/png'));
    return [...new Uint8Array(await blob.arrayBuffer())];
  });
  return Buffer.from(bytes);
}

const picturesIn = (page: Page, where: string) => page.locator(`${where} .av img`);

test('a picture becomes a square of at most 20 KB, is looked at, and saved without a server', async () => {
  const { port } = new URL(server.url);
  await server.stop();
  await yuka.goto(`${server.url}/me`);
  const file = { name: 'noise.png', mimeType: 'image/png', buffer: await noisyPicture(yuka) };
  await yuka.locator('.pick input').first().setInputFiles(file);
  await yuka.getByRole('button', { name: 'この写真にする' }).waitFor();
  const { width, height } = await yuka.locator('.face img').evaluate(async (image: HTMLImageElement) => {
    await image.decode();
    return { width: image.naturalWidth, height: image.naturalHeight };
  });
  expect(height).toBe(width);
  const said = /約 ([\d.]+) KB/.exec((await yuka.getByText('四角く切りとり').textContent()) ?? '')?.[1];
  expect(Number(said)).toBeGreaterThan(1);
  expect(Number(said)).toBeLessThanOrEqual(20.5);
  await yuka.getByRole('button', { name: 'この写真にする' }).click();
  await yuka.getByText('この端末に保存しました。マイともには').waitFor();
  await yuka.goto(`${server.url}/outbox`);
  await yuka.getByRole('heading', { name: '写真（あなたのカード）' }).waitFor();
  server = await startServer({ port: Number(port), dataFolder: server.dataFolder });
  await yuka.reload();
  await picturesIn(yuka, 'body')
    .or(yuka.getByRole('heading', { name: '未送信はありません' }))
    .first()
    .waitFor();
  await sendAll(yuka, server.url);
});

test('the friend sees it beside her name, also after opening again', async () => {
  await sendAll(koichi, server.url);
  await goTo(koichi, 'ホーム');
  await goTo(koichi, 'マイとも');
  await picturesIn(koichi, 'li.row').waitFor();
  const width = await picturesIn(koichi, 'li.row').evaluate(async (image: HTMLImageElement) => {
    await image.decode();
    return image.naturalWidth;
  });
  expect(width).toBeGreaterThan(90);
  await koichi.reload();
  await picturesIn(koichi, 'li.row').waitFor();
});

test('what is no picture is said to be none, and one that is removed goes from him too', async () => {
  await yuka.goto(`${server.url}/me`);
  const text = { name: 'words.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') };
  await yuka.locator('.pick input').first().setInputFiles(text);
  await yuka.getByRole('alert').filter({ hasText: '写真として読めません' }).waitFor();
  await yuka.getByRole('button', { name: '写真をはずす' }).click();
  await yuka.getByText('はずしました').waitFor();
  await sendAll(yuka, server.url);
  await sendAll(koichi, server.url);
  await koichi.goto(`${server.url}/friends`);
  await koichi.locator('li.row', { hasText: '宮田 由佳' }).waitFor();
  expect(await picturesIn(koichi, 'li.row').count()).toBe(0);
});

test('mood and place of a voice outlive the page in its draft, and stand beside its words', async () => {
  await goTo(koichi, 'ホーム');
  await koichi.click('a[href="/write"]');
  await koichi.fill('#voice', '井戸水は使えます。');
  await koichi.getByRole('radio', { name: 'ありがたい' }).check({ force: true });
  await koichi.getByRole('button', { name: '場所をつける' }).click();
  await koichi.locator('#place').fill('公民館の前');
  await koichi.locator('.spot', { hasText: '公民館の前' }).first().waitFor();
  // The draft is kept a moment after the last key.
  await koichi.waitForTimeout(600);
  await koichi.reload();
  await koichi.locator('.spot', { hasText: '公民館の前' }).first().waitFor();
  expect(await koichi.getByRole('radio', { name: 'ありがたい' }).isChecked()).toBe(true);
  await koichi.click('.bar button');
  const row = koichi.locator('li.row', { hasText: '井戸水は使えます。' });
  await row.getByText('ありがたい').waitFor();
  await row.getByText('公民館の前').waitFor();
  await sendAll(koichi, server.url);
  await sendAll(yuka, server.url);
  await goTo(yuka, 'ホーム');
  await yuka.locator('li.row', { hasText: '井戸水は使えます。' }).getByText('ありがたい').waitFor();
});
