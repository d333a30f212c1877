import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { openRelay } from './relay/open-relay.ts';
import { createApp } from './routes/app.ts';
import { createHttpServer } from './routes/http-server.ts';

const host = process.env['HOST'] ?? '127.0.0.1';
const port = Number(process.env['PORT'] ?? 8787);
const folder = process.env['TAYORI_DATA'] ?? './data';
const clientFolder = process.env['TAYORI_CLIENT'] ?? fileURLToPath(new URL('../../client', import.meta.url));
const origins = process.env['TAYORI_ORIGINS']?.split(',').map((origin) => origin.trim()) ?? null;

// What is logged never holds contents, ids or addresses.
const log = pino({ base: null }, pino.destination({ fd: 2, sync: true }));
let isDraining = false;

const opened = await openRelay({
  folder,
  origins,
  contact: process.env['TAYORI_CONTACT'],
  isPushToLoopback: process.env['TAYORI_PUSH_LOOPBACK'] === '1',
  isOpenDoor: process.env['TAYORI_ADMISSION'] === 'open',
  onFailure(failure) {
    log.fatal(
      { code: failure.code },
      'The disk failed: nothing more is acknowledged. Tayori ends and should be started again.',
    );
    drain(1);
  },
  now: Date.now,
});
if (!opened.ok) {
  console.error(opened.error.detail);
  process.exit(1);
}
const relay = opened.value;
if (relay.newEpochBecause !== null)
  log.warn(
    { reason: relay.newEpochBecause },
    'A new epoch begins: clients compare what they hold and send what is missing.',
  );
const app = createApp({
  ...relay,
  clientFolder,
  origins,
  isHealthy: () => relay.isHealthy() && !isDraining,
  onError: (error) => log.error({ name: error.name, stack: error.stack }, 'A request failed.'),
});

const server = createHttpServer(app, () => isDraining);
server.listen(port, host, () => {
  const address = server.address();
  if (address === null || typeof address === 'string') return;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  console.log(`Tayori is at http://${name}:${address.port}/`);
});
server.once('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EADDRINUSE') throw error;
  console.error(`Port ${port} on ${host} is taken, perhaps by another Tayori. Choose one: PORT=8788 npm start`);
  process.exit(1);
});
const beat = setInterval(app.lines.beat, 30_000);
const saving = setInterval(() => void relay.saveHints(), 60_000);

/** Takes no more, finishes what was begun, and ends. The second call changes nothing. */
function drain(code: number): void {
  if (isDraining) return;
  isDraining = true;
  clearInterval(beat);
  clearInterval(saving);
  app.lines.close();
  server.close(() => {
    void relay.close().then(() => process.exit(code));
  });
  // A connection that was busy goes idle when its answer is out.
  setInterval(() => server.closeIdleConnections(), 50).unref();
  // A reader on a dead line must not hold up the end: what was acknowledged is durable already.
  setTimeout(() => server.closeAllConnections(), 10_000).unref();
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => drain(0));
