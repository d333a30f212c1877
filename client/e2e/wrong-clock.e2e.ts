import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright';
import { launchBrowser } from './browser.ts';
import { goTo, sendAll, twoFriends, writeVoice } from './people.ts';
import { startServer, type RealServer } from './real-server.ts';
import { shiftClock } from './shift-clock.ts';

// Koichi's phone has lost its battery and believes that it is three years ago; later it is set right.
const threeYearsMs = 3 * 365 * 86_400_000;
let browser: Browser;
let server: RealServer;
let yuka: Page;
let koichi: Page;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  [yuka, koichi] = await twoFriends(browser, server.url);
  await writeVoice(koichi, '前の日：米があります。');
  await sendAll(koichi, server.url);
});
afterAll(async () => {
  await Promise.all([browser?.close(), server?.stop()]);
});

const shown = (page: Page) => page.locator('li.row p.pre').allTextContents();
const notice = () => koichi.getByText(/この端末の時計は、.*遅れています。/);

test('the screen says by how much the clock is off', async () => {
  await shiftClock(koichi, -threeYearsMs);
  await koichi.reload();
  await notice().waitFor();
  expect(await notice().textContent()).toContain('1095日');
});

test('what he says then is right at his friend’s: the status counts as of now, the voice stands where it came', async () => {
  await goTo(koichi, 'ホーム');
  await koichi.locator('a[href="/status"]').click();
  await koichi.getByRole('radio', { name: '無事', exact: true }).check({ force: true });
  await koichi.locator('.bar button').click();
  await koichi.getByRole('button', { name: /^今も/ }).waitFor();
  await writeVoice(koichi, '狂った時計で：橋は渡れます。');
  await sendAll(koichi, server.url);
  await sendAll(yuka, server.url);
  await goTo(yuka, '安否');
  const row = yuka.locator('li.row', { hasText: '川島 航一' });
  await row.getByText('無事', { exact: true }).waitFor();
  await goTo(yuka, 'ホーム');
  await expect.poll(() => shown(yuka)).toEqual(['狂った時計で：橋は渡れます。', '前の日：米があります。']);
});

test('set right again, nothing is lost or doubled, and what follows stands on top', async () => {
  await shiftClock(koichi, 0);
  await koichi.reload();
  await notice().waitFor({ state: 'detached' });
  await writeVoice(koichi, '直した時計で：電気が来ました。');
  await sendAll(koichi, server.url);
  await sendAll(yuka, server.url);
  const all = ['直した時計で：電気が来ました。', '狂った時計で：橋は渡れます。', '前の日：米があります。'];
  for (const page of [koichi, yuka]) {
    await goTo(page, 'ホーム');
    await expect.poll(() => shown(page)).toEqual(all);
  }
});
