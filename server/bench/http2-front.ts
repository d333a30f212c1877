import { Agent, request } from 'node:http';
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { makeSelfSigned } from './self-signed.ts';

// Of HTTP/1.1 only (RFC 9113 §8.2.2).
const hopHeaders = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'proxy-connection']);

/** HTTP/2 over TLS before the server at `port`, as a proxy does it in a real deployment; adds no header of its own. */
export async function openHttp2Front(port: number): Promise<{ readonly port: number; close(): void }> {
  const agent = new Agent({ keepAlive: true });
  const server = createSecureServer(makeSelfSigned(), (near: Http2ServerRequest, answer: Http2ServerResponse) => {
    answer.sendDate = false;
    const headers = Object.fromEntries(Object.entries(near.headers).filter(([name]) => !name.startsWith(':')));
    const far = request(
      {
        port,
        host: '127.0.0.1',
        agent,
        method: near.method,
        path: near.url,
        headers: { ...headers, host: near.authority },
      },
      (answered) => {
        const kept = Object.entries(answered.headers).filter(([name]) => !hopHeaders.has(name));
        answer.writeHead(answered.statusCode ?? 502, Object.fromEntries(kept));
        answered.pipe(answer);
      },
    );
    far.on('error', () => answer.stream.close());
    // An open line of events ends with its reader.
    near.stream.on('close', () => far.destroy());
    near.pipe(far);
  });
  const sessions = new Set<{ destroy(): void }>();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      for (const session of sessions) session.destroy();
      agent.destroy();
      server.close();
    },
  };
}
