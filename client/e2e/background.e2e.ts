import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, CDPSession, Page } from 'playwright';
import { launchBrowser } from './browser.ts';
import { begin, goTo, inviteLink, writeVoice } from './people.ts';
import { openProfile, type Profile } from './profile.ts';
import { startServer, type RealServer } from './real-server.ts';

// Koichi writes while there is no server and closes the app. His browser goes on without any page of it.
const folder = mkdtempSync(join(tmpdir(), 'tayori-background-'));
let browser: Browser;
let server: RealServer;
let koichi: Profile;
let app: Page;
let yuka: Page;
let devtools: CDPSession;
let registration = '';
const texts = ['閉じるまえの一つ目', '閉じるまえの二つ目', '閉じるまえの三つ目'];

beforeAll(async () => {
  [browser, server, koichi] = await Promise.all([launchBrowser(), startServer(), openProfile(folder)]);
  const context = await browser.newContext({ locale: 'ja-JP', viewport: { width: 360, height: 740 } });
  context.setDefaultTimeout(20_000);
  yuka = await context.newPage();
  await begin(yuka, server.url, '宮田 由佳');
  const link = await inviteLink(yuka, server.url);
  app = koichi.page;
  devtools = await app.context().newCDPSession(await app.context().newPage());
  devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    registration = registrations.find(({ isDeleted }) => !isDeleted)?.registrationId ?? registration;
  });
  await devtools.send('ServiceWorker.enable');
  await begin(app, server.url, '川島 航一');
  await app.goto(link);
  await app.getByRole('button', { name: '宮田 由佳さんとマイともになる' }).click();
  await app.getByText('宮田 由佳さんとは、もうマイともです').waitFor();
  await goHome();
});
afterAll(async () => {
  await Promise.all([browser?.close(), koichi?.kill(), server?.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

async function goHome(): Promise<void> {
  await app.goto(server.url);
  await app.getByText('あなたの安否').waitFor();
  await app.getByRole('status').filter({ hasText: '未送信なし' }).waitFor();
}

/** What the browser does when it finds a line, now. */
const dispatch = (what: 'dispatchSyncEvent' | 'dispatchPeriodicSyncEvent') => {
  const at = { origin: server.url, registrationId: registration, tag: 'outbox' };
  return what === 'dispatchSyncEvent'
    ? devtools.send('ServiceWorker.dispatchSyncEvent', { ...at, lastChance: false })
    : devtools.send('ServiceWorker.dispatchPeriodicSyncEvent', at);
};

const parcelBytes = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('tayori');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const asked = opening.result.transaction('kept').objectStore('kept').get('parcel');
          asked.onsuccess = () => {
            opening.result.close();
            resolve((asked.result as Uint8Array | undefined)?.length ?? 0);
          };
        };
      }),
  );

const row = (page: Page, text: string) => page.locator('li.row', { hasText: text });

async function writeAndClose(text: string): Promise<void> {
  await server.stop();
  const before = await parcelBytes(app);
  await writeVoice(app, text);
  await row(app, text).getByText('この端末だけ').waitFor();
  await expect.poll(() => parcelBytes(app)).toBeGreaterThan(before);
  await app.close();
  server = await startServer({ port: Number(new URL(server.url).port), dataFolder: server.dataFolder });
}

/** He opens the app again: what he reads there comes from the server's own answer. */
async function reopen(): Promise<void> {
  const [context] = koichi.page.context().browser()?.contexts() ?? [];
  if (!context) throw new Error('The browser has no profile.');
  app = await context.newPage();
  await goHome();
}

test('what was written offline reaches a friend although the app was never opened again', async () => {
  expect(await parcelBytes(app)).toBe(0);
  await writeAndClose(texts[0] as string);
  await yuka.goto(server.url);
  await yuka.getByText('あなたの安否').waitFor();
  expect(await row(yuka, texts[0] as string).count()).toBe(0);
  await dispatch('dispatchSyncEvent');
  await row(yuka, texts[0] as string).waitFor();
});

test('opened again it says truly how far it came, once, and nothing is left to be sent', async () => {
  await reopen();
  await row(app, texts[0] as string)
    .getByText('サーバーまで')
    .waitFor();
  expect(await row(app, texts[0] as string).count()).toBe(1);
  await expect.poll(() => parcelBytes(app)).toBe(0);
});

test('the event that comes now and then does the same, and without a server it does no harm', async () => {
  await writeAndClose(texts[1] as string);
  await server.stop();
  await dispatch('dispatchSyncEvent');
  await dispatch('dispatchPeriodicSyncEvent');
  server = await startServer({ port: Number(new URL(server.url).port), dataFolder: server.dataFolder });
  await dispatch('dispatchPeriodicSyncEvent');
  await yuka.goto(server.url);
  await row(yuka, texts[1] as string).waitFor();
  await reopen();
  for (const page of [yuka, app]) {
    await goTo(page, 'ホーム');
    for (const text of texts.slice(0, 2)) expect(await row(page, text).count()).toBe(1);
  }
  // By now the first one may be on her phone.
  for (const text of texts.slice(0, 2))
    await row(app, text)
      .getByText(/サーバーまで|相手の端末まで/)
      .waitFor();
});

test('without a session nothing is sent, and the app makes a new one when it is opened', async () => {
  await writeAndClose(texts[2] as string);
  await devtools.send('Network.clearBrowserCookies');
  await dispatch('dispatchSyncEvent');
  await reopen();
  await row(app, texts[2] as string)
    .getByText('サーバーまで')
    .waitFor();
  await yuka.goto(server.url);
  await row(yuka, texts[2] as string).waitFor();
});

test('an open page is only told, and sends for itself', async () => {
  await server.stop();
  await writeVoice(app, '開いたまま');
  await row(app, '開いたまま').getByText('この端末だけ').waitFor();
  server = await startServer({ port: Number(new URL(server.url).port), dataFolder: server.dataFolder });
  await dispatch('dispatchSyncEvent');
  await row(app, '開いたまま').getByText('サーバーまで').waitFor();
  expect(await row(app, '開いたまま').count()).toBe(1);
});
