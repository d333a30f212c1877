import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { chromium, type Page } from 'playwright';
import { chromiumLaunchOptions } from '../../server/tools/chromium.mjs';

/** A running browser over a folder that outlives it. */
export interface Profile {
  readonly page: Page;
  /** Closes it as a person does. */
  close(): Promise<void>;
  /** Ends all its processes at once, as a phone does that runs out of memory or battery. */
  kill(): Promise<void>;
}

/** Starts a Chromium of its own over `folder`, as a person who opens the browser again finds everything where it was. */
export async function openProfile(folder: string, moreArgs: readonly string[] = []): Promise<Profile> {
  const { executablePath, args } = await chromiumLaunchOptions();
  const child = spawn(
    executablePath,
    [
      ...args,
      ...moreArgs,
      '--headless=new',
      '--remote-debugging-port=0',
      '--no-default-browser-check',
      '--lang=ja',
      '--accept-lang=ja-JP',
      '--window-size=400,800',
      `--user-data-dir=${folder}`,
      'about:blank',
    ],
    // A group of its own, so that it can be killed whole.
    { stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  );
  const ended = once(child, 'exit');
  const killGroup = () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, 'SIGKILL');
  };
  process.once('exit', killGroup);
  const browser = await chromium.connectOverCDP(await debuggingAddress(child.stderr));
  const [context] = browser.contexts();
  if (!context) throw new Error('The browser has no profile.');
  context.setDefaultTimeout(20_000);
  const page = context.pages()[0] ?? (await context.newPage());
  return {
    page,
    async close() {
      const session = await browser.newBrowserCDPSession();
      // The answer may be lost with the browser.
      await session.send('Browser.close').catch(() => undefined);
      await ended;
      process.off('exit', killGroup);
    },
    async kill() {
      killGroup();
      await ended;
      process.off('exit', killGroup);
    },
  };
}

async function debuggingAddress(stderr: NodeJS.ReadableStream): Promise<string> {
  const said: string[] = [];
  for await (const line of createInterface({ input: stderr })) {
    said.push(line);
    const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
    if (!address) continue;
    stderr.resume();
    return address;
  }
  throw new Error(`The browser did not start:\n${said.join('\n')}`);
}
