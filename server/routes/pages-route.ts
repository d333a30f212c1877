import type { ServerResponse } from 'node:http';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import { maxRequestBytes, paths } from '../../shared/api.ts';
import type { Pages, Relay } from '../relay/relay.ts';
import type { Sessions } from '../relay/sessions.ts';
import { refuse } from './refusal.ts';
import { sessionOf } from './session-routes.ts';
import { addressOf, rawOf, readBody, type Bindings } from './transport.ts';

/** POST a request for many answers: see `paths.pages`. A reader that goes away, or takes nothing for a minute, ends it. */
export function pagesRoute(relay: Relay, sessions: Sessions): Hono<{ Bindings: Bindings }> {
  const routes = new Hono<{ Bindings: Bindings }>();
  routes.post(paths.pages, async (context) => {
    const session = sessionOf(context, sessions);
    if (!session.ok) return refuse(context, session.error.code);
    const body = await readBody(context, maxRequestBytes);
    if (body === null) return refuse(context, 'too-large');
    const outgoing = rawOf(context)?.outgoing;
    if (!outgoing) return refuse(context, 'not-found');
    const pages = relay.pages(body, session.value, addressOf(context));
    if (!pages.ok) return refuse(context, pages.error.code, pages.error.retryAfterSeconds);
    await write(outgoing, pages.value, context.req.header('Accept-Encoding') ?? '');
    return RESPONSE_ALREADY_SENT;
  });
  return routes;
}

async function write(outgoing: ServerResponse, pages: Pages, accepted: string): Promise<void> {
  const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : null;
  const { flush, stream } = createEncoder(encoding);
  outgoing.writeHead(200, encoding === null ? {} : { 'Content-Encoding': encoding });
  outgoing.setTimeout(60_000, () => outgoing.destroy());
  stream?.pipe(outgoing);
  const target = stream ?? outgoing;
  const closed = new Promise<void>((resolve) => outgoing.once('close', resolve));
  try {
    for await (const page of pages.answers) {
      if (outgoing.destroyed) break;
      if (!target.write(page)) await Promise.race([new Promise((resolve) => target.once('drain', resolve)), closed]);
      await flush();
    }
  } finally {
    pages.leave();
    target.end();
  }
}

function createEncoder(encoding: 'br' | 'gzip' | null) {
  if (encoding === null) return { stream: null, flush: async () => undefined };
  const stream =
    encoding === 'br'
      ? createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 6, [constants.BROTLI_PARAM_LGWIN]: 22 } })
      : createGzip();
  return { stream, flush: () => new Promise<void>((resolve) => stream.flush(() => resolve())) };
}
