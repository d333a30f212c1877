import { makeBatches } from './browser-batches.ts';
import { bundle, launchBrowser, serve, slowDown } from './browser-page.ts';
import type { Report } from './report.ts';

const entryCount = 50_000;
const batchEntries = 10_000;

// Types of the page, in which the function below runs.
declare const Worker: new (
  url: string,
  options: { type: 'module' },
) => {
  postMessage(message: unknown): void;
  addEventListener(type: string, listener: (event: { data: Omit<Times, 'pageBusyMs'>; message: string }) => void): void;
};

/** What the worker answers (client/worker/durable-bench.ts), and how long the page itself was busy meanwhile. */
type Times = {
  readonly entries: number;
  readonly bytes: number;
  readonly receiveMs: number;
  readonly packMs: number;
  readonly rawMs: number;
  readonly hashMs: number;
  readonly pageBusyMs: number;
};

/** 50,000 entries taken in by a worker of Chromium as the app does, and with a processor that is stopped three quarters of the time. */
export async function benchDurable(report: Report): Promise<void> {
  const batches = await makeBatches(entryCount, batchEntries);
  const script = await bundle('client/worker/durable-bench.ts');
  const files = new Map<string, { type: string; body: string | Uint8Array }>([
    ['/', { type: 'text/html', body: '<!doctype html><title>Bench</title>' }],
    ['/worker.js', { type: 'text/javascript', body: script }],
  ]);
  batches.forEach((body, i) => files.set(`/batch/${i}`, { type: 'application/octet-stream', body }));
  const site = await serve(files);
  for (const slowness of [1, 4]) {
    const times = await measure(site.origin, batches.length, slowness);
    const name = `Chromium${slowness > 1 ? `, CPU x${slowness}` : ''}, 50,000 entries`;
    const raw = `one raw write of ${(times.bytes / 1e6).toFixed(1)} MB ${times.rawMs.toFixed(0)} ms`;
    const seconds = (ms: number) => `(${(ms / 1000).toFixed(2)} s)`;
    report({
      name: `${name}: packed and durable`,
      value: times.packMs / (times.rawMs + times.hashMs),
      unit: `x yardstick ${seconds(times.packMs)}`,
      bound: 'max',
      limit: 3,
      yardstick: `${raw} and two hashes an entry ${times.hashMs.toFixed(0)} ms`,
    });
    report({
      name: `${name}: received, verified, folded, durable`,
      value: times.receiveMs / (times.rawMs + times.hashMs),
      unit: `x yardstick ${seconds(times.receiveMs)}`,
      bound: 'max',
      limit: 8,
      yardstick: 'the same',
    });
    if (slowness > 1) continue;
    report({
      name: `${name}: work left to the page`,
      value: times.pageBusyMs / times.receiveMs,
      unit: `x of the whole (${times.pageBusyMs.toFixed(0)} ms)`,
      bound: 'max',
      limit: 0.05,
      yardstick: 'what the worker took',
    });
  }
  site.close();
}

async function measure(origin: string, batchCount: number, slowness: number): Promise<Times> {
  const browser = await launchBrowser();
  const page = await browser.newPage();
  const stop = slowness > 1 ? await slowDown(browser, slowness) : () => undefined;
  await page.goto(origin);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const busyMs = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
  };
  const busyBefore = await busyMs();
  const times = await page.evaluate(async (count) => {
    const batches = await Promise.all(
      Array.from({ length: count }, async (_, i) => new Uint8Array(await (await fetch(`/batch/${i}`)).arrayBuffer())),
    );
    const worker = new Worker('/worker.js', { type: 'module' });
    const answered = new Promise<{ data: Omit<Times, 'pageBusyMs'> }>((resolve, reject) => {
      worker.addEventListener('message', resolve);
      worker.addEventListener('error', (event) => reject(new Error(event.message)));
    });
    worker.postMessage(batches);
    const { data } = await answered;
    return data;
  }, batchCount);
  const pageBusyMs = (await busyMs()) - busyBefore;
  stop();
  await browser.close();
  if (times.entries !== entryCount) throw new Error(`${times.entries} entries came`);
  return { ...times, pageBusyMs };
}
