import { Hono } from 'hono';
import { paths } from '../../shared/api.ts';
import type { HostDirectory } from '../../shared/host/directory.ts';
import type { Escrows } from '../relay/escrows.ts';
import type { Handles } from '../relay/handles.ts';
import type { Handovers } from '../relay/handovers.ts';
import type { InviteCodes } from '../relay/invite-codes.ts';
import type { Live } from '../relay/live.ts';
import type { Push } from '../relay/push.ts';
import type { Relay } from '../relay/relay.ts';
import type { Restoring } from '../relay/restoring.ts';
import type { Sessions } from '../relay/sessions.ts';
import { clientFiles, readPage } from './client-files.ts';
import { createEventLines, type EventLines } from './event-lines.ts';
import { codeRoutes } from './code-routes.ts';
import { handoverRoutes } from './handover-routes.ts';
import { handleRoutes } from './handle-routes.ts';
import { pagesRoute } from './pages-route.ts';
import { pushRoutes } from './push-routes.ts';
import { refuse } from './refusal.ts';
import { escrowRoutes, restoreRoutes } from './restore-routes.ts';
import { secure, securityHeaders } from './security-headers.ts';
import { sessionRoutes } from './session-routes.ts';
import { syncRoute } from './sync-route.ts';
import { answerBytes, type Bindings } from './transport.ts';

/** What the routes lead to. */
export type AppParts = {
  readonly relay: Relay;
  readonly sessions: Sessions;
  readonly handles: Handles;
  readonly codes: InviteCodes;
  readonly handovers: Handovers;
  readonly push: Push;
  readonly restoring: Restoring;
  readonly escrows: Escrows;
  readonly live: Live;
  readonly directory: HostDirectory;
  /** Folder of the built client. */
  readonly clientFolder: string;
  /** Where the server is reached from outside, first the one to be named; null where that is left to each request. */
  readonly origins?: readonly string[] | null;
  /** False once the store failed or the server drains. */
  isHealthy(): boolean;
  /** Hears of errors that nobody expected. */
  onError(error: Error): void;
};

/** The whole server as one app, and the open lines that it holds. */
export type App = { readonly app: Hono<{ Bindings: Bindings }>; readonly lines: EventLines };

// A middleware for every path would cost each sync the way through a chain of handlers of which it needs one.
const bare = [paths.sync, paths.pages, paths.events].map((path) => path.slice(1)).join('|');
const dressedPath = `/:rest{(?!(?:${bare})$).+}`;

/**
 * All routes. What is answered with bare bytes (sync, challenges, events) carries no security headers, since no browser shows it; everything else
 * does, refusals and what does not exist among it. Nothing that a route throws reaches the asker: `internal`.
 */
export function createApp(parts: AppParts): App {
  const lines = createEventLines(parts.relay, parts.live, parts.sessions, parts.directory);
  const app = new Hono<{ Bindings: Bindings }>();
  app.route('/', syncRoute(parts.relay, parts.sessions));
  app.route('/', pagesRoute(parts.relay, parts.sessions));
  app.route('/', lines.routes);
  const dress = securityHeaders(readPage(parts.clientFolder));
  app.use(dressedPath, dress);
  app.use('/', dress);
  app.route('/', sessionRoutes(parts.sessions));
  app.route('/', handleRoutes(parts.handles, parts.sessions));
  app.route('/', codeRoutes(parts.codes, parts.sessions));
  app.route('/', handoverRoutes(parts.handovers, parts.sessions));
  app.route('/', pushRoutes(parts.push, parts.sessions));
  app.route('/', restoreRoutes(parts.restoring));
  app.route('/', escrowRoutes(parts.escrows, parts.sessions));
  app.get(paths.health, (context) =>
    parts.isHealthy() ? answerBytes(context, 204, {}, null) : refuse(context, 'store-failed'),
  );
  app.route('/', clientFiles(parts.clientFolder, parts.origins));
  app.notFound((context) => secure(refuse(context, 'not-found')));
  app.onError((error, context) => {
    parts.onError(error);
    return refuse(context, 'internal');
  });
  return { app, lines };
}
