import { Hono } from 'hono';
import { paths } from '../../shared/api.ts';
import { decodeUtf8 } from '../../shared/protocol/bytes.ts';
import type { Push } from '../relay/push.ts';
import type { Sessions } from '../relay/sessions.ts';
import { refuse } from './refusal.ts';
import { sessionOf } from './session-routes.ts';
import { answerBytes, readBody, type Bindings } from './transport.ts';

const mostBytes = 2048;

/** GET, PUT and DELETE of where this device wants to be called: see `paths.push`. All need a session. */
export function pushRoutes(push: Push, sessions: Sessions): Hono<{ Bindings: Bindings }> {
  const routes = new Hono<{ Bindings: Bindings }>();
  routes.get(paths.push, (context) => {
    const session = sessionOf(context, sessions);
    if (!session.ok) return refuse(context, session.error.code);
    const { publicKey } = push;
    const told = { key: publicKey, endpoint: push.endpointOf(session.value.device) };
    return context.json(told, 200, { 'Cache-Control': 'no-store' });
  });
  routes.put(paths.push, async (context) => {
    const session = sessionOf(context, sessions);
    if (!session.ok) return refuse(context, session.error.code);
    const body = await readBody(context, mostBytes);
    if (body === null) return refuse(context, 'too-large');
    const endpoint = decodeUtf8(body);
    const done = push.subscribe(session.value, endpoint.ok ? endpoint.value : '');
    return done.ok ? answerBytes(context, 204, {}, null) : refuse(context, done.error.code);
  });
  routes.delete(paths.push, (context) => {
    const session = sessionOf(context, sessions);
    if (!session.ok) return refuse(context, session.error.code);
    push.unsubscribe(session.value.device);
    return answerBytes(context, 204, {}, null);
  });
  return routes;
}
