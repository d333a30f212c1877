import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { ensureWebKit } from '../../server/tools/webkit.mjs';
import { openWindow, type Window } from './webdriver.ts';

/** WebKitGTK's own small browser, on a display that nobody sees. */
export async function launchWebKit(): Promise<Window> {
  const { driver, display } = await ensureWebKit();
  const screen = spawn(display, ['-displayfd', '3', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await firstLine(screen.stdio[3] as Readable);
  const port = await freePort();
  const env = { ...process.env, DISPLAY: `:${number}` };
  const server = spawn(driver, [`--port=${port}`], { env, stdio: 'ignore' });
  const endAll = () => [server, screen].forEach((child) => child.kill());
  process.once('exit', endAll);
  const base = `http://127.0.0.1:${port}`;
  await answers(`${base}/status`, server);
  const window = await openWindow(base, {});
  return {
    ...window,
    async close() {
      await window.close();
      process.off('exit', endAll);
      const ended = [server, screen].map((child) => once(child, 'exit'));
      endAll();
      await Promise.all(ended);
    },
  };
}

async function firstLine(stream: Readable): Promise<string> {
  for await (const line of createInterface({ input: stream })) return line.trim();
  throw new Error('The display did not start.');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await new Promise((next) => setTimeout(next, 50));
  }
  throw new Error(`The driver ended with code ${child.exitCode}.`);
}
