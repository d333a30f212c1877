import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright';
import { launchBrowser } from './browser.ts';
import { startServer, type RealServer } from './real-server.ts';
import { longTalk, messageStates } from './sample-messages.ts';

// How an open conversation behaves under the hand, in the test build, whose worker is silent: what comes is put into the state of the page.
let browser: Browser;
let server: RealServer;
let page: Page;
const nowMs = Date.UTC(2026, 9, 22, 5, 12);

beforeAll(async () => {
  const microphone = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
  [browser, server] = await Promise.all([launchBrowser(microphone), startServer()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});
beforeEach(async () => {
  await page?.context().close();
  const context = await browser.newContext({
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    viewport: { width: 360, height: 740 },
    // To read what a blob holds.
    bypassCSP: true,
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
});

async function show(state: object, path?: string): Promise<void> {
  await page.evaluate(
    ({ state, path }) => {
      if (path !== undefined) history.pushState({ depth: 1, scrollY: 0 }, '', path);
      const { tayoriApp } = globalThis as unknown as { tayoriApp: { set(change: object): void } };
      tayoriApp.set(path === undefined ? state : { ...state, path });
    },
    { state, path },
  );
}

const talkAt = (id: string) => `/messages/${id}`;
const message = (text: string) => page.locator('.talk > li', { hasText: text });
const topOf = (text: string) => message(text).evaluate((item) => Math.round(item.getBoundingClientRect().top));
const fromEnd = () => page.evaluate(() => Math.round(document.documentElement.scrollHeight - innerHeight - scrollY));

test('a long conversation opens at its newest message and draws no more than is near the window', async () => {
  await show(longTalk(nowMs, 2_000, 3_000), talkAt('c1'));
  await message('便り2999番').waitFor();
  await expect.poll(fromEnd).toBeLessThan(2);
  await expect.poll(() => message('便り2999番').isVisible()).toBe(true);
  expect(await page.locator('.talk > li:not(.far)').count()).toBeLessThan(150);
});

test('who reads the newest goes on reading the newest', async () => {
  await show(longTalk(nowMs, 2_950, 2_990), talkAt('c1'));
  await message('便り2989番').waitFor();
  await expect.poll(fromEnd).toBeLessThan(2);
  await show(longTalk(nowMs, 2_950, 2_995));
  await message('便り2994番').waitFor();
  await expect.poll(fromEnd).toBeLessThan(2);
  expect(await page.locator('p[role=status]', { hasText: '便り2993番' }).count()).toBe(1);
});

test('who reads above is not moved when something comes, and finds the way down', async () => {
  await show(longTalk(nowMs, 2_900, 2_990), talkAt('c1'));
  await message('便り2989番').waitFor();
  await page.mouse.move(180, 300);
  await page.mouse.wheel(0, -1_500);
  await page.getByRole('button', { name: 'いちばん新しい所へ' }).waitFor();
  await page.waitForTimeout(500);
  const seen = await page.evaluate(
    () => /便り\d+番/.exec(document.elementFromPoint(60, 300)?.closest('li')?.textContent ?? '')?.[0] ?? '',
  );
  expect(seen).not.toBe('');
  const before = await topOf(seen);
  await show(longTalk(nowMs, 2_900, 2_996));
  await page.getByRole('button', { name: '下に新着があります' }).waitFor();
  expect(Math.abs((await topOf(seen)) - before)).toBeLessThan(3);
  await page.getByRole('button', { name: '下に新着があります' }).click();
  await message('便り2995番').waitFor();
  await expect.poll(fromEnd).toBeLessThan(2);
});

test('older messages come above what one reads, which stays where it is', async () => {
  await show(longTalk(nowMs, 2_950, 3_000), talkAt('c1'));
  await message('便り2999番').waitFor();
  await page.mouse.move(180, 300);
  await expect
    .poll(async () => {
      await page.mouse.wheel(0, -20_000);
      await page.waitForTimeout(300);
      return page.evaluate(() => scrollY);
    })
    .toBe(0);
  await message('便り2952番').waitFor();
  await page.waitForTimeout(500);
  const before = await topOf('便り2952番');
  await show(longTalk(nowMs, 2_900, 3_000));
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(500);
  await page.waitForTimeout(500);
  expect(Math.abs((await topOf('便り2952番')) - before)).toBeLessThan(3);
});

test('what is open stays open when the first of what is shown make room for newer ones', async () => {
  await show(longTalk(nowMs, 2_940, 2_990), talkAt('c1'));
  await message('便り2989番').waitFor();
  await expect.poll(fromEnd).toBeLessThan(2);
  await page.waitForTimeout(500);
  await message('便り2989番').getByRole('button').first().click();
  await message('便り2989番').getByRole('button', { name: '返事する' }).waitFor();
  await show(longTalk(nowMs, 2_945, 2_995));
  await message('便り2994番').waitFor();
  expect(await message('便り2989番').getByRole('button', { name: '返事する' }).isVisible()).toBe(true);
  await page.mouse.move(180, 300);
  await page.mouse.wheel(0, -1_500);
  await page.getByRole('button', { name: /いちばん新しい所へ|下に新着があります/ }).waitFor();
  await page.waitForTimeout(500);
  const seen = await page.evaluate(
    () => /便り\d+番/.exec(document.elementFromPoint(60, 300)?.closest('li')?.textContent ?? '')?.[0] ?? '',
  );
  const before = await topOf(seen);
  await show(longTalk(nowMs, 2_950, 3_000));
  await page.getByRole('button', { name: '下に新着があります' }).waitFor();
  await page.waitForTimeout(500);
  expect(Math.abs((await topOf(seen)) - before)).toBeLessThan(3);
});

test('with something new it opens at the first that was not seen', async () => {
  const state = longTalk(nowMs, 2_900, 3_000);
  const open = { ...state.messages.open, unread: 20 };
  await show({ ...state, messages: { ...state.messages, open } }, talkAt('c1'));
  const mark = page.getByRole('heading', { name: 'ここから新着' });
  await mark.waitFor();
  await expect.poll(() => mark.evaluate((one) => Math.round(one.getBoundingClientRect().top))).toBeLessThan(200);
  expect(await mark.evaluate((one) => Math.round(one.getBoundingClientRect().top))).toBeGreaterThan(0);
});

test('what is written stays when one looks elsewhere, and says when it becomes long', async () => {
  await show(messageStates.pair(nowMs), talkAt('c1'));
  const field = page.getByRole('textbox', { name: 'メッセージ' });
  await field.fill('𠮷'.repeat(1_950));
  await page.getByText('あと 50字').waitFor();
  await field.press('Shift+Enter');
  expect(await field.inputValue()).toMatch(/\n$/);
  await page.getByRole('link', { name: 'もどる' }).click();
  await show({}, talkAt('c1'));
  await expect.poll(() => field.inputValue()).toContain('𠮷');
});

test('an answer shows what it answers, and can be taken off again', async () => {
  await show(messageStates.pair(nowMs), talkAt('c1'));
  await page.getByRole('button', { name: '瀬戸 洋介・11:18 のメッセージでできること' }).click();
  await page.getByRole('button', { name: '返事する' }).click();
  await page.locator('.along', { hasText: 'ワルファリン' }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('message');
  await page.getByRole('button', { name: '返事にしない' }).click();
  expect(await page.locator('.along').count()).toBe(0);
});

test('a tap on what is answered leads there, with the focus and a mark, however far it is; what is not here says so', async () => {
  const state = longTalk(nowMs, 2_000, 3_000);
  const { open } = state.messages;
  const lines = open.lines as { id: string; isMine: boolean; text: string; answers?: object }[];
  const [first, near, last] = [lines[3], lines.at(-3), lines.at(-1)];
  if (!first || !near || !last) throw new Error('too short');
  const answer = (to: typeof first) => ({
    id: to.id,
    by: { id: 'p2', name: '瀬戸 洋介', kana: '' },
    isMine: to.isMine,
    text: to.text,
  });
  lines.at(-2)!.answers = answer(near);
  lines.at(-4)!.answers = { id: 'gone', by: undefined, isMine: false, text: undefined };
  last.answers = answer(first);
  await show(state, talkAt('c1'));
  await message('もとの言葉は、ここにありません').waitFor();
  expect(await message('もとの言葉は、ここにありません').locator('button.to').count()).toBe(0);
  for (const [from, to] of [
    [message('便り2998番'), near],
    [message('便り2999番'), first],
  ] as const) {
    await from.last().getByRole('button', { name: 'その言葉へ' }).press('Enter');
    const found = page.locator(`.talk > li[data-id="${to.id}"]`);
    await expect.poll(() => found.getAttribute('data-found')).toBe('');
    expect(await found.evaluate((item) => item === document.activeElement)).toBe(true);
    const middle = await found.evaluate((item) => item.getBoundingClientRect().top + item.clientHeight / 2);
    expect(middle).toBeGreaterThan(0);
    expect(middle).toBeLessThan(740);
    await page.locator('[data-found]').waitFor({ state: 'detached' });
  }
  await page.waitForTimeout(300);
  expect(
    await page.locator(`.talk > li[data-id="${first.id}"]`).evaluate((item) => item.getBoundingClientRect().top),
  ).toBeLessThan(740);
  await page.getByRole('button', { name: 'いちばん新しい所へ' }).click();
  await message('便り2999番').first().waitFor();
  await expect.poll(fromEnd).toBeLessThan(2);
});

test('a picture of any size goes along in at most 60 KB, whole', async () => {
  await show(messageStates.pair(nowMs), talkAt('c1'));
  const bytes = await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1600, 900];
    const brush = canvas.getContext('2d')!;
    const image = brush.createImageData(1600, 900);
    let seed = 1;
    for (let i = 0; i < image.data.length; i++) {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      image.data[i] = i % 4 === 3 ? 255 : seed >> 16;
    }
    brush.putImageData(image, 0, 0);
    const blob = await new Promise<Blob>((resolve) => canvas.toBlob((made) => resolve(made!), 'image/png'));
    return [...new Uint8Array(await blob.arrayBuffer())];
  });
  const file = { name: 'noise.png', mimeType: 'image/png', buffer: Buffer.from(bytes) };
  await page.locator('.composer input[type=file]').setInputFiles(file);
  const preview = page.getByRole('img', { name: 'いっしょに出す写真' });
  await preview.waitFor();
  const { width, height, size } = await preview.evaluate(async (image: HTMLImageElement) => {
    await image.decode();
    const blob = await (await fetch(image.src)).blob();
    return { width: image.naturalWidth, height: image.naturalHeight, size: blob.size };
  });
  expect(width / height).toBeCloseTo(16 / 9, 1);
  expect(size).toBeGreaterThan(1_000);
  expect(size).toBeLessThanOrEqual(61_440);
});

test('a picture opens large and goes away again, and the focus is where it was', async () => {
  await show(messageStates.pair(nowMs), talkAt('c1'));
  await message('屋根のようすです。').waitFor();
  await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [800, 600];
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    type State = { messages: { open: { lines: { id: string; file?: object }[] } } };
    const { tayoriApp } = globalThis as unknown as { tayoriApp: { get(): State; set(change: object): void } };
    const { messages } = tayoriApp.get();
    const lines = messages.open.lines.map((line) =>
      line.id === 'm7' ? { ...line, file: { kind: 'picture', bytes: 900, blob } } : line,
    );
    tayoriApp.set({ messages: { ...messages, open: { ...messages.open, lines } } });
  });
  const picture = page.getByRole('button', { name: '瀬戸 洋介の写真 今日 11:43' });
  await picture.focus();
  await page.keyboard.press('Enter');
  const large = page.getByRole('dialog', { name: '瀬戸 洋介の写真 今日 11:43' });
  await large.waitFor();
  expect(await large.evaluate((dialog) => dialog.scrollWidth <= innerWidth)).toBe(true);
  await page.keyboard.press('Escape');
  await large.waitFor({ state: 'detached' });
  expect(await picture.evaluate((button) => button === document.activeElement)).toBe(true);
});

test('a voice is recorded, heard before it goes, and small', async () => {
  await show(messageStates.pair(nowMs), talkAt('c1'));
  await page.getByRole('button', { name: '声', exact: true }).click();
  await page.getByRole('button', { name: '録音をはじめる' }).click();
  await page.getByText('0:02 / 0:30').waitFor();
  await page.getByRole('button', { name: '止める' }).click();
  const player = page.locator('.along .sound');
  await player.waitFor();
  const { size, seconds } = await player.locator('audio').evaluate(async (audio: HTMLAudioElement) => {
    const blob = await (await fetch(audio.src)).blob();
    const context = new AudioContext();
    const sound = await context.decodeAudioData(await blob.arrayBuffer());
    return { size: blob.size, seconds: sound.duration };
  });
  expect(seconds).toBeGreaterThan(1.5);
  // Half a minute at the same rate fits.
  expect((size / seconds) * 30).toBeLessThanOrEqual(61_440);
  await player.getByRole('button').click();
  await expect.poll(() => player.getByRole('button').getAttribute('aria-pressed')).toBe('true');
});
