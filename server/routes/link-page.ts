import { createHash } from 'node:crypto';
import type { HonoRequest } from 'hono';
import { compressFor } from './compress.ts';
import { languagesOf, previewOf, withPreview } from './link-preview.ts';

/**
 * The page under the address of a link, with what the link says in its head, or null where it says nothing. The same for everybody who asks in one language:
 * nobody's kind of browser is looked at. No cache between keeps it, since a name stands in it. The page that a service worker keeps is the plain one.
 */
export async function linkPage(
  page: string,
  path: string,
  request: HonoRequest,
  origins: readonly string[] | null,
): Promise<Response | null> {
  const preview = previewOf(path, languagesOf(request.header('Accept-Language') ?? ''));
  if (!preview) return null;
  const html = withPreview(page, preview, origins?.[0] ?? originOf(request), path);
  const etag = `"${createHash('sha256').update(html).digest('base64url').slice(0, 22)}"`;
  const headers: Record<string, string> = {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'private, no-cache',
    ETag: etag,
    Vary: 'Accept-Encoding, Accept-Language',
  };
  if (request.header('If-None-Match') === etag) return new Response(null, { status: 304, headers });
  const { bytes, encoding } = await compressFor(
    request.header('Accept-Encoding') ?? '',
    new TextEncoder().encode(html),
  );
  if (encoding !== null) headers['Content-Encoding'] = encoding;
  return new Response(new Uint8Array(bytes), { headers });
}

/** As the asker names this server; what is odd in that is left out of the addresses. */
function originOf(request: HonoRequest): string {
  const host = request.header('Host') ?? new URL(request.url).host;
  const isHttps = request.header('X-Forwarded-Proto') === 'https';
  return /^[\w.-]+(:\d+)?$|^\[[\da-f:.]+\](:\d+)?$/i.test(host) ? `${isHttps ? 'https' : 'http'}://${host}` : '';
}
