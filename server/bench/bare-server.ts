import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';

// The yardstick of what goes through a server: Hono on its Node server, written as its documentation has it, which reads the body and answers a constant
// of TAYORI_BENCH_ANSWER bytes. No session, no store, nothing decoded. That Tayori reads and answers by shorter ways is part of what is measured.

const answer = new Uint8Array(Number(process.env['TAYORI_BENCH_ANSWER'] ?? 1)).fill(7);
const app = new Hono();
app.post('/sync', async (context) => {
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
