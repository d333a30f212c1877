import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeInvite } from '../../shared/device/invite-link.ts';
import { hexToBytes } from '../../shared/protocol/bytes.ts';
import { languagesOf } from './link-preview.ts';
import { newDataFolder, startTestServer, type TestServer } from './testing/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer(newDataFolder());
});
afterAll(() => server.stop());

const person = '0123456789abcdef0123456789abcdef';
const token = hexToBytes('00112233445566778899aabbccddeeff');
const linkOf = (name: string, kana = ''): string =>
  `/i/${encodeInvite({ person, token: token.ok ? token.value : new Uint8Array(16), name, kana })}`;

// As crawlers do: anything is accepted, no language is asked for.
async function look(path: string, headers: Record<string, string> = {}) {
  const answer = await fetch(server.origin + path, { headers: { Accept: '*/*', 'Accept-Language': '*', ...headers } });
  return { answer, html: await answer.text() };
}

/** The contents of the tags as a crawler reads them. */
function contentOf(html: string, key: string): string | undefined {
  const found = new RegExp(`<meta (?:name|property)="${key}" content="([^"<>]*)" />`).exec(html)?.[1];
  return found?.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}

test('the link of an invitation says who invites, in both languages where none is asked for', async () => {
  const path = linkOf('宮田 由佳', 'みやた ゆか');
  const { answer, html } = await look(path);
  expect(answer.status).toBe(200);
  const title = '宮田 由佳さんからの招待 / Invitation from 宮田 由佳 — たより Tayori';
  expect(html).toContain(`<title>${title}</title>`);
  expect(contentOf(html, 'og:title')).toBe(title);
  expect(contentOf(html, 'og:description')).toContain(
    '「宮田 由佳（みやた ゆか）」と書かれています。本人かどうかは、だれも確かめていません',
  );
  expect(contentOf(html, 'og:description')).toContain('Nobody has checked');
  expect(contentOf(html, 'og:url')).toBe(server.origin + path);
  expect(contentOf(html, 'og:image')).toBe(`${server.origin}/invite.png`);
  expect([contentOf(html, 'og:type'), contentOf(html, 'twitter:card'), contentOf(html, 'robots')]).toEqual([
    'website',
    'summary_large_image',
    'noindex',
  ]);
  expect(html.match(/<title>/g)).toHaveLength(1);
});

test('it speaks the language that is asked for, and is the same for every kind of browser', async () => {
  const path = linkOf('宮田 由佳');
  const { html: english } = await look(path, { 'Accept-Language': 'en-GB,ja;q=0.3' });
  expect(contentOf(english, 'og:title')).toBe('Invitation from 宮田 由佳 — Tayori');
  const { html: japanese } = await look(path, { 'Accept-Language': 'fr, ja' });
  expect(contentOf(japanese, 'og:title')).toBe('宮田 由佳さんからの招待 — たより');
  const { answer, html } = await look(path, { 'Accept-Language': 'ja', 'User-Agent': 'facebookexternalhit/1.1' });
  expect(html).toBe(japanese);
  expect(answer.headers.get('Vary')).toBe('Accept-Encoding, Accept-Language');
});

test('a handle is named and not looked up: one that nobody has says the same', async () => {
  const { html } = await look('/@Yuka_M', { 'Accept-Language': 'ja' });
  expect(contentOf(html, 'og:title')).toBe('@yuka_m とマイともになる — たより');
  const { html: nobody } = await look('/@nobody_', { 'Accept-Language': 'ja' });
  expect(nobody.replaceAll('nobody_', 'yuka_m').replace('@yuka_m" />', '@Yuka_M" />')).toBe(html);
});

test('nothing between keeps a name, and what has not changed is not sent again', async () => {
  const path = linkOf('宮田 由佳');
  const { answer } = await look(path);
  expect(answer.headers.get('Cache-Control')).toBe('private, no-cache');
  expect(answer.headers.get('Content-Security-Policy')).toContain("script-src 'self'");
  const etag = answer.headers.get('ETag') ?? '';
  expect((await look(path, { 'If-None-Match': etag })).answer.status).toBe(304);
  expect((await look(linkOf('宮田 由香'), { 'If-None-Match': etag })).answer.status).toBe(200);
});

const hostile: Record<string, string> = {
  markup: '"><script>alert(1)</script><meta http-equiv="refresh" content="0',
  'ends the title': "</title><img src=x onerror='x()'>",
  'marks of replace': "$& $1 $` $' $$",
  'turned around': 'ゆか\u202e\u2066lmth.exe\u2069\u200f',
  'lines and controls': 'ゆか\r\nSet-Cookie: t=1\0\u0007',
  'a pile of marks': `a${'\u0301'.repeat(3000)}`,
  'ten kilobytes': '長'.repeat(3400),
  'only blanks': ' \u3000\u200b ',
};

test.each(Object.keys(hostile))('a name from outside stays text: %s', async (kind) => {
  const { answer, html } = await look(linkOf(hostile[kind] ?? ''));
  expect(answer.status).toBe(200);
  const title = contentOf(html, 'og:title') ?? '';
  const text = contentOf(html, 'og:description') ?? '';
  expect(title).toMatch(/Tayori$/);
  expect(title.length).toBeLessThan(300);
  expect(title + text).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u200e\u200f]/u);
  expect(html).not.toMatch(/<script|<img|http-equiv|Set-Cookie: t=1\n/);
  expect(html.match(/<title>/g)).toHaveLength(1);
  expect(answer.headers.get('Set-Cookie')).toBeNull();
  if (kind === 'marks of replace') expect(title).toContain("$& $1 $` $' $$さんからの招待");
  if (kind === 'turned around') expect(title).toContain('ゆか lmth.exeさんからの招待');
  if (kind === 'only blanks') expect(title).toBe('マイともの招待 / Invitation to be friends — たより Tayori');
});

test('a name that is one picture of several people stays one', async () => {
  expect(contentOf((await look(linkOf('👨‍👩‍👧'))).html, 'og:title')).toContain('👨‍👩‍👧さんからの招待');
});

test('a link that is cut off is the plain page, and a script under its address is still missing', async () => {
  const { answer, html } = await look('/i/gQECa');
  expect([answer.status, contentOf(html, 'og:title')]).toEqual([200, undefined]);
  const script = await look(linkOf('ゆか'), { 'Sec-Fetch-Dest': 'script' });
  expect(script.answer.status).toBe(404);
  expect((await look('/friends')).answer.status).toBe(404);
});

test('addresses in it are of where the server is reached, whoever asks', async () => {
  const behind = await startTestServer(newDataFolder(), { origins: ['https://tayori.example'] });
  const answer = await fetch(`${behind.origin}/@yuka_m`, { headers: { Accept: '*/*' } });
  expect(contentOf(await answer.text(), 'og:url')).toBe('https://tayori.example/@yuka_m');
  await behind.stop();
});

test('the language asked for most is spoken, and both where neither is asked for', () => {
  expect(languagesOf('ja,en;q=0.5')).toEqual(['ja']);
  expect(languagesOf('ja;q=0.2, en-US;q=0.7')).toEqual(['en']);
  for (const accepted of ['', '*', 'fr', 'ja;q=0', 'q=1;ja']) expect(languagesOf(accepted)).toEqual(['ja', 'en']);
});
