import { afterEach, expect, test } from 'vitest';
import { handoverLimits, paths } from '../../shared/api.ts';
import { maxHandoverBytes } from '../../shared/protocol/handover.ts';
import { createHttpNetwork } from '../cli/http-network.ts';
import { createTestDevice } from './testing/test-device.ts';
import { newDataFolder, removeDataFolder, startTestServer, type TestServer } from './testing/test-server.ts';

const running: TestServer[] = [];
const id = '0123456789abcdef'.repeat(2);
let shiftMs = 0;

afterEach(async () => {
  shiftMs = 0;
  for (const server of running.splice(0)) {
    await server.stop();
    removeDataFolder(server.folder);
    expect(server.errors).toEqual([]);
  }
});

/** A server whose clock a test can move, and the cookies of two persons. */
async function start() {
  const server = await startTestServer(newDataFolder(), { now: () => Date.now() + shiftMs });
  running.push(server);
  const cookies: string[] = [];
  for (const seed of [1, 2]) {
    let cookie = '';
    const network = createHttpNetwork(server.origin, { onCookie: (given) => (cookie = given) });
    await (await createTestDevice('宮田 由佳', seed, network)).conversation.wake('start');
    cookies.push(cookie);
  }
  const ask = (method: string, cookie = '', body?: Uint8Array<ArrayBuffer>, at = id) =>
    fetch(`${server.origin}${paths.handover}/${at}`, { method, headers: { cookie }, ...(body && { body }) });
  const [yuka = '', koichi = ''] = cookies;
  return { ask, yuka, koichi };
}

const bytes = (byte: number) => new Uint8Array(1072).fill(byte);
const bytesOf = async (answer: Response) => [answer.status, new Uint8Array(await answer.arrayBuffer())[0]];
const codeOf = async (answer: Response) => ((await answer.json()) as { error: { code: string } }).error.code;

test('a handover is left by a session, fetched as often as an answer is lost, and gone once it was taken away', async () => {
  const { ask, yuka } = await start();
  expect(await codeOf(await ask('PUT', '', bytes(1)))).toBe('no-session');
  expect((await ask('GET')).status).toBe(404);
  expect((await ask('PUT', yuka, bytes(1))).status).toBe(204);
  for (let i = 0; i < 2; i++) expect(await bytesOf(await ask('GET'))).toEqual([200, 1]);
  expect((await ask('DELETE')).status).toBe(204);
  expect((await ask('DELETE')).status).toBe(204);
  expect((await ask('GET')).status).toBe(404);
});

test('who hands over again takes the place of the first, but of nobody else', async () => {
  const { ask, yuka, koichi } = await start();
  await ask('PUT', yuka, bytes(1));
  expect((await ask('PUT', yuka, bytes(2))).status).toBe(204);
  expect(await codeOf(await ask('PUT', koichi, bytes(3)))).toBe('handover-taken');
  expect(await bytesOf(await ask('GET'))).toEqual([200, 2]);
});

test('it is kept for fifteen minutes and no longer', async () => {
  const { ask, yuka, koichi } = await start();
  await ask('PUT', yuka, bytes(1));
  shiftMs = handoverLimits.keptMs - 1_000;
  expect((await ask('GET')).status).toBe(200);
  shiftMs = handoverLimits.keptMs + 1_000;
  expect((await ask('GET')).status).toBe(404);
  expect((await ask('PUT', koichi, bytes(3))).status).toBe(204);
});

test('it is no store: too large, too many and other ids are refused', async () => {
  const { ask, yuka } = await start();
  expect((await ask('PUT', yuka, new Uint8Array(maxHandoverBytes + 1))).status).toBe(413);
  expect((await ask('PUT', yuka, bytes(1), 'abc')).status).toBe(404);
  const codes = new Set<number>();
  for (let i = 0; i <= handoverLimits.perHour; i++) codes.add((await ask('PUT', yuka, bytes(1))).status);
  expect([...codes].sort()).toEqual([204, 429]);
});
