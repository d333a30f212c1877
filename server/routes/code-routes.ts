import { Hono } from 'hono';
import { paths } from '../../shared/api.ts';
import type { InviteCodes } from '../relay/invite-codes.ts';
import type { Sessions } from '../relay/sessions.ts';
import { refuse } from './refusal.ts';
import { sessionOf } from './session-routes.ts';
import { answerBytes, type Bindings } from './transport.ts';

/** PUT a code to become known: see `paths.code`. Needs a session. A wrong code, or one that served someone else, is `not-found`. */
export function codeRoutes(codes: InviteCodes, sessions: Sessions): Hono<{ Bindings: Bindings }> {
  const routes = new Hono<{ Bindings: Bindings }>();
  routes.put(`${paths.code}/:code`, async (context) => {
    const session = sessionOf(context, sessions);
    if (!session.ok) return refuse(context, session.error.code);
    const used = await codes.use(context.req.param('code'), session.value.person);
    return used.ok ? answerBytes(context, 204, {}, null) : refuse(context, used.error.code);
  });
  return routes;
}
