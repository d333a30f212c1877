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
