import type { Browser, Page } from 'playwright';
import { makePosts } from '../../shared/bench/workload.ts';
import { begin, holds, inviteLink, rested } from './app-page.ts';
import { openAppTown } from './app-town.ts';
import { launchBrowser, serve, slowDown } from './browser-page.ts';
import type { Report } from './report.ts';

const count = Number(process.env['TAYORI_BENCH_COUNT'] ?? 100);
const friendCount = 100;
const voiceCount = 1_000;
const speeds: readonly (readonly [number, number])[] = [
  [1, 50],
  [4, 150],
];

// Of the page, in which the functions given to it run.
declare class MutationObserver {
  constructor(hear: () => void);
  observe(target: unknown, options: { childList: boolean; subtree: boolean; characterData: boolean }): void;
  disconnect(): void;
}
declare const document: {
  readonly body: { readonly textContent: string };
  querySelector(of: string): { readonly textContent: string | null } | null;
  addEventListener(type: string, hear: (event: { timeStamp: number }) => void, options: object): void;
};
declare const performance: { now(): number };
declare function requestAnimationFrame(work: () => void): void;

/** From the tap until what was written is durable and painted: voices and statuses of a person with a hundred friends. */
export async function benchTap(report: Report): Promise<void> {
  const browser = await launchBrowser();
  const town = await openAppTown();
  try {
    const context = await browser.newContext({ locale: 'ja-JP', viewport: { width: 360, height: 740 } });
    const page = await begin(context, town.origin);
    const friends = await town.befriend(await inviteLink(page, town.origin), friendCount);
    await town.tell(friends, makePosts(voiceCount));
    await page.reload();
    await holds(page, voiceCount + friendCount * 4);
    for (const [slowness, limit] of speeds) {
      const yard = at(await tapLeast(browser, slowness), 0.95);
      for (const [what, write] of [
        ['voice', writeVoice],
        ['status', writeStatus],
      ] as const) {
        await rested(page);
        const stop = slowness > 1 ? await slowDown(browser, slowness) : () => undefined;
        const times: number[] = [];
        try {
          for (let i = 0; i < count; i++) times.push(await write(page, i));
        } finally {
          stop();
        }
        times.sort((a, b) => a - b);
        report({
          name: `CPU x${slowness}: tap until a ${what} is durable and on the screen, p95 of ${count}`,
          value: at(times, 0.95),
          unit: `ms (half within ${at(times, 0.5).toFixed(0)})`,
          bound: 'max',
          limit: Math.max(limit, 2 * yard),
          yardstick: `${limit}, or 2 x a page that writes one record, strictly durable, and shows eight plain rows: p95 ${yard.toFixed(0)} ms`,
        });
      }
    }
  } finally {
    await browser.close();
    await town.close();
  }
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

async function writeVoice(page: Page, i: number): Promise<number> {
  const text = `${i} 井戸水は使えます ${Math.random()}`;
  await page.click('a[href="/write"]');
  await page.fill('#voice', text);
  await expectAfterTap(page, 'ul.list li.row', text);
  await page.click('.bar button');
  return tookMs(page);
}

/** With a place, which stands in the first card of home. */
async function writeStatus(page: Page, i: number): Promise<number> {
  await page.click('main a[href="/status"]');
  const text = `${i} 家にいます ${String(Math.random()).slice(0, 8)}`;
  await page.locator('input[name="condition"]').first().check({ force: true });
  await page.locator('input[name="where"]').first().check({ force: true });
  await page.fill('#place', text);
  await expectAfterTap(page, 'main .card', text);
  await page.click('.bar button');
  return tookMs(page);
}

/** Notes in the page when it was tapped, and when the first of `selector` with that text was painted. */
async function expectAfterTap(page: Page, selector: string, text: string): Promise<void> {
  await page.evaluate(
    ([of, wanted]) => {
      const times: { tapMs?: number; shownMs?: number } = {};
      Object.assign(globalThis, { times });
      document.addEventListener('click', ({ timeStamp }) => (times.tapMs = timeStamp), { capture: true, once: true });
      const observer = new MutationObserver(() => {
        if (!document.querySelector(of)?.textContent?.includes(wanted)) return;
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => (times.shownMs = performance.now())));
      });
      observer.observe(document.body, { childList: true, subtree: true, characterData: true });
    },
    [selector, text] as const,
  );
}

async function tookMs(page: Page): Promise<number> {
  const shown = await page.waitForFunction(() => {
    const { times } = globalThis as unknown as { times: { tapMs?: number; shownMs?: number } };
    return times.shownMs === undefined ? undefined : times.shownMs - (times.tapMs ?? NaN);
  });
  return (await shown.jsonValue()) ?? NaN;
}

/** The inevitable part, tapped and watched the same way: a worker keeps one record, strictly durable, and the page goes back in its history to eight plain rows. */
async function tapLeast(browser: Browser, slowness: number): Promise<readonly number[]> {
  const site = await serve(
    new Map([
      ['/', { type: 'text/html', body: leastPage }],
      ['/worker.js', { type: 'text/javascript', body: leastWorker }],
    ]),
  );
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto(site.origin);
  await page.click('a');
  await page.click('button');
  await page.waitForSelector('li');
  const stop = slowness > 1 ? await slowDown(browser, slowness) : () => undefined;
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    await page.click('a');
    await page.fill('textarea', `${i} 井戸水は使えます`);
    await expectAfterTap(page, 'li', `${i} 井戸水は使えます`);
    await page.click('button');
    times.push(await tookMs(page));
  }
  stop();
  await context.close();
  site.close();
  return times.sort((a, b) => a - b);
}

const leastWorker = `
const opening = indexedDB.open('least', 1);
opening.onupgradeneeded = () => opening.result.createObjectStore('kept', { autoIncrement: true });
onmessage = ({ data }) => {
  const transaction = opening.result.transaction('kept', 'readwrite', { durability: 'strict' });
  transaction.objectStore('kept').put(data);
  transaction.oncomplete = () => postMessage(data);
};`;
const leastPage = `<!doctype html><meta charset="utf-8"><title>Least</title><body><script>
const worker = new Worker('/worker.js');
let texts = [];
worker.onmessage = ({ data }) => { texts = [data, ...texts].slice(0, 8); history.back(); };
onpopstate = () => draw(false);
function draw(isWriting) {
  document.body.innerHTML = isWriting ? '<textarea></textarea><button>Go</button>' : '<a href="/write">Write</a><ul></ul>';
  if (isWriting) document.querySelector('button').onclick = () => worker.postMessage(document.querySelector('textarea').value);
  else {
    document.querySelector('ul').append(...texts.map((text) => Object.assign(document.createElement('li'), { textContent: text })));
    document.querySelector('a').onclick = (event) => { event.preventDefault(); history.pushState(null, '', '/write'); draw(true); };
  }
}
draw(false);
</script>`;
