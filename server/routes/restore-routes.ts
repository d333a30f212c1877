import { Hono } from 'hono';
import { maxEscrowBytes, paths } from '../../shared/api.ts';
import type { Escrows } from '../relay/escrows.ts';
import type { Restoring } from '../relay/restoring.ts';
import type { Sessions } from '../relay/sessions.ts';
import { refuse } from './refusal.ts';
import { sessionOf } from './session-routes.ts';
import { addressOf, answerBytes, readBody, type Bindings } from './transport.ts';

const maxRestoreProofBytes = 1024;
const notKept = { 'Cache-Control': 'no-store' };

/** POST the proof of a recovery key: see `paths.restore`. Of who asked, and for whom, nothing is written down. */
export function restoreRoutes(restoring: Restoring): Hono<{ Bindings: Bindings }> {
  const routes = new Hono<{ Bindings: Bindings }>();
  routes.post(paths.restore, async (context) => {
    const body = await readBody(context, maxRestoreProofBytes);
    if (body === null) return refuse(context, 'too-large');
    const found = await restoring.find(body, context.req.header('Host') ?? '', addressOf(context));
    return found.ok ? answerBytes(context, 200, notKept, found.value) : refuse(context, found.error.code);
  });
  return routes;
}

/** PUT, DELETE and GET one's own escrow, GET that of a name: see `paths.escrow`. */
export function escrowRoutes(escrows: Escrows, sessions: Sessions): Hono<{ Bindings: Bindings }> {
  const routes = new Hono<{ Bindings: Bindings }>();
  routes.put(paths.escrow, async (context) => {
    const session = sessionOf(context, sessions);
    if (!session.ok) return refuse(context, session.error.code);
    const sealed = await readBody(context, maxEscrowBytes);
    if (sealed === null) return refuse(context, 'too-large');
    const kept = await escrows.put(session.value.person, sealed);
    return kept.ok ? answerBytes(context, 204, {}, null) : refuse(context, kept.error.code);
  });
  routes.delete(paths.escrow, async (context) => {
    const session = sessionOf(context, sessions);
    if (!session.ok) return refuse(context, session.error.code);
    const dropped = await escrows.drop(session.value.person);
    return dropped.ok ? answerBytes(context, 204, {}, null) : refuse(context, dropped.error.code);
  });
  routes.get(paths.escrow, async (context) => {
    const session = sessionOf(context, sessions);
    if (!session.ok) return refuse(context, session.error.code);
    const has = await escrows.has(session.value.person);
    if (!has.ok) return refuse(context, has.error.code);
    return has.value ? answerBytes(context, 204, notKept, null) : refuse(context, 'not-found');
  });
  routes.get(`${paths.escrow}/:name`, async (context) => {
    const found = await escrows.find(context.req.param('name'), addressOf(context));
    return found.ok ? answerBytes(context, 200, notKept, found.value) : refuse(context, found.error.code);
  });
  return routes;
}
