import { createServer } from 'node:net';
import { connect, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createShapedLine } from './shaped-line.ts';
import { openShapingProxy } from './shaping-proxy.ts';

test('bytes come out at the rate, after half of the round trip', () => {
  const line = createShapedLine(8_000, 500);
  expect(line.arrivesAtMs(1_000, 0)).toBe(1_500);
  // The line is busy until 1,000: what comes meanwhile waits, whoever sends it.
  expect(line.arrivesAtMs(500, 100)).toBe(2_000);
  // And after a rest it begins at once; the rest is not made up for.
  expect(line.arrivesAtMs(1_000, 10_000)).toBe(11_500);
});

test('however it is cut, the same bytes are there at the same time', () => {
  const [whole, cut] = [createShapedLine(50_000, 1_000), createShapedLine(50_000, 1_000)];
  let last = 0;
  for (let i = 0; i < 100; i++) last = cut.arrivesAtMs(100, 0);
  expect(last).toBeCloseTo(whole.arrivesAtMs(10_000, 0), 6);
});

test('through the proxy all bytes come in their order, both ways, and a connection that ends ends at the other side', async () => {
  const server = createServer((socket) => {
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      const all = Buffer.concat(chunks);
      if (all.length === 3_000) socket.end(all.reverse());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy = await openShapingProxy((server.address() as AddressInfo).port, {
    bitsPerSecond: 4_000_000,
    roundTripMs: 20,
  });
  const sent = Buffer.from(Array.from({ length: 3_000 }, (_, i) => i % 251));
  const ask = () =>
    new Promise<Buffer>((resolve, reject) => {
      const socket = connect(proxy.port, '127.0.0.1');
      const chunks: Buffer[] = [];
      socket.on('data', (chunk) => chunks.push(chunk));
      socket.on('end', () => resolve(Buffer.concat(chunks)));
      socket.on('error', reject);
      for (let from = 0; from < 3_000; from += 700) socket.write(sent.subarray(from, from + 700));
    });
  const answers = await Promise.all([ask(), ask()]);
  for (const answer of answers) expect(answer.equals(Buffer.from(sent).reverse())).toBe(true);
  expect(proxy.carried()).toEqual({ up: 6_000, down: 6_000 });
  proxy.close();
  await expect(ask()).rejects.toThrow();
  server.close();
});
