import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright';
import { launchBrowser } from './browser.ts';
import { begin, sendAll, writeVoice } from './people.ts';
import { writeQrVideo } from './qr-video.ts';
import { startServer, type RealServer } from './real-server.ts';

// The ways back besides typing on a phone: the code before a camera, and a page without WebCrypto. What the phone sends is watched.
let server: RealServer;
let words: readonly string[] = [];
let code = '';
const browsers: Browser[] = [];
const folder = mkdtempSync(join(tmpdir(), 'tayori-words-'));
const film = join(folder, 'camera.y4m');

beforeAll(async () => {
  server = await startServer();
  const { page } = await open([]);
  await begin(page, server.url, '宮田 由佳');
  await writeVoice(page, 'もどってくる声です。');
  await sendAll(page, server.url);
  await page.goto(`${server.url}/me/words`);
  await page.getByRole('button', { name: 'ことばを見る' }).click();
  words = await page.locator('ol li b').allTextContents();
  const seed = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        indexedDB.open('tayori').onsuccess = ({ target }) => {
          const database = (target as IDBOpenDBRequest).result;
          database.transaction('identity').objectStore('identity').get('me').onsuccess = (event) => {
            const { recoverySeed } = (event.target as IDBRequest<{ recoverySeed: Uint8Array }>).result;
            resolve([...recoverySeed].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
          };
        };
      }),
  );
  code = `tayori:recover?${seed}`;
});
afterAll(async () => {
  await Promise.all(browsers.map((browser) => browser.close()));
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function open(args: string[], permissions: string[] = []): Promise<{ page: Page; sent: Buffer[] }> {
  const browser = await launchBrowser(args);
  browsers.push(browser);
  const context = await browser.newContext({ locale: 'ja-JP', viewport: { width: 360, height: 740 }, permissions });
  context.setDefaultTimeout(40_000);
  return { page: await context.newPage(), sent: watch(context) };
}

/** Everything that leaves a browser: addresses and bodies. */
function watch(context: BrowserContext): Buffer[] {
  const sent: Buffer[] = [];
  context.on('request', (request) => {
    sent.push(Buffer.from(decodeURIComponent(request.url())), request.postDataBuffer() ?? Buffer.alloc(0));
  });
  return sent;
}

/** Which of the words, the code, and the seed in any writing are in what was sent. */
function secretsIn(sent: readonly Buffer[]): string[] {
  const seed = Buffer.from(code.slice(-32), 'hex');
  const writings = [...words, code, seed, seed.toString('hex'), seed.toString('base64url'), seed.toString('base64')];
  return writings.filter((secret) => sent.some((bytes) => bytes.includes(secret))).map(String);
}

test('the code of the words, held before the camera, brings her back, and no secret leaves the phone', async () => {
  writeQrVideo(film, code);
  const args = ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`];
  const { page, sent } = await open(args, ['camera']);
  await page.goto(`${server.url}/restore`);
  await page.getByRole('radio', { name: 'QRを読む' }).check({ force: true });
  await page.getByText('あなたの安否').waitFor();
  await page.locator('li.row', { hasText: 'もどってくる声です。' }).waitFor();
  await sendAll(page, server.url);
  expect(
    sent.some((bytes) => bytes.includes('/restore-person')),
    'the watch hears the worker',
  ).toBe(true);
  expect(secretsIn(sent)).toEqual([]);
  expect(secretsIn([...sent, Buffer.from(code)]), 'a planted one is found').not.toEqual([]);
});

test('over plain http, without WebCrypto, words and passphrase do the same', async () => {
  const { page, sent } = await open(['--host-resolver-rules=MAP tayori.test 127.0.0.1']);
  const url = server.url.replace('127.0.0.1', 'tayori.test');
  await page.goto(`${url}/restore`);
  expect(await page.evaluate(() => 'subtle' in crypto && crypto.subtle !== undefined)).toBe(false);
  await page.fill('#words', words.join('　'));
  await page.getByRole('button', { name: 'もどる', exact: true }).click();
  await page.getByText('あなたの安否').waitFor();
  await page.locator('li.row', { hasText: 'もどってくる声です。' }).waitFor();
  expect(secretsIn(sent)).toEqual([]);
});

test('over plain http a seed is kept under a passphrase, and opened again', async () => {
  const args = ['--host-resolver-rules=MAP tayori.test 127.0.0.1'];
  const url = server.url.replace('127.0.0.1', 'tayori.test');
  const { page } = await open(args);
  await page.goto(url);
  await page.fill('#name', '川島 航一');
  await page.getByRole('button', { name: 'はじめる' }).click();
  await page.getByText('あなたの安否').waitFor();
  await sendAll(page, url);
  await page.goto(`${url}/me/words`);
  await page.getByRole('button', { name: '預ける', exact: true }).click();
  await page.getByRole('radio', { name: '自分で決める' }).check({ force: true });
  const passphrase = '港の灯台は雨の夜だけ二回ずつひかるといいます';
  await page.fill('#passphrase', '123456789012345678901234567890');
  await page.getByRole('button', { name: 'この合いことばで預ける' }).click();
  await page.getByText('だれでも思いつくものです。').waitFor();
  await page.fill('#passphrase', passphrase);
  await page.getByRole('button', { name: 'この合いことばで預ける' }).click();
  await page.getByText('預けてあります。').waitFor();
  const told = await page.getByText('もどるときは').textContent();
  const { page: other } = await open(args);
  await other.goto(`${url}/restore`);
  await other.getByRole('radio', { name: '合いことば' }).check({ force: true });
  await other.fill('#who', /[0-9a-f]{32}/.exec(told ?? '')?.[0] ?? '');
  await other.fill('#passphrase', passphrase);
  await other.getByRole('button', { name: 'もどる', exact: true }).click();
  await other.getByText('あなたの安否').waitFor();
});
