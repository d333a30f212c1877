import { Hono } from 'hono';
import { paths } from '../../shared/api.ts';
import type { Handles } from '../relay/handles.ts';
import type { Sessions } from '../relay/sessions.ts';
import { refuse } from './refusal.ts';
import { sessionOf } from './session-routes.ts';
import { answerBytes, type Bindings } from './transport.ts';

/** GET whose a handle is, PUT to claim it: see `paths.handle`. Both need a session. */
export function handleRoutes(handles: Handles, sessions: Sessions): Hono<{ Bindings: Bindings }> {
  const routes = new Hono<{ Bindings: Bindings }>();
  const path = `${paths.handle}/:name` as const;
  routes.get(path, async (context) => {
    const session = sessionOf(context, sessions);
    if (!session.ok) return refuse(context, session.error.code);
    const found = await handles.find(context.req.param('name'), session.value.person);
    if (!found.ok) return refuse(context, found.error.code);
    return context.json({ person: found.value }, 200, { 'Cache-Control': 'no-store' });
  });
  routes.put(path, async (context) => {
    const session = sessionOf(context, sessions);
    if (!session.ok) return refuse(context, session.error.code);
    const claimed = await handles.claim(context.req.param('name'), session.value.person);
    return claimed.ok ? answerBytes(context, 204, {}, null) : refuse(context, claimed.error.code);
  });
  return routes;
}
