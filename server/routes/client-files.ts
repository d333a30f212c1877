import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { Hono, type HonoRequest } from 'hono';
import { getCookie } from 'hono/cookie';
import { hereCookie, isScreenPath, sessionCookie } from '../../shared/api.ts';
import { linkPage } from './link-page.ts';
import { isLinkPath } from './link-preview.ts';

const typeByEnding: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};
const compressible = /\.(html|js|css|json|webmanifest|svg|txt)$/;

const hereFlags = 'Path=/; Max-Age=300; SameSite=Strict';

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

type Encoding = 'br' | 'gzip' | 'identity';
interface ClientFile {
  readonly type: string;
  readonly etag: string;
  readonly immutable: boolean;
  readonly bytesByEncoding: Map<Encoding, Promise<Uint8Array<ArrayBuffer>>>;
}

/**
 * Serves the built client from memory; a browser that opens the address of a screen gets the page, that of a link (`link-page.ts`) with what it says. Names under /assets/ carry a hash and are kept for a year; everything else is
 * asked for again each time and answered 304 while unchanged. Files are read once: a new build needs a new start. They are
 * compressed beside the event loop, so that a start does not wait for it.
 */
export function clientFiles(folder: string, origins: readonly string[] | null = null): Hono {
  const files = readClient(folder);
  const page = readPage(folder);
  const routes = new Hono();
  routes.get('*', async (context, next) => {
    const path = context.req.path;
    const isPage = isPageOf(path, context.req);
    // Who took everything off their device need not be told that it is gone.
    const isTold = getCookie(context, hereCookie) !== '0' && getCookie(context, sessionCookie) !== undefined;
    const wasHere = isPage && isTold ? `${hereCookie}=1; ${hereFlags}` : null;
    const link = isPage ? await linkPage(page, path, context.req, origins) : null;
    if (link) {
      if (wasHere) link.headers.append('Set-Cookie', wasHere);
      return link;
    }
    const file = files.get(isPage ? '/index.html' : path);
    if (!file) return next();
    const etag = file.etag;
    const headers: Record<string, string> = {
      'Content-Type': file.type,
      'Cache-Control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
      ETag: etag,
      Vary: 'Accept-Encoding',
    };
    if (wasHere) headers['Set-Cookie'] = wasHere;
    if (context.req.header('If-None-Match') === etag) return context.body(null, 304, headers);
    const encoding = chooseEncoding(file, context.req.header('Accept-Encoding') ?? '');
    if (encoding !== 'identity') headers['Content-Encoding'] = encoding;
    return context.body(await bytesIn(file, encoding), 200, headers);
  });
  return routes;
}

/** Only who opens a page gets it under a screen's address: a script or picture missing there is still missing. */
function isPageOf(path: string, request: HonoRequest): boolean {
  if (path === '/') return true;
  const accepted = request.header('Accept') ?? '*/*';
  const mode = request.header('Sec-Fetch-Mode');
  // Those who make previews for messengers accept anything; those on Node say how they fetch, but not what for, as browsers do.
  const isBrowser = mode !== undefined && !(mode === 'cors' && request.header('Sec-Fetch-Dest') === undefined);
  if (isLinkPath(path) && !isBrowser && accepted.includes('*/*')) return isScreenPath(path);
  const isOpening = mode === undefined ? accepted.includes('text/html') : mode === 'navigate';
  return isOpening && isScreenPath(path);
}

/** The built page, empty where nothing was built. */
export function readPage(folder: string): string {
  const path = join(folder, 'index.html');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function readClient(folder: string): Map<string, ClientFile> {
  const files = new Map<string, ClientFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const fullPath = join(entry.parentPath, entry.name);
    const path = `/${relative(folder, fullPath).split(sep).join('/')}`;
    const bytes = new Uint8Array(readFileSync(fullPath));
    files.set(path, {
      type: typeByEnding[extname(path)] ?? 'application/octet-stream',
      etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
      immutable: path.startsWith('/assets/'),
      bytesByEncoding: compressible.test(path) ? compressAll(bytes) : new Map([['identity', Promise.resolve(bytes)]]),
    });
  }
  return files;
}

function compressAll(bytes: Uint8Array<ArrayBuffer>): ClientFile['bytesByEncoding'] {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  const ownCopy = (compressed: Buffer) => new Uint8Array(compressed);
  return new Map<Encoding, Promise<Uint8Array<ArrayBuffer>>>([
    ['identity', Promise.resolve(bytes)],
    ['br', brotli(bytes, { params }).then(ownCopy)],
    ['gzip', deflate(bytes, { level: 9 }).then(ownCopy)],
  ]);
}

function chooseEncoding(file: ClientFile, accepted: string): Encoding {
  const names = accepted.split(',').map((part) => part.trim());
  const isAccepted = (name: string) =>
    names.some((part) => part === name || (part.startsWith(`${name};`) && !/q=0(\.0*)?$/.test(part)));
  const candidates: Encoding[] = ['br', 'gzip'];
  return candidates.find((name) => isAccepted(name) && file.bytesByEncoding.has(name)) ?? 'identity';
}

async function bytesIn(file: ClientFile, encoding: Encoding): Promise<Uint8Array<ArrayBuffer>> {
  return (await file.bytesByEncoding.get(encoding)) ?? new Uint8Array();
}
