import type { Browser, CDPSession, Page } from 'playwright';
import { makePosts } from '../../shared/bench/workload.ts';
import { begin, holds, inviteLink } from './app-page.ts';
import { openAppTown } from './app-town.ts';
import { launchBrowser, serve } from './browser-page.ts';
import { median } from './load.ts';
import type { Report } from './report.ts';

const voiceCount = 5_000;
const friendCount = 1_000;
const slowness = 4;
const rounds = Number(process.env['TAYORI_BENCH_COUNT'] ?? 1);
const longMs = 50;
// Every 30 ms: 20,000 px a second, as a hard fling begins.
const stepPx = 600;
const upPx = 100_000;
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

/** The longest turn of the page while a wheel goes through 5,000 voices and 1,000 friends with a slowed processor, and when it leaves them. */
export async function benchLists(report: Report): Promise<void> {
  const browser = await launchBrowser();
  const town = await openAppTown();
  try {
    const context = await browser.newContext({ locale: 'ja-JP', viewport: { width: 360, height: 740 } });
    const page = await begin(context, town.origin);
    const friends = await town.befriend(await inviteLink(page, town.origin), friendCount);
    await town.tell(friends, makePosts(voiceCount));
    await town.sayHowTheyAre(friends, Date.now() - 24 * 3_600_000);
    await page.reload();
    await holds(page, voiceCount + friendCount * 3);
    await page.waitForTimeout(1_000);
    const yard = await scrollStatic(browser);
    const yardstick = `a page of ${staticRows} plain rows without a script, the same way: ${yard.toFixed(0)} ms`;
    const all: Times[] = [];
    for (let round = 0; round < rounds; round++) all.push(await goThrough(page));
    const rows = [
      ['scrolling 5,000 voices down and up', all.map(({ home }) => home)],
      ['leaving them', all.map(({ leaveHome }) => leaveHome)],
      ['scrolling 1,000 friends down and up', all.map(({ safety }) => safety)],
      ['leaving them', all.map(({ leaveSafety }) => leaveSafety)],
    ] as const;
    for (const [name, values] of rows)
      report({
        name: `Chromium, CPU x${slowness}: longest task ${name}`,
        value: median(values),
        unit: `ms (0: none over ${longMs}; ${values.map((one) => one.toFixed(0)).join(', ')})`,
        bound: 'max',
        limit: Math.max(longMs, yard),
        yardstick,
      });
  } finally {
    await browser.close();
    await town.close();
  }
}

type Times = { home: number; leaveHome: number; safety: number; leaveSafety: number };

async function goThrough(page: Page): Promise<Times> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowness });
  await page.getByRole('link', { name: 'ホーム', exact: true }).click();
  await page.waitForTimeout(2_000);
  const home = await longestDuring(page, async () => {
    while ((await page.evaluate(() => tayoriApp.get().voices.length)) < voiceCount) await wheel(page, session, stepPx);
    await wheel(page, session, stepPx);
    await wheel(page, session, -stepPx, upPx);
  });
  const leaveHome = await longestDuring(page, async () => {
    // From the middle, where the most is drawn.
    await wheel(page, session, stepPx, 20_000);
    await leave(page);
  });
  await page.getByRole('link', { name: '安否', exact: true }).click();
  await page.waitForTimeout(3_000);
  const safety = await longestDuring(page, async () => {
    await wheel(page, session, stepPx);
    await wheel(page, session, -stepPx, upPx);
  });
  const leaveSafety = await longestDuring(page, async () => {
    await wheel(page, session, stepPx, 20_000);
    await leave(page);
  });
  await session.detach();
  return { home, leaveHome, safety, leaveSafety };
}

/** To a screen that has next to nothing on it, through the line on top. */
async function leave(page: Page): Promise<void> {
  await page.click('a[href="/outbox"]');
  await page.getByRole('heading', { name: '未送信はありません' }).first().waitFor();
  await page.waitForTimeout(1_000);
}

/** Turns the wheel until the page has stood at its end for half a second (at its beginning when `deltaY` goes up), or for `mostPx`. */
async function wheel(page: Page, session: CDPSession, deltaY: number, mostPx = Infinity): Promise<void> {
  let still = 0;
  for (let gone = 0; gone < mostPx && still < 15; gone += stepPx) {
    await session.send('Input.dispatchMouseEvent', { type: 'mouseWheel', x: 180, y: 400, deltaX: 0, deltaY });
    await page.waitForTimeout(30);
    const isAtEnd = await page.evaluate(
      (isDown) => (isDown ? scrollY + innerHeight >= document.documentElement.scrollHeight - 2 : scrollY <= 0),
      deltaY > 0,
    );
    still = isAtEnd ? still + 1 : 0;
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
    await wheel(page, session, stepPx);
    await wheel(page, session, -stepPx, upPx);
  });
  await context.close();
  site.close();
  return longest;
}
