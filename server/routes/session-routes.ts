import { Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import { maxProofBytes, paths, sessionCookie } from '../../shared/api.ts';
import type { SessionParty } from '../../shared/protocol/encode-batch.ts';
import type { Result } from '../../shared/protocol/result.ts';
import type { SessionError, Sessions } from '../relay/sessions.ts';
import { refuse } from './refusal.ts';
import { answerBytes, readBody, type Bindings, type RouteContext } from './transport.ts';

const lifeSeconds = 30 * 86_400;

/** GET a challenge, POST a proof: see `paths.session`. The cookie is for this origin only, unseen by scripts, and over https only where there is https. */
export function sessionRoutes(sessions: Sessions): Hono<{ Bindings: Bindings }> {
  const routes = new Hono<{ Bindings: Bindings }>();
  routes.get(paths.session, (context) =>
    answerBytes(context, 200, { 'Cache-Control': 'no-store' }, sessions.challenge()),
  );
  routes.post(paths.session, async (context) => {
    const body = await readBody(context, maxProofBytes);
    if (body === null) return refuse(context, 'too-large');
    const opened = await sessions.open(body, context.req.header('Host') ?? '');
    if (!opened.ok) return refuse(context, opened.error.code);
    const { token, isSecure } = opened.value;
    const flags = `Path=/; Max-Age=${lifeSeconds}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
    return answerBytes(context, 204, { 'Set-Cookie': `${sessionCookie}=${token}; ${flags}` }, null);
  });
  return routes;
}

/** The party of the request's cookie. */
export function sessionOf(context: RouteContext, sessions: Sessions): Result<SessionParty, SessionError> {
  return sessions.read(getCookie(context, sessionCookie) ?? null);
}
