import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright';
import { launchBrowser } from './browser.ts';
import { buildNextVersion, serveFilesOnly } from './next-version.ts';
import { begin, goTo, writeVoice } from './people.ts';
import { startServer, type RealServer } from './real-server.ts';

// A newer version comes while two voices wait. The server that brings it takes nothing yet, so they wait through the whole update.
let browser: Browser;
let server: RealServer;
let page: Page;
let port: number;
let nextVersion: string;
let stopFiles = async (): Promise<void> => undefined;

beforeAll(async () => {
  [browser, server, nextVersion] = await Promise.all([launchBrowser(), startServer(), buildNextVersion()]);
  port = Number(new URL(server.url).port);
  const context = await browser.newContext({ locale: 'ja-JP', viewport: { width: 360, height: 740 } });
  context.setDefaultTimeout(20_000);
  page = await context.newPage();
  await begin(page, server.url, '宮田 由佳');
  await writeVoice(page, '一つ目');
  await page.locator('li.row', { hasText: '一つ目' }).getByText('サーバーまで').waitFor();
  await server.stop();
});
afterAll(async () => {
  await Promise.all([browser?.close(), stopFiles()]);
  await server?.stop();
  rmSync(nextVersion, { recursive: true, force: true });
});

const buildOnScreen = () => page.evaluate(() => (globalThis as { tayoriBuild?: string }).tayoriBuild);
const unsent = (n: number) => page.getByRole('status').filter({ hasText: `未送信 ${n}` });

test('a newer version asks, and what was open goes on as it was', async () => {
  await writeVoice(page, '二つ目');
  await writeVoice(page, '三つ目');
  await unsent(2).waitFor();
  stopFiles = await serveFilesOnly(nextVersion, port);
  await page.reload();
  await page.getByText('新しい版があります。').waitFor();
  await unsent(2).waitFor();
  expect(await buildOnScreen()).toBe('test');
});

test('one tap lets it in; the draft and the outbox are as they were', async () => {
  await page.click('a[href="/write"]');
  await page.fill('#voice', '書きかけの四つ目');
  // The old worker is at work meanwhile, on files that do not come.
  await page.evaluate(() => navigator.serviceWorker.controller?.postMessage({ type: 'KEEP', paths: null }));
  await page.getByRole('button', { name: '新しい版にする' }).click();
  await page.waitForFunction(() => (globalThis as { tayoriBuild?: string }).tayoriBuild === 'test-next');
  await page.waitForFunction(
    () => (document.querySelector('#voice') as HTMLTextAreaElement | null)?.value === '書きかけの四つ目',
  );
  expect(await page.getByText('新しい版があります。').count()).toBe(0);
  await unsent(2).waitFor();
  await page.click('.bar button');
  await page.locator('li.row', { hasText: '書きかけの四つ目' }).waitFor();
  await unsent(3).waitFor();
});

test('the new version works without any server and sends everything once when there is one', async () => {
  await stopFiles();
  await page.reload();
  await unsent(3).waitFor();
  expect(await buildOnScreen()).toBe('test-next');
  server = await startServer({ port, dataFolder: server.dataFolder, env: { TAYORI_CLIENT: nextVersion } });
  await page.goto(`${server.url}/outbox`);
  await page.getByRole('button', { name: 'いま試す' }).click();
  await page.getByRole('heading', { name: '未送信はありません' }).first().waitFor();
  await goTo(page, 'ホーム');
  const rows = page.locator('li.row');
  await rows.getByText('サーバーまで').nth(3).waitFor();
  await expect
    .poll(() => rows.locator('p.pre').allTextContents())
    .toEqual(['書きかけの四つ目', '三つ目', '二つ目', '一つ目']);
});
