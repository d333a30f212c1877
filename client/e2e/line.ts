import { createServer, connect, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** One browser's line to every server: a SOCKS proxy (RFC 1928), since switching a browser offline does not reach all of its workers. */
export interface Line {
  readonly address: string;
  /** Breaks what is open and lets nothing through until `mend`. */
  cut(): void;
  mend(): void;
  /** From now on what the server says takes so long to arrive. */
  delay(ms: number): void;
  close(): Promise<void>;
}

/** Opens a line. `onBytes` hears of everything that passes, both ways, without the words with the proxy itself. */
export async function openLine(
  onBytes: (direction: 'up' | 'down', count: number) => void = () => undefined,
): Promise<Line> {
  const sockets = new Set<Socket>();
  let isCut = false;
  let delayMs = 0;
  const server = createServer((client) => {
    track(client);
    if (isCut) return client.destroy();
    void pass(client);
  });

  function track(socket: Socket): void {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  }

  async function pass(client: Socket): Promise<void> {
    await read(client);
    client.write(Uint8Array.of(5, 0));
    const asked = await read(client);
    if (!asked) return;
    const { host, port } = destination(asked);
    const far = connect(port, host, () => {
      client.write(Uint8Array.of(5, 0, 0, 1, 0, 0, 0, 0, 0, 0));
      client.on('data', (bytes: Buffer) => (onBytes('up', bytes.length), far.write(bytes)));
      far.on('data', (bytes: Buffer) => {
        onBytes('down', bytes.length);
        if (delayMs === 0) client.write(bytes);
        else setTimeout(() => client.destroyed || client.write(bytes), delayMs);
      });
    });
    far.setNoDelay(true);
    client.setNoDelay(true);
    track(far);
    far.on('close', () => setTimeout(() => client.destroy(), delayMs));
    client.on('close', () => far.destroy());
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  return {
    address: `socks5://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    mend: () => (isCut = false),
    delay: (ms) => (delayMs = ms),
    close: () => new Promise((resolve) => (cut(), server.close(() => resolve()))),
  };
}

function read(socket: Socket): Promise<Buffer | null> {
  return new Promise((resolve) => {
    socket.once('data', resolve);
    socket.once('close', () => resolve(null));
  });
}

/** Version, command, reserved, type of address (1: four bytes, 3: a name behind its length), address, port. */
function destination(asked: Buffer): { host: string; port: number } {
  const isName = asked[3] === 3;
  const end = isName ? 5 + (asked[4] ?? 0) : 8;
  const host = isName ? asked.toString('latin1', 5, end) : [...asked.subarray(4, end)].join('.');
  return { host, port: asked.readUInt16BE(end) };
}
