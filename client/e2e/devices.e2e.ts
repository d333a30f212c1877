import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright';
import { launchBrowser, newPhone } from './browser.ts';
import { begin } from './people.ts';
import { startServer, type RealServer } from './real-server.ts';

// What a person is told of their devices, with and without a signal.
let browser: Browser;
let server: RealServer;
let yuka: Page;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  yuka = await newPhone(browser);
  await begin(yuka, server.url, '宮田 由佳');
});
afterAll(async () => {
  await Promise.all([browser?.close(), server?.stop()]);
});

const devices = () => yuka.locator('section', { has: yuka.getByRole('heading', { name: 'あなたの端末' }) });

test('the device in hand is listed, with its number and when it last wrote', async () => {
  await yuka.getByRole('link', { name: '自分・設定' }).click();
  await devices().getByText('この端末').waitFor();
  expect(await devices().getByRole('listitem').count()).toBe(1);
  await devices()
    .getByText(/端末の番号 [0-9a-f]{8}/)
    .waitFor();
  await devices()
    .getByText(/最後に書いた .*\d:\d\d/)
    .waitFor();
});

test('once it was looked at it can be looked at offline', async () => {
  await server.stop();
  await yuka.reload();
  await devices().getByText('この端末').waitFor();
  expect(await devices().getByRole('listitem').count()).toBe(1);
});
