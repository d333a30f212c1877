import { readFileSync, existsSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { bin } from '../../server/tools/paths.mjs';
import { run } from '../../server/tools/run.mjs';

/** Builds the client once more, with another constant in it, into a folder of its own: what a newer version looks like to a device. */
export async function buildNextVersion(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'tayori-next-'));
  for (const mode of ['app-test-next', 'worker-test-next']) {
    const args = [
      'build',
      '--logLevel',
      'warn',
      '--mode',
      mode,
      '--outDir',
      folder,
      '--emptyOutDir',
      String(mode.startsWith('app')),
    ];
    const { code, output } = await run(bin('vite'), args, { env: { VITEST: '' } });
    if (code !== 0) throw new Error(output);
  }
  return folder;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

/** A server that gives out a version of the client and takes nothing, as one under too much load; other files of the app never come. Gives the way to end it. */
export async function serveFilesOnly(folder: string, port: number): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname.startsWith('/assets/') && !existsSync(join(folder, pathname))) return;
    const path = join(folder, pathname === '/' ? 'index.html' : pathname);
    if (request.method !== 'GET' || !existsSync(path)) {
      response.writeHead(503, { 'Retry-After': '1' }).end('{"error":{"code":"overloaded"}}');
      return;
    }
    response.writeHead(200, { 'Content-Type': types[extname(path)] ?? 'text/plain', 'Cache-Control': 'no-cache' });
    response.end(readFileSync(path));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return () =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
}
