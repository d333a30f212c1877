import { connect, type Socket } from 'node:net';
import type { RoundResult, ToGenerator } from './load.ts';

// Keeps a server busy over kept connections, one request at a time on each. A process of its own, as simple as it can be: it shares the processors with the
// server that is measured. What it sends was signed and encoded before; only the cursor comes from the answer before, as it does on a phone.

const cursorKey = 0;
const batchKey = 1;
const refusedKey = 2;

type Source = { head: string; batches: readonly Uint8Array[]; next: number; cursor: Uint8Array };

let sources: Source[] = [];

function hasLeft({ batches, next }: Source): boolean {
  return batches.length === 0 || next < batches.length;
}

function bodyOf(source: Source, batch: Uint8Array | null): Buffer {
  const { cursor } = source;
  const parts: number[] = [0xa0 | ((cursor.length > 0 ? 1 : 0) + (batch ? 1 : 0))];
  if (cursor.length > 0) parts.push(cursorKey, ...bytesHead(cursor.length));
  if (batch === null) return Buffer.concat([Buffer.from(parts), cursor]);
  return Buffer.concat([Buffer.from(parts), cursor, Buffer.of(batchKey, ...bytesHead(batch.length)), batch]);
}

function bytesHead(length: number): readonly number[] {
  if (length < 24) return [0x40 | length];
  return length < 256 ? [0x58, length] : [0x59, length >> 8, length & 255];
}

/** Sends until the time is over; latencies of what was answered inside the window. */
function run({
  connections,
  port,
  path,
  warmMs,
  measureMs,
  keepsCursor,
  repeats,
}: Extract<ToGenerator, { do: 'run' }>): Promise<RoundResult> {
  const startMs = performance.now();
  const fromMs = startMs + warmMs;
  const endMs = fromMs + measureMs;
  // Whoever has said everything makes room for the next: requests go to connections as they come free, never in even shares.
  const resting = repeats ? sources.map((source) => ({ ...source, next: 0 })) : sources.filter(hasLeft);
  const latencies: number[] = [];
  let answered = 0;
  let answerBytes = 0;
  let problem: string | null = null;

  function drive(first: Source | undefined): Promise<void> {
    let source = first;
    return new Promise((resolve) => {
      const socket: Socket = connect(port, '127.0.0.1');
      socket.setNoDelay(true);
      let sentMs = 0;
      let waiting: Buffer | null = null;
      const end = (why: string | null) => {
        problem ??= why;
        socket.destroy();
        resolve();
      };
      const send = () => {
        if (source !== undefined && !hasLeft(source) && repeats) source.next = 0;
        if (source === undefined || !hasLeft(source)) source = resting.shift();
        if (source === undefined) return end('no more entries were prepared');
        const batch = source.batches[source.next++] ?? null;
        const body = bodyOf(source, batch);
        const head = `POST ${path} HTTP/1.1\r\n${source.head}Content-Length: ${body.length}\r\n\r\n`;
        const message = Buffer.allocUnsafe(head.length + body.length);
        message.write(head, 0, 'latin1');
        message.set(body, head.length);
        sentMs = performance.now();
        socket.write(message);
      };
      socket.on('data', (chunk) => {
        const bytes: Buffer = waiting ? Buffer.concat([waiting, chunk]) : chunk;
        const headEnd = bytes.indexOf('\r\n\r\n') + 4;
        const head = bytes.toString('latin1', 0, headEnd);
        const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
        if (headEnd < 4 || bytes.length < headEnd + length) {
          waiting = bytes;
          return;
        }
        waiting = null;
        if (!head.startsWith('HTTP/1.1 200')) return end(`${head}${bytes.toString('latin1', headEnd)}`);
        const now = performance.now();
        if (!repeats && bytes[headEnd + 1] === refusedKey) return end(`refused: ${bytes.toString('latin1', headEnd)}`);
        if (now >= fromMs && now < endMs) {
          answered++;
          answerBytes += length;
          latencies.push(now - sentMs);
        }
        if (source && keepsCursor && bytes[headEnd + 1] === cursorKey) {
          // A cursor is of 24 to 255 bytes, or shorter.
          const isLong = bytes[headEnd + 2] === 0x58;
          const at = headEnd + (isLong ? 4 : 3);
          const size = isLong ? (bytes[headEnd + 3] as number) : (bytes[headEnd + 2] as number) & 31;
          source.cursor = Uint8Array.prototype.slice.call(bytes, at, at + size);
        }
        if (now >= endMs) end(null);
        else send();
      });
      socket.once('error', (error) => end(error.message));
      socket.once('close', () => end(performance.now() < endMs ? 'the connection was closed' : null));
      socket.once('connect', send);
    });
  }

  return Promise.all(Array.from({ length: connections }, () => drive(resting.shift()))).then(() => {
    latencies.sort((a, b) => a - b);
    const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
    return {
      perSecond: (answered * 1000) / measureMs,
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      meanAnswerBytes: answerBytes / Math.max(1, answered),
      problem,
    };
  });
}

process.on('message', (message: ToGenerator) => {
  if (message.do === 'load') {
    sources = message.sources.map((source) => ({ ...source, next: 0 }));
    process.send?.('loaded');
  } else void run(message).then((result) => process.send?.(result));
});
