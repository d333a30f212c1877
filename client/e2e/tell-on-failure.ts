import { afterEach } from 'vitest';
import type { Page } from 'playwright';
import type { AppState } from '../state/model.ts';

const kept = 60;

/**
 * Prints of each page, when a test of the file fails: its address, its line to the server, what waits and why, what the browser thinks of the line, and
 * what went over it last. `pages` gives those that are open by then.
 */
export function tellOnFailure(pages: () => Readonly<Record<string, Page | undefined>>): void {
  const heard = new WeakMap<Page, string[]>();
  afterEach(async ({ task }) => {
    for (const [name, page] of Object.entries(pages())) {
      if (!page) continue;
      if (!heard.has(page)) heard.set(page, listen(page));
      if (task.result?.state !== 'fail') continue;
      console.log(`${name}:`, await describe(page), heard.get(page)?.slice(-kept).join('\n'));
    }
  });
}

/** What passes between the page or its workers and the server, and what they say, each with its time of day. */
function listen(page: Page): string[] {
  const lines: string[] = [];
  const note = (text: string) => lines.push(`${new Date().toISOString().slice(14, 23)} ${text}`);
  const isOurs = (url: string) => /\/(sync|pages|events|session)$/.test(url);
  page.on('request', (request) => isOurs(request.url()) && note(`> ${request.method()} ${request.url()}`));
  page.on('response', (answer) => isOurs(answer.url()) && note(`< ${answer.status()} ${answer.url()}`));
  page.on('requestfailed', (request) => note(`x ${request.url()} ${request.failure()?.errorText}`));
  page.on('worker', (worker) => {
    note(`worker begins`);
    worker.on('close', () => note('worker ends'));
  });
  page.on('console', (message) => note(`${message.type()}: ${message.text()}`));
  return lines;
}

async function describe(page: Page): Promise<string> {
  const lines = await Promise.all(
    page.workers().map((worker) =>
      worker.evaluate(() => {
        const { onLine, connection } = navigator as { onLine: boolean; connection?: { effectiveType?: string } };
        return { onLine, line: connection?.effectiveType };
      }),
    ),
  ).catch((reason: unknown) => [String(reason)]);
  const state = await page
    .evaluate(async () => {
      const kept = await navigator.serviceWorker?.getRegistrations();
      const appKeepers = kept?.map(({ installing, waiting, active }) =>
        [installing, waiting, active].map((one) => one?.state),
      );
      const isKept = navigator.serviceWorker?.controller !== null;
      const { tayoriApp } = globalThis as unknown as { tayoriApp: { get(): AppState } };
      const { phase, syncLine, outbox, notices } = tayoriApp.get();
      return { phase, syncLine, outbox, notices, isKept, appKeepers };
    })
    .catch((reason: unknown) => String(reason));
  return JSON.stringify({ url: page.url(), workers: lines, state }, null, 1);
}
