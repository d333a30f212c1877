import { connect, type Socket } from 'node:net';
import { sessionSignedBytes, decodeChallenge, encodeProof, paths } from '../../shared/api.ts';
import { encodeCertificate } from '../../shared/protocol/certificate.ts';
import type { Writer } from './town.ts';

/** One request and its answer, with every byte on the wire counted. */
export type RawAnswer = {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array;
  readonly sentBytes: number;
  readonly receivedBytes: number;
};

/** A connection that is kept open, as a browser does. */
export type RawConnection = { request(head: string, body: Uint8Array | null): Promise<RawAnswer>; close(): void };

/** Opens a connection to a server on this machine. Answers must have a Content-Length. */
export function openRaw(port: number): RawConnection {
  const socket: Socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  let chunks: Buffer[] = [];
  let wake: () => void = () => undefined;
  socket.on('data', (chunk) => {
    chunks.push(chunk);
    wake();
  });
  socket.on('error', () => wake());
  return {
    async request(head, body) {
      const length = body ? `Content-Length: ${body.length}\r\n` : '';
      const sent = Buffer.concat([Buffer.from(`${head}${length}\r\n`), body ?? Buffer.alloc(0)]);
      socket.write(sent);
      for (;;) {
        const whole = parse(Buffer.concat(chunks), sent.length);
        if (whole) {
          chunks = [];
          return whole;
        }
        await new Promise<void>((resolve) => (wake = resolve));
        if (socket.destroyed) throw new Error('the connection broke');
      }
    },
    close: () => socket.destroy(),
  };
}

/** A request on a connection of its own that the server closes: all that came, and the body without its chunk marks. */
export async function requestWhole(
  port: number,
  head: string,
  body: Uint8Array,
): Promise<{ receivedBytes: number; body: Buffer }> {
  const socket = connect(port, '127.0.0.1');
  const closing = head.replace('Connection: keep-alive', 'Connection: close');
  socket.write(Buffer.concat([Buffer.from(`${closing}Content-Length: ${body.length}\r\n\r\n`), body]));
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  const whole = Buffer.concat(chunks);
  let at = whole.indexOf('\r\n\r\n') + 4;
  const parts: Buffer[] = [];
  for (;;) {
    const end = whole.indexOf('\r\n', at);
    const size = Number.parseInt(whole.toString('latin1', at, end), 16);
    if (!(size > 0)) break;
    parts.push(whole.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
  return { receivedBytes: whole.length, body: Buffer.concat(parts) };
}

function parse(bytes: Buffer, sentBytes: number): RawAnswer | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const headers = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const length = Number(headers.get('content-length') ?? 0);
  if (bytes.length < end + 4 + length) return null;
  const body = new Uint8Array(bytes.subarray(end + 4, end + 4 + length));
  return { status: Number(first.split(' ')[1]), headers, body, sentBytes, receivedBytes: end + 4 + length };
}

/** The cookie of a new session of `writer`. */
export async function openSession(origin: string, writer: Writer): Promise<string> {
  const challenge = decodeChallenge(new Uint8Array(await (await fetch(origin + paths.session)).arrayBuffer()));
  if (!challenge.ok) throw new Error('no challenge');
  const { nonce } = challenge.value;
  const signature = await writer.signer.sign(sessionSignedBytes(challenge.value, writer.certificate.device, origin));
  const certificate = encodeCertificate(writer.certificate);
  const shown = await fetch(origin + paths.session, {
    method: 'POST',
    body: encodeProof({ nonce, origin, certificate, rotations: [], signature }).slice().buffer,
  });
  const cookie = shown.headers.getSetCookie()[0] ?? '';
  if (!shown.ok) throw new Error(`no session: ${shown.status}`);
  return cookie.slice(0, cookie.indexOf(';'));
}

/** What Chromium's fetch of the app sends before its body: no Content-Type, no Referer. */
export function syncHead(port: number, cookie: string): string {
  return `POST /sync HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: keep-alive\r\nAccept: */*\r\nAccept-Encoding: gzip, deflate, br\r\nCookie: ${cookie}\r\n`;
}
