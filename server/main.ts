import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { clientFiles } from './routes/client-files.ts';
import { securityHeaders } from './routes/security-headers.ts';

const host = process.env['HOST'] ?? '127.0.0.1';
const port = Number(process.env['PORT'] ?? 8787);
const clientFolder = process.env['TAYORI_CLIENT'] ?? fileURLToPath(new URL('../../client', import.meta.url));

const app = new Hono().use(securityHeaders()).route('/', clientFiles(clientFolder));

const server = serve({ fetch: app.fetch, hostname: host, port }, (address) => {
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  console.log(`Tayori is at http://${name}:${address.port}/`);
});
server.once('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EADDRINUSE') throw error;
  console.error(`Port ${port} on ${host} is taken, perhaps by another Tayori. Choose one: PORT=8788 npm start`);
  process.exit(1);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => server.close(() => process.exit(0)));
}
