import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, CDPSession, Page, Worker } from 'playwright';
import { launchBrowser, newPhone } from './browser.ts';
import { begin, inviteLink, sendAll, takeInvite } from './people.ts';
import { openProfile, type Profile } from './profile.ts';
import { startServer, type RealServer } from './real-server.ts';

// 航一 wants to be told while the app is closed. The push service of his browser is out of reach here, so one on loopback stands in for it: what our server sends there is handed
// to the browser as that service would.
const folder = mkdtempSync(join(tmpdir(), 'tayori-push-'));
let browser: Browser;
let server: RealServer;
let koichi: Profile;
let app: Page;
let yuka: Page;
let service: Server;
let address = '';
let devtools: CDPSession;
let registration = '';
const calls: string[] = [];

beforeAll(async () => {
  service = createServer((request, response) => {
    calls.push(`${request.method} ${request.url} ${request.headers['urgency']} ${request.headers['content-length']}`);
    response.writeHead(201).end();
    void devtools.send('ServiceWorker.deliverPushMessage', {
      origin: server.url,
      registrationId: registration,
      data: '',
    });
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(service.address() as AddressInfo).port}/koichi`;
  [browser, server, koichi] = await Promise.all([
    launchBrowser(),
    startServer({ env: { TAYORI_PUSH_LOOPBACK: '1' } }),
    openProfile(folder),
  ]);
  yuka = await newPhone(browser);
  await begin(yuka, server.url, '宮田 由佳');
  const link = await inviteLink(yuka, server.url);
  const context = koichi.page.context();
  await context.grantPermissions(['notifications'], { origin: server.url });
  // What the browser would ask of its maker's service.
  await context.addInitScript((endpoint) => {
    let given: object | null = null;
    PushManager.prototype.subscribe = async function (options) {
      localStorage.setItem('given', endpoint);
      given = { endpoint, options, unsubscribe: async () => (localStorage.removeItem('given'), (given = null), true) };
      return given as PushSubscription;
    };
    PushManager.prototype.getSubscription = async () =>
      (localStorage.getItem('given')
        ? (given ?? { endpoint, unsubscribe: async () => true })
        : null) as PushSubscription;
  }, address);
  devtools = await context.newCDPSession(await context.newPage());
  devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    registration = registrations.find(({ isDeleted }) => !isDeleted)?.registrationId ?? registration;
  });
  await devtools.send('ServiceWorker.enable');
  app = koichi.page;
  await begin(app, server.url, '川島 航一');
  await takeInvite(app, link, server.url);
  await sendAll(yuka, server.url);
  await app.goto(server.url);
  await app.getByText('あなたの安否').waitFor();
});
afterAll(async () => {
  await Promise.all([browser?.close(), koichi?.kill(), server?.stop()]);
  await new Promise((resolve) => service.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

const quiet = () => app.locator('section', { has: app.getByRole('heading', { name: '閉じているときの知らせ' }) });

/** The service worker of the app, which runs without any page of it. */
async function worker(): Promise<Worker> {
  const context = koichi.page.context();
  return context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
}

/** What a test asks of the service worker's scope; the types of pages do not know it. */
interface WorkerScope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: { openWindow(path: string): Promise<null> };
  readonly NotificationEvent: new (
    name: string,
    init: { notification: Notification },
  ) => Event & {
    waitUntil(work: unknown): void;
  };
  dispatchEvent(event: Event): boolean;
}

type Shown = { readonly title: string; readonly body: string; readonly lang: string };
async function shown(): Promise<readonly Shown[]> {
  return (await worker()).evaluate(async () => {
    const { registration } = self as unknown as WorkerScope;
    return (await registration.getNotifications()).map(({ title, body, lang }) => ({ title, body, lang }));
  });
}

async function saySafe(page: Page): Promise<void> {
  await page.goto(`${server.url}/status`);
  await page.getByRole('radio', { name: /無事/ }).first().check({ force: true });
  await page.locator('.bar button').click();
  await page.getByText('あなたの安否').waitFor();
  await sendAll(page, server.url);
}

test('it is off until he chooses it, and what it tells to whom is said before', async () => {
  await app.goto(`${server.url}/me`);
  await quiet().getByText('いまは、閉じているときに知らせません').waitFor();
  await quiet().getByText('だれからか、何かは出ません').waitFor();
  await quiet().getByRole('button', { name: '閉じているときも知らせる' }).click();
  await quiet().getByText('閉じているときも、新しいたよりがあると知らせます').waitFor();
  expect(calls).toEqual([]);
});

test('a page in sight looks for itself, and nothing is shown', async () => {
  await app.bringToFront();
  await app.goto(`${server.url}/safety`);
  await devtools.send('ServiceWorker.deliverPushMessage', {
    origin: server.url,
    registrationId: registration,
    data: '',
  });
  await app.waitForTimeout(1_000);
  expect(await shown()).toEqual([]);
});

test('a friend’s word calls the closed app: an empty call, and a notice without contents', async () => {
  await app.close();
  await saySafe(yuka);
  await expect.poll(() => calls).toEqual(['POST /koichi high 0']);
  await expect
    .poll(shown)
    .toEqual([{ title: '新しいたよりがあります', body: '押すと安否の一覧をひらきます。', lang: 'ja' }]);
});

test('a tap on it opens the safety list, which is fresh', async () => {
  const opened = await (
    await worker()
  ).evaluate(async () => {
    const scope = self as unknown as WorkerScope;
    const paths: string[] = [];
    // A browser opens windows for a tap of a hand alone.
    scope.clients.openWindow = async (path) => (paths.push(String(path)), null);
    const [notification] = await scope.registration.getNotifications();
    if (!notification) return paths;
    const tap = new scope.NotificationEvent('notificationclick', { notification });
    const waited: Promise<unknown>[] = [];
    tap.waitUntil = (work) => void waited.push(Promise.resolve(work));
    scope.dispatchEvent(tap);
    await Promise.all(waited);
    return paths;
  });
  expect(opened).toEqual(['/safety']);
  await expect.poll(shown).toEqual([]);
  app = await koichi.page.context().newPage();
  await app.goto(`${server.url}${opened[0]}`);
  await app.locator('li.row', { hasText: '宮田 由佳' }).getByText('無事').waitFor();
});

test('when the browser takes the leave back the app says so once it is opened', async () => {
  await app.goto(`${server.url}/me`);
  await quiet().getByText('閉じているときも、新しいたよりがあると知らせます').waitFor();
  await koichi.page.context().clearPermissions();
  await app.reload();
  await app.getByRole('status').filter({ hasText: '閉じているときの知らせが止まっています' }).waitFor();
  await quiet()
    .getByText('ブラウザーで、知らせが許可されていません')
    .or(quiet().getByText('知らせが止まっています'))
    .first()
    .waitFor();
});

test('an address that is gone is asked for anew, and the server learns it', async () => {
  const context = koichi.page.context();
  await context.grantPermissions(['notifications'], { origin: server.url });
  await app.evaluate(() => localStorage.removeItem('given'));
  await app.reload();
  await expect.poll(() => app.evaluate(() => localStorage.getItem('given')), { timeout: 30_000 }).toBe(address);
  await quiet().getByText('閉じているときも、新しいたよりがあると知らせます').waitFor();
  await quiet().getByRole('button', { name: '知らせをやめる' }).click();
  await quiet().getByText('いまは、閉じているときに知らせません').waitFor();
  await expect
    .poll(() => app.evaluate(async () => ((await (await fetch('/push')).json()) as { endpoint: unknown }).endpoint))
    .toBeNull();
});
