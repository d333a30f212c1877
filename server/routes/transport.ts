import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import { concatBytes } from '../../shared/protocol/bytes.ts';

/** Node's own request and response; missing where an app is asked without a server, as in tests. */
export type Bindings = Partial<HttpBindings>;

/** The context of every route. */
export type RouteContext = Context<{ Bindings: Bindings }>;

const shortBytes = 2048;

/**
 * The body, or null once it is found to be longer than `limit` bytes, where reading stops whatever length was claimed; null also when it is broken off. Read from Node's stream:
 * the detour over a web stream costs a fifth of a small request.
 */
export async function readBody(context: RouteContext, limit: number): Promise<Uint8Array | null> {
  const claimed = Number(context.req.header('Content-Length') ?? 0);
  if (claimed > limit) return null;
  const incoming = rawOf(context)?.incoming;
  if (incoming) return readIncoming(incoming, limit);
  const stream: ReadableStream<Uint8Array> | null = context.req.raw.body;
  if (stream === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > limit) return null;
    chunks.push(chunk);
  }
  return concatBytes(...chunks);
}

function readIncoming(incoming: IncomingMessage, limit: number): Promise<Uint8Array | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) {
        chunks.push(chunk);
        return;
      }
      incoming.pause();
      resolve(null);
    });
    incoming.once('end', () => {
      const only = chunks[0];
      resolve(chunks.length === 1 && only ? new Uint8Array(only) : new Uint8Array(Buffer.concat(chunks)));
    });
    // Broken off: nobody is there to read any answer.
    incoming.once('error', () => resolve(null));
    incoming.once('close', () => resolve(null));
  });
}

/** Answers with exactly these headers: none is added for the body's sake but its length. */
export function answerBytes(
  context: RouteContext,
  status: 200 | 204,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array | null,
): Response {
  const outgoing = rawOf(context)?.outgoing as ServerResponse | undefined;
  if (!outgoing) return new Response(body === null ? null : new Uint8Array(body), { status, headers });
  if (body === null) outgoing.writeHead(status, headers).end();
  else {
    outgoing.writeHead(status, { ...headers, 'Content-Length': String(body.length) });
    if (waiting.push({ outgoing, body }) === 1) setImmediate(flush);
  }
  return RESPONSE_ALREADY_SENT;
}

// Answers of one turn of the event loop leave together, once all that came in was read: to wake a reader costs more than to write, and the first answer wakes the
// proxy, or the load, that waits for all of them.
let waiting: { readonly outgoing: ServerResponse; readonly body: Uint8Array }[] = [];

function flush(): void {
  const all = waiting;
  waiting = [];
  for (const { outgoing, body } of all) send(outgoing, body);
}

function send(outgoing: ServerResponse, body: Uint8Array): void {
  // A short body as text goes out in one piece with the head; as bytes the system is called for two.
  if (body.length < shortBytes)
    outgoing.end(Buffer.from(body.buffer, body.byteOffset, body.length).toString('latin1'), 'latin1');
  else outgoing.end(body);
}

/** Node's request and response, where there are any. */
export function rawOf(context: RouteContext): { incoming: IncomingMessage; outgoing: ServerResponse } | null {
  // `app.request()` has no bindings at all.
  const { incoming, outgoing } = (context.env ?? {}) as Bindings;
  if (incoming === undefined || outgoing === undefined) return null;
  return { incoming: incoming as IncomingMessage, outgoing: outgoing as ServerResponse };
}

/** The network address of the asker, as the socket has it: behind a proxy that is the proxy's. */
export function addressOf(context: RouteContext): string {
  return rawOf(context)?.incoming.socket.remoteAddress ?? '';
}
