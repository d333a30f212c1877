import type { Browser, CDPSession, Page } from 'playwright';
import { makePosts } from '../../shared/bench/workload.ts';
import { begin, holds, inviteLink } from './app-page.ts';
import { openAppTown } from './app-town.ts';
import { launchBrowser, serve } from './browser-page.ts';
import { median } from './load.ts';
import type { Report } from './report.ts';

const voiceCount = 5_000;
const friendCount = 1_000;
const authorCount = 200;
const slowness = 4;
const rounds = Number(process.env['TAYORI_BENCH_COUNT'] ?? 1);
const longMs = 50;
// What a tap may take to be answered; nothing moves under the finger meanwhile.
const leaveMs = 100;
// As fast as a hard fling begins, and all the way.
const pxPerSecond = 20_000;
const swipePx = 10_000;
const upPx = 60_000;
const staticRows = 500;

// Of the page, in which the functions given to it run.
declare class PerformanceObserver {
  constructor(hear: (list: { getEntries(): readonly { duration: number; startTime: number }[] }) => void);
  observe(options: { type: string; buffered: boolean }): void;
}
declare const scrollY: number;
declare const innerHeight: number;
declare const document: { documentElement: { scrollHeight: number }; querySelectorAll(of: string): { length: number } };
declare const tayoriApp: { get(): { readonly voices: readonly unknown[] } };

/** The longest turn of the page while one scrolls through 5,000 voices and 1,000 friends with a slowed processor, and when it leaves them. */
export async function benchLists(report: Report): Promise<void> {
  const browser = await launchBrowser();
  const town = await openAppTown();
  try {
    const context = await browser.newContext({ locale: 'ja-JP', viewport: { width: 360, height: 740 } });
    const page = await begin(context, town.origin);
    const link = await inviteLink(page, town.origin);
    const authors = await town.befriend(link, authorCount);
    await town.tell(authors, makePosts(voiceCount));
    await page.reload();
    await holds(page, voiceCount + authorCount * 4);
    const yard = await scrollStatic(browser);
    const yardstick = `a page of ${staticRows} plain rows without a script, the same way: ${yard.toFixed(0)} ms`;
    const homes: Times[] = [];
    for (let round = 0; round < rounds; round++) homes.push(await goThroughHome(page));
    const others = await town.befriend(link, friendCount - authorCount);
    await town.sayHowTheyAre([...authors, ...others], Date.now() - 24 * 3_600_000);
    await page.reload();
    await holds(page, voiceCount + friendCount * 4);
    const lists: Times[] = [];
    for (let round = 0; round < rounds; round++) lists.push(await goThroughSafety(page));
    const rows = [
      ['scrolling 5,000 voices down and up', longMs, homes.map(({ scroll }) => scroll)],
      ['leaving them', leaveMs, homes.map(({ leave }) => leave)],
      ['scrolling 1,000 friends down and up', longMs, lists.map(({ scroll }) => scroll)],
      ['leaving them', leaveMs, lists.map(({ leave }) => leave)],
    ] as const;
    for (const [name, most, values] of rows)
      report({
        name: `Chromium, CPU x${slowness}: longest task ${name}`,
        value: median(values),
        unit: `ms (0: none over ${longMs}; ${values.map((one) => one.toFixed(0)).join(', ')})`,
        bound: 'max',
        limit: Math.max(most, yard),
        yardstick,
      });
  } finally {
    await browser.close();
    await town.close();
  }
}

type Times = { readonly scroll: number; readonly leave: number };

function goThroughHome(page: Page): Promise<Times> {
  return goThrough(page, 'ホーム', () => page.evaluate((least) => tayoriApp.get().voices.length >= least, voiceCount));
}

function goThroughSafety(page: Page): Promise<Times> {
  return goThrough(page, '安否', async () => true);
}

async function goThrough(page: Page, tab: string, isWhole: () => Promise<boolean>): Promise<Times> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowness });
  await page.getByRole('link', { name: tab, exact: true }).click();
  await page.waitForTimeout(3_000);
  const scroll = await longestDuring(page, async () => {
    do await swipe(page, session, true);
    while (!(await isWhole()));
    await swipe(page, session, false, upPx);
  });
  const leave = await longestDuring(page, async () => {
    await page.click('a[href="/outbox"]');
    await page.getByRole('heading', { name: '未送信はありません' }).first().waitFor();
    await page.waitForTimeout(1_000);
  });
  await session.detach();
  return { scroll, leave };
}

/**
 * A wheel that goes down the list (or up) as fast as a hard fling, until it has stood at its end for a while, or for `mostPx`. Throws where it moves nothing: a
 * finger of the protocol's does not in every Chromium.
 */
async function swipe(page: Page, session: CDPSession, isDown: boolean, mostPx = Infinity): Promise<void> {
  let still = 0;
  let stuck = 0;
  let before = -1;
  for (let gone = 0; gone < mostPx && still < 3; gone += swipePx) {
    await session.send('Input.synthesizeScrollGesture', {
      x: 180,
      y: 400,
      yDistance: isDown ? -swipePx : swipePx,
      speed: pxPerSecond,
      gestureSourceType: 'mouse',
    });
    const { at, isAtEnd } = await page.evaluate(
      (isDown) => ({
        at: scrollY,
        isAtEnd: isDown ? scrollY + innerHeight >= document.documentElement.scrollHeight - 2 : scrollY <= 0,
      }),
      isDown,
    );
    still = isAtEnd ? still + 1 : 0;
    stuck = at === before && !isAtEnd ? stuck + 1 : 0;
    if (stuck > 3) throw new Error(`The page stands at ${at} px and does not scroll.`);
    before = at;
  }
}

/** The longest task over 50 ms while `work` goes on; 0 when there is none. */
async function longestDuring(page: Page, work: () => Promise<void>): Promise<number> {
  await page.waitForTimeout(300);
  await page.evaluate(() => {
    const seen: number[] = [];
    Object.assign(globalThis, { longTasks: seen });
    new PerformanceObserver((list) => seen.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: 'longtask',
      buffered: false,
    });
  });
  await work();
  await page.waitForTimeout(300);
  const tasks = await page.evaluate(() => (globalThis as unknown as { longTasks: readonly number[] }).longTasks);
  if (process.env['TAYORI_BENCH_SHOW']) console.error(tasks.map((one) => one.toFixed(0)).join(' '));
  return Math.max(0, ...tasks);
}

/** The inevitable part: rows of plain text that are all there, and the same wheel. */
async function scrollStatic(browser: Browser): Promise<number> {
  const row =
    '<li><h3>宮田 由佳</h3><small>11月23日 9:05</small><p>井戸水は使えます。夕方までに取りに来てください。</p></li>';
  const style = 'li{min-height:15rem}';
  const body = `<!doctype html><meta name="viewport" content="width=device-width"><title>Static</title><style>${style}</style><ul>${row.repeat(staticRows)}</ul>`;
  const site = await serve(new Map([['/', { type: 'text/html; charset=utf-8', body }]]));
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto(site.origin);
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowness });
  const longest = await longestDuring(page, async () => {
    await swipe(page, session, true);
    await swipe(page, session, false, upPx);
  });
  await context.close();
  site.close();
  return longest;
}
