import { makePosts } from '../../shared/bench/workload.ts';
import { begin, holds, inviteLink } from './app-page.ts';
import { openAppTown } from './app-town.ts';
import { shownAfter } from './browser-open.ts';
import { launchBrowser } from './browser-page.ts';
import { median } from './load.ts';
import type { Report } from './report.ts';

const entryCount = 100_000;
const friendCount = 200;
const rounds = Number(process.env['TAYORI_BENCH_COUNT'] ?? 5);

// Of the page, in which the functions given to it run.
declare const tayoriApp: { get(): { readonly voices: readonly unknown[] } };

/** Opening the app that holds 100,000 entries, until the newest of its first 50 are on the screen. */
export async function benchDeep(report: Report): Promise<void> {
  const browser = await launchBrowser();
  const town = await openAppTown();
  try {
    const context = await browser.newContext({ locale: 'ja-JP', viewport: { width: 360, height: 740 } });
    const page = await begin(context, town.origin);
    const few = await shownSeveral('main h2', 0);
    const friends = await town.befriend(await inviteLink(page, town.origin), friendCount);
    await town.tell(friends, makePosts(entryCount));
    page.setDefaultTimeout(400_000);
    await page.reload();
    await holds(page, entryCount);
    await page.waitForTimeout(5_000);
    await page.close();
    const times = await shownSeveral('ul.list li.row h3', 50);
    report({
      name: 'Chromium, 100,000 entries: open to the first 50',
      value: median(times),
      unit: `ms (${times.map((one) => one.toFixed(0)).join(', ')})`,
      bound: 'max',
      limit: Math.max(500, 3 * median(few)),
      yardstick: `500, or 3 x the same app with nothing in it: ${median(few).toFixed(0)} ms`,
    });

    async function shownSeveral(selector: string, voices: number): Promise<number[]> {
      const took: number[] = [];
      for (let round = -1; round < rounds; round++) {
        const opened = await context.newPage();
        const time = await shownAfter(opened, town.origin, selector);
        await opened.waitForFunction((least) => tayoriApp.get().voices.length >= least, voices);
        await opened.close();
        if (round >= 0) took.push(time);
      }
      return took;
    }
  } finally {
    await browser.close();
    await town.close();
  }
}
