import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { createShapedLine, type ShapedLine } from './shaped-line.ts';

/** How thin a line is: the rate of each direction, which all connections share, and the time there and back. */
export type LineShape = { readonly bitsPerSecond: number; readonly roundTripMs: number };

/** A thin line to a server on loopback. */
export type ShapingProxy = {
  readonly port: number;
  /** Bytes of TCP payload that arrived so far. */
  carried(): { readonly up: number; readonly down: number };
  /** Breaks all connections and takes no more. */
  close(): void;
};

// About a packet: of two connections that send at once neither waits for the whole of the other.
const pieceBytes = 1_400;
// Unsent bytes at which a sender is asked to wait, as the window of a connection would.
const windowBytes = 32_768;

/**
 * A raw TCP proxy before `serverPort`. Each way takes half of the round trip, and the first byte of a connection another whole one: to connect costs a round trip
 * that loopback does not have.
 */
export async function openShapingProxy(serverPort: number, shape: LineShape): Promise<ShapingProxy> {
  const up = createShapedLine(shape.bitsPerSecond, shape.roundTripMs / 2);
  const down = createShapedLine(shape.bitsPerSecond, shape.roundTripMs / 2);
  const count = { up: 0, down: 0 };
  const sockets = new Set<Socket>();

  function track(socket: Socket): void {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  }

  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ port: serverPort, host: '127.0.0.1', allowHalfOpen: true });
    track(near);
    track(far);
    carry(near, far, up, shape.roundTripMs, (bytes) => (count.up += bytes));
    carry(far, near, down, shape.roundTripMs, (bytes) => (count.down += bytes));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    carried: () => ({ ...count }),
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Carries one direction of a connection, its end too, each piece when the line has brought it. */
function carry(from: Socket, to: Socket, line: ShapedLine, openMs: number, note: (bytes: number) => void): void {
  let underWay = 0;
  let isOpen = false;
  // Timers of nearly the same moment may fall out of order: each does what is next.
  const waiting: (() => void)[] = [];
  const at = (dueMs: number, work: () => void) => {
    waiting.push(work);
    setTimeout(() => waiting.shift()?.(), Math.max(0, dueMs - performance.now()));
  };
  let lastAtMs = 0;
  from.pause();
  setTimeout(() => {
    isOpen = true;
    from.resume();
  }, openMs);
  from.on('data', (chunk: Buffer) => {
    for (let start = 0; start < chunk.length; start += pieceBytes) {
      const piece = chunk.subarray(start, start + pieceBytes);
      underWay += piece.length;
      lastAtMs = line.arrivesAtMs(piece.length, performance.now());
      at(lastAtMs, () => {
        underWay -= piece.length;
        note(piece.length);
        if (!to.destroyed) to.write(piece);
        if (isOpen && underWay < windowBytes) from.resume();
      });
    }
    if (underWay >= windowBytes) from.pause();
  });
  from.on('end', () => at(lastAtMs, () => to.end()));
  from.on('close', (hadError) => hadError && at(lastAtMs, () => to.destroy()));
}
