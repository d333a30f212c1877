import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';
import type { Browser, Page } from 'playwright';
import { makePosts } from '../../shared/bench/workload.ts';
import { createHttpServer } from '../routes/http-server.ts';
import { securityHeaders } from '../routes/security-headers.ts';
import { launchBrowser } from './browser-page.ts';
import { openHttp2Front } from './http2-front.ts';
import type { Report } from './report.ts';

// Of the page, in which the functions given to it run.
declare const navigator: { serviceWorker: { controller: unknown } };
declare const caches: { open(name: string): Promise<{ keys(): Promise<readonly { url: string }[]> }> };
declare const indexedDB: { databases(): Promise<{ name?: string }[]> };

const root = new URL('../../../../', import.meta.url);
const voiceCount = 20;

type Protocol = 'HTTP/1.1' | 'HTTP/2';

const limits: readonly (readonly [Protocol, number])[] = [
  ['HTTP/1.1', 0.8],
  ['HTTP/2', 0.95],
];

/** One new voice from Chromium on a warm connection: every byte of TCP payload both ways, against the same texts as plain JSON. */
export async function benchVoice(report: Report): Promise<void> {
  const texts = makePosts(voiceCount).map((post) => post.text);
  // The front of the measure has a certificate that nobody vouches for.
  const browser = await launchBrowser(['--ignore-certificate-errors']);
  const mean = (all: readonly number[]) => all.reduce((sum, one) => sum + one, 0) / all.length;
  for (const [protocol, limit] of limits) {
    const ours = await sendVoices(browser, texts, protocol);
    const naive = await postNaively(browser, texts, protocol);
    report({
      name: `one new voice from Chromium, both ways, ${protocol}`,
      value: mean(ours) / mean(naive),
      unit: `x naive (${mean(ours).toFixed(0)} bytes)`,
      bound: 'max',
      limit,
      yardstick: `JSON with session and idempotency key on the same server: ${mean(naive).toFixed(0)} bytes`,
    });
  }
  await browser.close();
}

/** Writes each text in the app itself and counts until the screen says that it is at the server. */
async function sendVoices(browser: Browser, texts: readonly string[], protocol: Protocol): Promise<readonly number[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tayori-voice-'));
  const server = spawn(process.execPath, [fileURLToPath(new URL('dist/node/server/main.js', root))], {
    env: {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: '0',
      TAYORI_DATA: folder,
      TAYORI_CLIENT: fileURLToPath(new URL('dist/client-test', root)),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const counter = await countBytes(await portOf(server.stdout), protocol);
  const context = await browser.newContext({ locale: 'ja-JP' });
  const page = await context.newPage();
  await page.goto(counter.origin);
  await page.fill('#name', '試し');
  await page.getByRole('button', { name: 'はじめる' }).click();
  await page.waitForFunction(() => 'tayoriApp' in globalThis);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  // Until the parts that come later are there too.
  while (!(await isWhole(page))) await page.waitForTimeout(200);
  const counts: number[] = [];
  for (const text of ['最初の一つで線を温める', ...texts]) {
    await rested(page);
    const before = counter.bytes();
    await page.click('a[href="/write"]');
    await page.fill('#voice', text);
    await page.click('.bar button');
    await page.locator('li.row').first().getByText('サーバーまで').waitFor();
    await rested(page);
    counts.push(counter.bytes() - before);
  }
  await context.close();
  counter.close();
  server.kill();
  await new Promise((resolve) => server.once('exit', resolve));
  await rm(folder, { recursive: true, force: true });
  return counts.slice(1);
}

/** Whether everything of the app is kept here: what is not needed at once comes when the line rests. */
function isWhole(page: Page): Promise<boolean> {
  const later = readdirSync(new URL('dist/client-test/assets', root)).filter((name) => name.startsWith('later-'));
  return page.evaluate(async (later) => {
    const hasViews = (await indexedDB.databases()).some(({ name }) => name === 'tayori-views');
    const kept = await (await caches.open('tayori-app')).keys();
    return hasViews && later.every((name) => kept.some(({ url }) => url.includes(name)));
  }, later);
}

/** Waits until nothing waits to be sent and no request is under way. */
async function rested(page: Page): Promise<void> {
  await page
    .getByRole('status')
    .filter({ hasText: /最新.*未送信なし/ })
    .waitFor();
  await page.waitForTimeout(400);
}

/** The same texts by the page's own fetch, to a server that answers with id and time. Warm, with a session cookie and the same page policy. */
async function postNaively(browser: Browser, texts: readonly string[], protocol: Protocol): Promise<readonly number[]> {
  const app = new Hono();
  let last = 0;
  app.post('/api/statuses', async (context) => {
    await context.req.json();
    return context.json({ id: String((last += 1)), created_at: new Date().toISOString() });
  });
  app.get('/', securityHeaders(), (context) => {
    context.header('Set-Cookie', 'sid=5f0c7a9be1d24c3fa8e6b07d913f42ce; Path=/; HttpOnly; SameSite=Strict');
    return context.html('<!doctype html><title>Naive</title>');
  });
  const server = createHttpServer({ app } as never, () => false);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const counter = await countBytes((server.address() as AddressInfo).port, protocol);
  const context = await browser.newContext({ locale: 'ja-JP' });
  const page = await context.newPage();
  await page.goto(counter.origin);
  const counts: number[] = [];
  for (const text of ['最初の一つで線を温める', ...texts]) {
    const before = counter.bytes();
    await page.evaluate(async (status) => {
      const answer = await fetch('/api/statuses', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
        body: JSON.stringify({ status }),
      });
      await answer.json();
    }, text);
    await page.waitForTimeout(100);
    counts.push(counter.bytes() - before);
  }
  await context.close();
  counter.close();
  server.closeAllConnections();
  server.close();
  return counts.slice(1);
}

/** A way to `port` on which every byte of TCP payload is counted, those of TLS among them. */
async function countBytes(serverPort: number, protocol: Protocol) {
  const front = protocol === 'HTTP/2' ? await openHttp2Front(serverPort) : null;
  const port = front?.port ?? serverPort;
  let bytes = 0;
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.setNoDelay(true);
      from.on('data', (chunk) => {
        bytes += chunk.length;
        to.write(chunk);
      });
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `${front ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bytes: () => bytes,
    close() {
      for (const socket of open) socket.destroy();
      server.close();
      front?.close();
    },
  };
}

async function portOf(stdout: NodeJS.ReadableStream): Promise<number> {
  for await (const line of createInterface({ input: stdout })) {
    const url = /http:\/\/[^\s"]+/.exec(line)?.[0];
    if (url === undefined) continue;
    stdout.resume();
    return Number(new URL(url).port);
  }
  throw new Error('the server ended before it told its address');
}
