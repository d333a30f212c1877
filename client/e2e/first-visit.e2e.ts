import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright';
import { launchBrowser } from './browser.ts';
import { startServer, type RealServer } from './real-server.ts';

let browser: Browser;
let server: RealServer;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
});
afterAll(async () => {
  await Promise.all([browser?.close(), server?.stop()]);
});

test('the first page shows itself and breaks no rule of its own content policy', async () => {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  const answer = await page.goto(server.url);
  expect(answer?.headers()['content-security-policy']).toContain("default-src 'none'");
  await page.waitForFunction(() => document.querySelector('#app')?.textContent);
  expect(await page.title()).toContain('Tayori');
  expect(complaints).toEqual([]);
});

test('a stopped server is an outage, and the same address answers again when it is back', async () => {
  const first = await startServer();
  const port = Number(new URL(first.url).port);
  await first.stop();
  await expect(fetch(first.url)).rejects.toThrow();
  const second = await startServer({ port, dataFolder: first.dataFolder });
  expect((await fetch(second.url)).status).toBe(200);
  await second.stop();
});

test('a language of its own is there without a line from the first visit on, and all others once the line is good', async () => {
  const first = await startServer();
  const context = await browser.newContext({ locale: 'en-US' });
  const page = await context.newPage();
  await page.goto(first.url);
  await page.fill('#name', 'Yuka');
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByRole('link', { name: 'Safety', exact: true }).waitFor();
  const keptFiles = () =>
    page.evaluate(async () => {
      const cache = await caches.open('tayori-app');
      return (await cache.keys()).map(({ url }) => new URL(url).pathname);
    });
  await expect.poll(keptFiles).toContainEqual(expect.stringMatching(/later-en-/));
  await expect.poll(keptFiles, { timeout: 30_000 }).toContainEqual(expect.stringMatching(/later-ja-easy-/));
  await expect.poll(keptFiles, { timeout: 30_000 }).toContainEqual(expect.stringMatching(/later-screens-/));
  await first.stop();
  await page.reload();
  await page.getByRole('link', { name: 'Safety', exact: true }).waitFor();
  await page.goto(`${first.url}/me`);
  await page.getByRole('radio', { name: 'やさしい にほんご' }).check();
  await page.locator('ruby').first().waitFor();
  await context.close();
});
