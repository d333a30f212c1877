import type { Browser } from 'playwright';
import { openAppTown } from './app-town.ts';
import { launchBrowser, serve } from './browser-page.ts';
import { median } from './load.ts';
import { openShapingProxy, type LineShape } from './shaping-proxy.ts';
import type { Report } from './report.ts';

// Of the page, in which the functions given to it run.
declare const document: {
  querySelector(of: string): { focus(): void } | null;
  addEventListener(type: string, hear: () => void, isCapturing: boolean): void;
};
declare class MutationObserver {
  constructor(hear: () => void);
  observe(target: unknown, options: { childList: boolean; subtree: boolean }): void;
}
declare const performance: { now(): number };

const rounds = Number(process.env['TAYORI_BENCH_COUNT'] ?? 3);
const lines: readonly (readonly [LineShape, number])[] = [
  [{ bitsPerSecond: 50_000, roundTripMs: 2_000 }, 11.5],
  [{ bitsPerSecond: 280_000, roundTripMs: 800 }, 3.5],
  [{ bitsPerSecond: 400_000, roundTripMs: 400 }, 2],
];

/** A first visit over thin lines, from the address until the field for the name has taken a key. */
export async function benchFirstVisit(report: Report): Promise<void> {
  const browser = await launchBrowser();
  const town = await openAppTown('client');
  const least = await serve(
    new Map([['/', { type: 'text/html', body: '<!doctype html><title>Least</title><input id="name">' }]]),
  );
  try {
    for (const [shape, limit] of lines) {
      const times: { seconds: number; downBytes: number }[] = [];
      for (let round = 0; round < rounds; round++) times.push(await visit(browser, town.port, shape));
      const yard = await visit(browser, Number(new URL(least.origin).port), shape);
      const seconds = times.map((one) => one.seconds);
      const [bytes] = times.map((one) => one.downBytes);
      report({
        name: `first visit at ${shape.bitsPerSecond / 1000} kbit/s, ${shape.roundTripMs} ms: name field takes a key`,
        value: median(seconds),
        unit: `s (${((bytes ?? 0) / 1024).toFixed(1)} KB down by then; ${seconds.map((one) => one.toFixed(2)).join(', ')})`,
        bound: 'max',
        limit,
        yardstick: `a page of one field and nothing else over the same line: ${yard.seconds.toFixed(2)} s`,
      });
    }
  } finally {
    await browser.close();
    await town.close();
    least.close();
  }
}

async function visit(browser: Browser, port: number, shape: LineShape) {
  const line = await openShapingProxy(port, shape);
  const context = await browser.newContext({ locale: 'ja-JP', viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  await page.addInitScript(() => {
    document.addEventListener('input', () => Object.assign(globalThis, { tookKeyMs: performance.now() }), true);
    new MutationObserver(() => document.querySelector('#name')?.focus()).observe(document, {
      childList: true,
      subtree: true,
    });
  });
  await page.goto(`http://127.0.0.1:${line.port}/`, { waitUntil: 'commit' });
  // A thumb that cannot wait.
  let tookKeyMs: number | undefined;
  while (tookKeyMs === undefined) {
    await page.keyboard.press('y');
    await page.waitForTimeout(10);
    tookKeyMs = await page.evaluate(() => (globalThis as { tookKeyMs?: number }).tookKeyMs);
  }
  const { down } = line.carried();
  await context.close();
  line.close();
  return { seconds: tookKeyMs / 1000, downBytes: down };
}
