import { Hono } from 'hono';
import { paths } from '../../shared/api.ts';
import { maxHandoverBytes } from '../../shared/protocol/handover.ts';
import type { Handovers } from '../relay/handovers.ts';
import type { Sessions } from '../relay/sessions.ts';
import { refuse } from './refusal.ts';
import { sessionOf } from './session-routes.ts';
import { answerBytes, readBody, type Bindings } from './transport.ts';

/** PUT, GET and DELETE of what one's phone hands to a new device: see `paths.handover`. */
export function handoverRoutes(handovers: Handovers, sessions: Sessions): Hono<{ Bindings: Bindings }> {
  const routes = new Hono<{ Bindings: Bindings }>();
  const path = `${paths.handover}/:id{[0-9a-f]{32}}` as const;
  routes.put(path, async (context) => {
    const session = sessionOf(context, sessions);
    if (!session.ok) return refuse(context, session.error.code);
    const body = await readBody(context, maxHandoverBytes);
    if (body === null) return refuse(context, 'too-large');
    const left = handovers.leave(context.req.param('id'), body, session.value.person);
    return left.ok ? answerBytes(context, 204, {}, null) : refuse(context, left.error.code);
  });
  routes.get(path, (context) => {
    const found = handovers.find(context.req.param('id'));
    if (!found) return refuse(context, 'not-found');
    return answerBytes(context, 200, { 'Cache-Control': 'no-store' }, found);
  });
  routes.delete(path, (context) => {
    handovers.takeAway(context.req.param('id'));
    return answerBytes(context, 204, {}, null);
  });
  return routes;
}
