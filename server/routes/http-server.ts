import { createServer, type RequestListener, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { App } from './app.ts';

/**
 * The app on Node's server. Answers carry no Date and no Connection header, which no client of ours reads: they cost bytes with every post. Once
 * `isDraining` connections are not kept.
 */
export function createHttpServer({ app }: App, isDraining: () => boolean): Server {
  const listen = getRequestListener(app.fetch) as RequestListener;
  const server = createServer((incoming, outgoing) => {
    outgoing.sendDate = false;
    outgoing.removeHeader('Connection');
    if (isDraining()) outgoing.shouldKeepAlive = false;
    listen(incoming, outgoing);
  });
  // A thin line needs minutes for a picture; one that sends nothing is cut by the time for its headers.
  server.requestTimeout = 600_000;
  return server;
}
