import { Hono } from 'hono';
import { maxRequestBytes, paths } from '../../shared/api.ts';
import type { Relay } from '../relay/relay.ts';
import type { Sessions } from '../relay/sessions.ts';
import { compressFor, worthwhileBytes } from './compress.ts';
import { refuse } from './refusal.ts';
import { sessionOf } from './session-routes.ts';
import { addressOf, answerBytes, readBody, type Bindings } from './transport.ts';

const noHeaders = {};

/** POST a sync request: see `paths.sync`. The answer carries no header but its length and encoding: it is read by our own code only. */
export function syncRoute(relay: Relay, sessions: Sessions): Hono<{ Bindings: Bindings }> {
  const routes = new Hono<{ Bindings: Bindings }>();
  routes.post(paths.sync, async (context) => {
    const session = sessionOf(context, sessions);
    if (!session.ok) return refuse(context, session.error.code);
    const body = await readBody(context, maxRequestBytes);
    if (body === null) return refuse(context, 'too-large');
    const answer = await relay.sync(body, session.value, addressOf(context));
    if (!answer.ok) return refuse(context, answer.error.code, answer.error.retryAfterSeconds);
    if (answer.value.length < worthwhileBytes) return answerBytes(context, 200, noHeaders, answer.value);
    const { bytes, encoding } = await compressFor(context.req.header('Accept-Encoding') ?? '', answer.value);
    return answerBytes(context, 200, encoding === null ? {} : { 'Content-Encoding': encoding }, bytes);
  });
  return routes;
}
