import type { CDPSession, Page } from 'playwright';
import { makePosts } from '../../shared/bench/workload.ts';
import { begin, holds, inviteLink, rested } from './app-page.ts';
import { openAppTown } from './app-town.ts';
import { launchBrowser } from './browser-page.ts';
import type { Report } from './report.ts';

const hours = 24;
const dayCount = 10_000;
const friendCount = 200;
// Hours pass here in seconds. In a minute what follows a start has come, and what was waited for in vain is over, as it is after an hour; and garbage is
// collected in every hour that is one.
const restMs = 60_000;
const pauseMs = 1_500;

/**
 * What a tab holds in memory after a day of use, against what it held after the first hour: ten thousand entries come while it is open, and once an hour
 * its person looks at the screens of every day and writes a voice.
 */
export async function benchMemory(report: Report): Promise<void> {
  const browser = await launchBrowser();
  const town = await openAppTown();
  try {
    const context = await browser.newContext({ locale: 'ja-JP', viewport: { width: 360, height: 740 } });
    const page = await begin(context, town.origin);
    const friends = await town.befriend(await inviteLink(page, town.origin), friendCount);
    await page.reload();
    await holds(page, friendCount * 4);
    const { collect, measure } = await openMeasure(page);
    const posts = makePosts(dayCount);
    const before = await measure();
    let afterHour = before;
    for (let hour = 0; hour < hours; hour++) {
      const [from, to] = [hour, hour + 1].map((h) => Math.round((h * dayCount) / hours));
      // They come while one looks and while one does not. Older ones would stand below all of the person's own, which would fill the screen.
      const now = Date.now();
      await town.tell(
        friends,
        posts.slice(from, to).map((post, i) => ({ ...post, atMs: now + i - dayCount })),
      );
      await holds(page, friendCount * 4 + (to ?? 0));
      await useAsEveryHour(page, `便り、${hour} 時間目`);
      await collect();
      if (hour === 0) afterHour = await measure();
    }
    const afterDay = await measure();
    const mb = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MB`;
    report({
      name: 'Chromium: memory of a tab after a day of use with 10,000 arrivals',
      value: afterDay / afterHour,
      unit: `x after the first hour's (${mb(afterDay)})`,
      bound: 'max',
      limit: 1.3,
      yardstick: `page and worker after collection, with ${friendCount} friends: ${mb(before)} before, ${mb(afterHour)} after an hour`,
    });
  } finally {
    await browser.close();
    await town.close();
  }
}

/** Home down and up, the safety list and one person of it, friends, messages, one's own page, what waits, and a voice; it ends at home. */
async function useAsEveryHour(page: Page, text: string): Promise<void> {
  for (const by of [3_000, -3_000]) await page.mouse.wheel(0, by);
  await page.click('nav.tabs a[href="/safety"]');
  await page.locator('main li a.name').first().click();
  await page.waitForURL(/\/safety\/./);
  await page.goBack();
  for (const path of ['/friends', '/messages']) {
    await page.click(`nav.tabs a[href="${path}"]`);
    await page.waitForURL(`**${path}`);
  }
  await page.click('a[href="/outbox"]');
  await page.waitForURL('**/outbox');
  await page.goBack();
  await page.click('nav.tabs a[href="/"]');
  await page.click('a[href="/write"]');
  await page.fill('#voice', text);
  await page.click('.bar button');
  await page.locator('ul.list li.row', { hasText: text }).waitFor();
  await rested(page);
}

type Usage = {
  readonly usedSize: number;
  readonly embedderHeapUsedSize?: number;
  readonly backingStorageSize?: number;
};

/** Gives the way to measure: heaps and buffers of the page and its worker, after everything that nobody holds was thrown away. */
async function openMeasure(
  page: Page,
): Promise<{ readonly collect: () => Promise<void>; readonly measure: () => Promise<number> }> {
  const session = await page.context().newCDPSession(page);
  const asks = [(method: string) => session.send(method as 'Runtime.getHeapUsage'), await attachWorker(session)];
  async function collect(): Promise<void> {
    await page.waitForTimeout(pauseMs);
    // What is only weakly held goes with the second.
    for (const ask of asks) for (let round = 0; round < 2; round++) await ask('HeapProfiler.collectGarbage');
  }
  return {
    collect,
    async measure() {
      await page.waitForTimeout(restMs);
      await collect();
      let bytes = 0;
      for (const ask of asks) {
        const usage = (await ask('Runtime.getHeapUsage')) as Usage;
        bytes += usage.usedSize + (usage.embedderHeapUsedSize ?? 0) + (usage.backingStorageSize ?? 0);
      }
      return bytes;
    },
  };
}

/** A worker has a session of its own inside that of its page. */
async function attachWorker(session: CDPSession): Promise<(method: string) => Promise<unknown>> {
  const attached = new Promise<string>((resolve) =>
    session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.type === 'worker') resolve(sessionId);
    }),
  );
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const sessionId = await attached;
  const waiting = new Map<number, (result: unknown) => void>();
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message) as { id?: number; result?: unknown };
    if (id !== undefined) waiting.get(id)?.(result);
  });
  let last = 0;
  return (method) => {
    const id = ++last;
    const answered = new Promise((resolve) => waiting.set(id, resolve));
    void session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) });
    return answered;
  };
}
