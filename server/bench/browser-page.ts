import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from 'playwright';
import { build, type Rolldown } from 'vite';

// Emitted code runs from dist/node/server/bench; what it bundles and starts stays where it is committed.
const root = new URL('../../../../', import.meta.url);

/** A headless Chromium for measuring, with `moreArgs` of its command line. */
export async function launchBrowser(moreArgs: readonly string[] = []): Promise<Browser> {
  const tools = (await import(new URL('server/tools/chromium.mjs', root).href)) as {
    chromiumLaunchOptions(): Promise<{ executablePath: string; args: string[] }>;
  };
  const options = await tools.chromiumLaunchOptions();
  return chromium.launch({ ...options, args: [...options.args, ...moreArgs] });
}

/** A script of the client and all that it imports, as one file. */
export async function bundle(entry: string): Promise<string> {
  const built = (await build({
    root: fileURLToPath(root),
    configFile: false,
    logLevel: 'error',
    define: { __TEST_BUILD__: 'false' },
    build: {
      write: false,
      target: 'es2022',
      lib: { entry, formats: ['es'] },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })) as Rolldown.RolldownOutput[];
  const code = built[0]?.output[0].code;
  if (code === undefined) throw new Error(`${entry} gave no code`);
  return code;
}

/** Serves `files` by their paths on loopback. */
export async function serve(files: ReadonlyMap<string, { type: string; body: string | Uint8Array }>) {
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? '');
    response.writeHead(file ? 200 : 404, { 'Content-Type': file?.type ?? 'text/plain' });
    response.end(file?.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/**
 * Lets the renderers of `browser` run only each `slowness`-th part of the time, in turns of 40 ms: the browser's own throttling slows the page and
 * leaves its workers as they are. Gives the way to end it.
 */
export async function slowDown(browser: Browser, slowness: number): Promise<() => void> {
  const session = await browser.newBrowserCDPSession();
  const turnMs = 40;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  const turn = () => {
    isStopped = !isStopped;
    for (const id of renderers) signal(id, isStopped ? 'SIGSTOP' : 'SIGCONT');
    timer = setTimeout(turn, isStopped ? turnMs - turnMs / slowness : turnMs / slowness);
  };
  turn();
  return () => {
    clearTimeout(timer);
    for (const id of renderers) signal(id, 'SIGCONT');
  };
}

/** The browser may end one of its processes at any time. */
function signal(id: number, name: 'SIGSTOP' | 'SIGCONT'): void {
  try {
    process.kill(id, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
