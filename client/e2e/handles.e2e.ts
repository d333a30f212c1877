import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright';
import { launchBrowser, newPhone } from './browser.ts';
import { begin, sendAll } from './people.ts';
import { startServer, type RealServer } from './real-server.ts';

// Yuka takes a handle, Koichi finds her by it; the server is away for a while.
let browser: Browser;
let server: RealServer;
let yuka: Page;
let koichi: Page;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  [yuka, koichi] = await Promise.all([newPhone(browser), newPhone(browser)]);
  await begin(yuka, server.url, '宮田 由佳', 'みやた ゆか');
  await begin(koichi, server.url, '川島 航一', 'かわしま こういち');
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

test('what is wrong with a handle is said while it is typed', async () => {
  await yuka.goto(`${server.url}/me`);
  for (const [typed, said] of [
    ['Yuka', '使えるのは a〜z'],
    ['yu', '3字からです'],
    ['y'.repeat(21), '20字までです'],
  ] as const) {
    await yuka.fill('#handle', typed);
    await yuka.getByText(said).waitFor();
  }
});

test('a handle that is free is had for ever, and its link can be passed on', async () => {
  await sendAll(yuka, server.url);
  await yuka.goto(`${server.url}/me`);
  await yuka.fill('#handle', 'yuka_m');
  await yuka.getByRole('button', { name: 'このIDに決める' }).click();
  await yuka.getByText('@yuka_m', { exact: true }).waitFor();
  await yuka.getByText(`${server.url}/@yuka_m`).waitFor();
  await yuka.reload();
  await yuka.getByText('@yuka_m', { exact: true }).waitFor();
  expect(await yuka.locator('#handle').count()).toBe(0);
});

test('a handle of somebody else is not had, and what was typed stays', async () => {
  await koichi.goto(`${server.url}/me`);
  await koichi.fill('#handle', 'yuka_m');
  await koichi.getByRole('button', { name: 'このIDに決める' }).click();
  await koichi.getByRole('alert').filter({ hasText: '@yuka_m は取れません' }).waitFor();
  expect(await koichi.inputValue('#handle')).toBe('yuka_m');
});

test('who types her handle sees the name on her card and asks, and she accepts', async () => {
  await koichi.goto(`${server.url}/friends/add`);
  await koichi.fill('#find-handle', '@nobody_here');
  await koichi.getByRole('button', { name: 'さがす' }).click();
  await koichi.getByRole('heading', { name: '@nobody_here の人はいません' }).waitFor();
  await koichi.goto(`${server.url}/friends/add`);
  await koichi.fill('#find-handle', `${server.url}/@yuka_m`);
  await koichi.getByRole('button', { name: 'さがす' }).click();
  await koichi.getByRole('heading', { name: '宮田 由佳' }).waitFor();
  await koichi.getByText('だれも確かめていません').waitFor();
  await koichi.getByRole('button', { name: '宮田 由佳さんに申請する' }).click();
  await koichi.getByText('申請を、この端末に保存しました').waitFor();
  await sendAll(koichi, server.url);
  await sendAll(yuka, server.url);
  await yuka.goto(`${server.url}/friends`);
  await yuka
    .getByRole('button', { name: /川島 航一/ })
    .first()
    .click();
  await yuka.getByRole('heading', { name: 'マイとも 1人' }).waitFor();
  await sendAll(yuka, server.url);
  await sendAll(koichi, server.url);
  await koichi.goto(`${server.url}/@yuka_m`);
  await koichi.getByText('宮田 由佳さんとは、もうマイともです').waitFor();
});

test('without a server it is said why, a wish is kept, and is fulfilled once it is back', async () => {
  const { port } = new URL(server.url);
  await server.stop();
  await koichi.goto(`${server.url}/@yuka_m`);
  await koichi.getByText('IDではさがせません').waitFor();
  await koichi.goto(`${server.url}/me`);
  await koichi.fill('#handle', 'koichi');
  await koichi.getByRole('button', { name: 'このIDに決める' }).click();
  await koichi.getByText('まだ決まっていません').waitFor();
  await koichi.reload();
  await expect.poll(() => koichi.inputValue('#handle')).toBe('koichi');
  await koichi.getByRole('button', { name: 'このIDに決める' }).click();
  await koichi.getByRole('button', { name: 'つながったら @koichi に決める' }).click();
  await koichi.getByText('つながったら @koichi に決めます').waitFor();
  server = await startServer({ port: Number(port), dataFolder: server.dataFolder });
  await sendAll(koichi, server.url);
  await koichi.goto(`${server.url}/me`);
  await koichi.getByText('@koichi', { exact: true }).waitFor();
});
