import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { clientFiles } from './client-files.ts';
import { securityHeaders } from './security-headers.ts';

const page = '<!doctype html><title>Tayori</title>'.repeat(20);

function createSite() {
  const folder = mkdtempSync(join(tmpdir(), 'tayori-client-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), page);
  writeFileSync(join(folder, 'assets', 'app-1a2b.js'), 'export const x = 1;');
  return new Hono().use(securityHeaders()).route('/', clientFiles(folder));
}

test('the page comes in brotli where the browser takes it, and plain where it does not', async () => {
  const site = createSite();
  const small = await site.request('/', { headers: { 'Accept-Encoding': 'gzip, deflate, br' } });
  expect(small.headers.get('Content-Encoding')).toBe('br');
  expect(brotliDecompressSync(await small.arrayBuffer()).toString()).toBe(page);
  const plain = await site.request('/', { headers: { 'Accept-Encoding': 'br;q=0' } });
  expect(plain.headers.get('Content-Encoding')).toBeNull();
  expect(await plain.text()).toBe(page);
});

test('hashed names are kept for a year and the page is asked for again', async () => {
  const site = createSite();
  expect((await site.request('/assets/app-1a2b.js')).headers.get('Cache-Control')).toContain('immutable');
  const first = await site.request('/');
  expect(first.headers.get('Cache-Control')).toBe('no-cache');
  const again = await site.request('/', { headers: { 'If-None-Match': first.headers.get('ETag') ?? '' } });
  expect(again.status).toBe(304);
});

test('every answer forbids scripts of other origins, also for what does not exist', async () => {
  const site = createSite();
  for (const path of ['/', '/nothing-here', '/../package.json', '/%2e%2e/package.json']) {
    const answer = await site.request(path);
    expect(answer.status).toBe(path === '/' ? 200 : 404);
    expect(answer.headers.get('Content-Security-Policy')).toContain("script-src 'self'");
  }
});

test('the style in the page is allowed by its hash, and nothing else that is written into a page', async () => {
  const style = 'p{color:#123}';
  const hash = createHash('sha256').update(style).digest('base64');
  const site = new Hono().use(securityHeaders(`<style>${style}</style>`)).get('/', (context) => context.html(page));
  const policy = (await site.request('/')).headers.get('Content-Security-Policy') ?? '';
  expect(policy).toContain(`style-src 'self' 'sha256-${hash}';`);
  expect(policy).not.toContain('unsafe');
});

test('a browser that opens the address of a screen gets the page, and nothing else does', async () => {
  const site = createSite();
  const id = '0123456789abcdef0123456789abcdef';
  const screens = ['/safety', `/safety/${id}`, '/friends', '/friends/add', '/outbox', '/me', '/status', '/write'];
  const deeper = [`/safety/${id}/say`, '/me/audience', '/me/leave', '/status/share'];
  for (const path of [...screens, ...deeper, `/voice/${id}`, '/i/gQECa-_w', '/me/']) {
    const opened = await site.request(path, { headers: { 'Sec-Fetch-Mode': 'navigate' } });
    expect([path, opened.status, await opened.text()]).toEqual([path, 200, page]);
    expect((await site.request(path, { headers: { Accept: 'text/html,*/*;q=0.8' } })).status).toBe(200);
    expect((await site.request(path, { headers: { 'Sec-Fetch-Mode': 'no-cors', Accept: '*/*' } })).status).toBe(404);
    expect((await site.request(path, { method: 'POST', headers: { Accept: 'text/html' } })).status).toBe(404);
  }
  for (const path of ['/safety/a/b', '/nowhere', '/outbox/1', '/i/a%2fb', '/sync', '/assets/gone.js']) {
    const opened = await site.request(path, { headers: { 'Sec-Fetch-Mode': 'navigate', Accept: 'text/html' } });
    expect([path, opened.status]).toEqual([path, 404]);
  }
});

test('the page tells a browser that has a session that it was here, also where the page itself is unchanged', async () => {
  const site = createSite();
  const first = await site.request('/');
  expect(first.headers.get('Set-Cookie')).toBeNull();
  const headers = { Cookie: 't=abc', 'If-None-Match': first.headers.get('ETag') ?? '' };
  const again = await site.request('/', { headers });
  expect([again.status, again.headers.get('Set-Cookie')]).toEqual([
    304,
    'here=1; Path=/; Max-Age=300; SameSite=Strict',
  ]);
  expect((await site.request('/assets/app-1a2b.js', { headers })).headers.get('Set-Cookie')).toBeNull();
});
