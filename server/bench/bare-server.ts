import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { answerBytes, readBody, type Bindings } from '../routes/transport.ts';

// The yardstick of what goes through a server: the same Hono on the same Node server, which reads the body the same way as Tayori does and answers
// a constant of TAYORI_BENCH_ANSWER bytes. No session, no store, nothing decoded.

const answer = new Uint8Array(Number(process.env['TAYORI_BENCH_ANSWER'] ?? 1)).fill(7);
const app = new Hono<{ Bindings: Bindings }>();
app.post('/sync', async (context) => {
  const body = await readBody(context, 8 * 1024 * 1024);
  return body === null ? context.body(null, 413) : answerBytes(context, 200, {}, answer);
});
app.post('/plain', async (context) => {
  await context.req.arrayBuffer();
  return context.body(answer);
});

const listen = getRequestListener(app.fetch) as RequestListener;
const server = createServer((incoming, outgoing) => {
  outgoing.sendDate = false;
  outgoing.removeHeader('Connection');
  listen(incoming, outgoing);
});
server.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});
process.once('SIGTERM', () => process.exit(0));
