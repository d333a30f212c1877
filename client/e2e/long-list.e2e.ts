import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright';
import { launchBrowser } from './browser.ts';
import { startServer, type RealServer } from './real-server.ts';
import { sampleState } from './sample-state.ts';

// Lists longer than a phone can hold, shown in the app by the test build, whose worker is silent.
let browser: Browser;
let server: RealServer;
let page: Page;
const nowMs = Date.UTC(2026, 9, 22, 5, 12);
const voiceCount = 3_000;
const friendCount = 1_000;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  const context = await browser.newContext({
    locale: 'ja-JP',
    viewport: { width: 360, height: 740 },
    serviceWorkers: 'block',
  });
  context.setDefaultTimeout(20_000);
  page = await context.newPage();
  await page.addInitScript(() => {
    globalThis.Worker = class extends EventTarget {
      postMessage() {}
      terminate() {}
    } as unknown as typeof Worker;
  });
  await page.goto(server.url);
  await page.waitForFunction(() => 'tayoriApp' in globalThis);
  await show(page, longState());
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

function longState() {
  const state = sampleState(nowMs);
  const [voice] = state.voices;
  const [row] = state.safety;
  return {
    ...state,
    hasOlderVoices: false,
    voices: Array.from({ length: voiceCount }, (_, i) => ({
      ...voice,
      id: `a${i}`,
      isMine: false,
      delivery: undefined,
      comments: [],
      atMs: nowMs - i * 60_000,
      text: `便り${i}番。${'井戸水は使えます。'.repeat(1 + (i % 5))}`,
    })),
    safety: Array.from({ length: friendCount }, (_, i) => ({
      ...row,
      person: { id: `b${i}`, name: `宮田 ${i}`, kana: `みやた ${i}` },
    })),
  };
}

async function show(on: Page, state: object): Promise<void> {
  await on.evaluate((given) => {
    const { tayoriApp } = globalThis as unknown as { tayoriApp: { set(change: object): void } };
    tayoriApp.set(given);
  }, state);
}

const rowCount = () => page.locator('main li.row').count();
const wheelDown = async (px: number) => {
  await page.mouse.move(180, 400);
  await page.mouse.wheel(0, px);
};

/** How many items of lists that are rows are in memory, in the page or not, after everything that nobody holds was thrown away. */
async function held(): Promise<number> {
  const session = await page.context().newCDPSession(page);
  const { result } = await session.send('Runtime.evaluate', { expression: 'HTMLLIElement.prototype' });
  const { objects } = await session.send('Runtime.queryObjects', { prototypeObjectId: result.objectId ?? '' });
  const count = await session.send('Runtime.callFunctionOn', {
    objectId: objects.objectId ?? '',
    functionDeclaration: 'function () { return this.filter((item) => item.matches("li.row")).length; }',
    returnByValue: true,
  });
  await session.detach();
  return Number(count.result.value);
}

test('of thousands of voices only those near the window are drawn, wherever one scrolls, to the last', async () => {
  await page.getByText('便り0番').waitFor();
  await expect.poll(rowCount).toBeGreaterThan(10);
  for (let i = 0; i < 20; i++) {
    await wheelDown(900);
    expect(await rowCount()).toBeLessThan(150);
  }
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight / 2));
  // Whatever stands in the middle of the window, it is a voice and no empty box.
  await expect
    .poll(() => page.evaluate(() => document.elementFromPoint(180, 370)?.closest('li.row') !== null))
    .toBe(true);
  await expect
    .poll(async () => {
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
      return page.getByText(`便り${voiceCount - 1}番`).isVisible();
    })
    .toBe(true);
  await expect.poll(rowCount).toBeLessThan(150);
});

test('rows that were scrolled past are let go', async () => {
  await expect.poll(rowCount).toBeGreaterThan(10);
  // There and back in leaps, so that pieces are drawn, put away and drawn again.
  for (const part of [...Array(30).keys()].map((i) => (1 + ((i * 7) % 30)) / 31)) {
    await page.evaluate((at) => scrollTo(0, document.documentElement.scrollHeight * at), part);
    await page.waitForFunction(() => document.elementFromPoint(180, 370)?.closest('li.row'));
  }
  // Thirty places have six hundred at least; those of two are near a window that leapt.
  await expect.poll(held).toBeLessThan(200);
});

test("what is not drawn is still there for the browser's own search, and coming near it is drawn", async () => {
  await page.evaluate(() => scrollTo(0, 0));
  await page.getByText('便り0番').waitFor();
  const box = page.locator('.far [hidden="until-found"]', { hasText: '便り2000番' });
  await expect.poll(() => box.count()).toBe(1);
  await box.evaluate((found) => found.scrollIntoView({ block: 'center' }));
  await page.locator('li.row', { hasText: '便り2000番' }).waitFor();
});

test('whoever comes back from a voice or a person finds the list where it was', async () => {
  const row = page.locator('li.row', { hasText: '便り2000番' });
  await row.locator('a.do').click();
  await page.getByRole('heading', { level: 2, name: /.+/ }).first().waitFor();
  await page.goBack();
  await row.waitFor();
  await expect.poll(() => row.evaluate((one) => Math.abs(one.getBoundingClientRect().top - 370) < 370)).toBe(true);
  await page.getByRole('link', { name: '安否', exact: true }).click();
  await page.getByText('宮田 0', { exact: true }).waitFor();
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight / 2));
  await expect
    .poll(() => page.evaluate(() => document.elementFromPoint(180, 370)?.closest('li.row') !== null))
    .toBe(true);
  const name = await page.evaluate(
    () => document.elementFromPoint(180, 370)?.closest('li.row')?.querySelector('h3 a')?.textContent,
  );
  await page.getByRole('link', { name: name ?? '', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: name ?? '' }).waitFor();
  await page.goBack();
  await expect.poll(() => page.getByRole('link', { name: name ?? '', exact: true }).isVisible()).toBe(true);
  expect(await rowCount()).toBeLessThan(150);
});

test('the keyboard goes from row to row beyond what was drawn at first', async () => {
  await page.getByRole('link', { name: 'ホーム', exact: true }).click();
  await page.getByText('便り0番').waitFor();
  await page.locator('li.row', { hasText: '便り0番' }).locator('a.do').focus();
  for (let i = 0; i < 100; i++) await page.keyboard.press('Tab');
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.closest('li.row')?.textContent ?? ''))
    .toContain('便り50番');
});
