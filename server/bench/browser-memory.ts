import type { CDPSession, Page } from 'playwright';
import { makePosts } from '../../shared/bench/workload.ts';
import { begin, holds, inviteLink } from './app-page.ts';
import { openAppTown } from './app-town.ts';
import { launchBrowser } from './browser-page.ts';
import type { Report } from './report.ts';

const dayCount = 10_000;
const hourCount = Math.round(dayCount / 24);
const portion = 200;
const friendCount = 200;

/** What a tab holds in memory when 10,000 entries have come to it while it was open, against what it held after the first hour's. */
export async function benchMemory(report: Report): Promise<void> {
  const browser = await launchBrowser();
  const town = await openAppTown();
  try {
    const context = await browser.newContext({ locale: 'ja-JP', viewport: { width: 360, height: 740 } });
    const page = await begin(context, town.origin);
    const friends = await town.befriend(await inviteLink(page, town.origin), friendCount);
    await page.reload();
    await holds(page, friendCount * 4);
    const measure = await openMeasure(page);
    const posts = makePosts(dayCount);
    const before = await measure();
    let afterHour = before;
    for (let from = 0; from < dayCount; from += portion) {
      await town.tell(friends, posts.slice(from, from + portion));
      await holds(page, friendCount * 4 + from + portion);
      if (from < hourCount) afterHour = await measure();
    }
    const afterDay = await measure();
    const mb = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MB`;
    report({
      name: 'Chromium: memory of a tab after 10,000 arrivals',
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

type Usage = {
  readonly usedSize: number;
  readonly embedderHeapUsedSize?: number;
  readonly backingStorageSize?: number;
};

/** Gives the way to measure: heaps and buffers of the page and its worker, after everything that nobody holds was thrown away. */
async function openMeasure(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  const askWorker = await attachWorker(session);
  return async () => {
    await page.waitForTimeout(1_500);
    let bytes = 0;
    for (const ask of [(method: string) => session.send(method as 'Runtime.getHeapUsage'), askWorker]) {
      await ask('HeapProfiler.collectGarbage');
      await ask('HeapProfiler.collectGarbage');
      const usage = (await ask('Runtime.getHeapUsage')) as Usage;
      bytes += usage.usedSize + (usage.embedderHeapUsedSize ?? 0) + (usage.backingStorageSize ?? 0);
    }
    return bytes;
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
