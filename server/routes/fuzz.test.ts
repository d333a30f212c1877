import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { maxProofBytes, maxRequestBytes, paths } from '../../shared/api.ts';
import { isErrorCode } from '../../shared/errors.ts';
import { toChannelId } from '../../shared/protocol/ids.ts';
import { createSeeded, type Seeded } from '../../shared/protocol/seeded.ts';
import { decodeAnswer } from '../../shared/sync/messages.ts';
import { createHttpNetwork } from '../cli/http-network.ts';
import { createTestDevice } from './testing/test-device.ts';
import { newDataFolder, removeDataFolder, startTestServer, type TestServer } from './testing/test-server.ts';

// Any bytes to any endpoint: a typed error or a good answer, no crash, nothing stored that was not signed.

let server: TestServer;
let cookie = '';
let goodRequest: Uint8Array = new Uint8Array();
const seed = 7;

beforeAll(async () => {
  server = await startTestServer(newDataFolder(), { isOpenDoor: true });
  const network = createHttpNetwork(server.origin, {
    onCookie: (given) => (cookie = given),
    onSync: (request) => (goodRequest = request.length > goodRequest.length ? request : goodRequest),
  });
  const author = await createTestDevice('宮田 絹江', 1, network);
  for (let i = 0; i < 3; i++)
    await author.device.write('voice', toChannelId('feed', author.device.person), { text: `便り ${i}` });
  await author.conversation.wake('start');
});

afterAll(async () => {
  await server.stop();
  removeDataFolder(server.folder);
});

async function mustBeTyped(answer: Response, note: string): Promise<void> {
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (answer.ok) return;
  expect(answer.status, note).not.toBe(500);
  const { error } = JSON.parse(Buffer.from(bytes).toString()) as { error: { code: string } };
  expect(isErrorCode(error.code), `${note}: ${error.code}`).toBe(true);
}

function changed(seeded: Seeded, good: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(good);
  for (let left = 1 + seeded.int(4); left > 0; left--) {
    const at = seeded.int(bytes.length);
    bytes[at] = seeded.chance(0.5) ? seeded.int(256) : (bytes[at] ?? 0) ^ (1 << seeded.int(8));
  }
  return seeded.chance(0.2) ? bytes.subarray(0, seeded.int(bytes.length)) : bytes;
}

test('any bytes to any path and method give a typed answer', async () => {
  const seeded = createSeeded(seed);
  const places = [
    ...Object.values(paths),
    '/handle/絹',
    '/handle/ab',
    '/handle/%00',
    '/',
    '/nothing',
    '/assets/../../x',
    '/%',
  ];
  for (let round = 0; round < 400; round++) {
    const path = seeded.pick(places);
    const method = seeded.pick(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']);
    if (path === paths.events && method === 'GET') continue;
    const note = `seed ${seed}, round ${round}: ${method} ${path}`;
    const body = method === 'GET' ? null : seeded.bytes(seeded.int(300));
    const headers: Record<string, string> = seeded.chance(0.7)
      ? { Cookie: cookie }
      : { Cookie: `t=${'A'.repeat(seeded.int(60))}` };
    await mustBeTyped(await fetch(server.origin + path, { method, headers, body: body && body.slice().buffer }), note);
  }
  expect(server.errors).toEqual([]);
});

test('changed copies of a good request store nothing but what was signed, and the server goes on', async () => {
  const seeded = createSeeded(seed);
  const before = server.relay.store.arrival(0);
  for (let round = 0; round < 600; round++) {
    const note = `seed ${seed}, round ${round}`;
    const bytes = changed(seeded, goodRequest);
    const answer = await fetch(server.origin + paths.sync, {
      method: 'POST',
      headers: { Cookie: cookie },
      body: bytes.slice().buffer,
    });
    if (answer.ok) expect(decodeAnswer(new Uint8Array(await answer.clone().arrayBuffer())).ok, note).toBe(true);
    await mustBeTyped(answer, note);
  }
  expect(server.errors).toEqual([]);
  expect(server.relay.store.arrival(0)).toBe(before);
  const same = await fetch(server.origin + paths.sync, {
    method: 'POST',
    headers: { Cookie: cookie },
    body: goodRequest.slice().buffer,
  });
  expect(same.status).toBe(200);
});

test('a body that is too large is refused while it comes, with and without its length told', async () => {
  for (const [path, most] of [
    [paths.sync, maxRequestBytes],
    [paths.session, maxProofBytes],
  ] as const) {
    const told = await rawAnswer(
      `POST ${path} HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\nContent-Length: ${most + 1}\r\n\r\n`,
    );
    expect(told).toMatch(/^HTTP\/1\.1 413 .*\{"error":\{"code":"too-large"\}\}$/s);
    const chunk = `${(65_536).toString(16)}\r\n${'x'.repeat(65_536)}\r\n`;
    const endless = chunk.repeat(Math.ceil(most / 65_536) + 2);
    const untold = await rawAnswer(
      `POST ${path} HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\nTransfer-Encoding: chunked\r\n\r\n${endless}`,
    );
    expect(untold).toMatch(/^HTTP\/1\.1 413 .*\{"error":\{"code":"too-large"\}\}$/s);
  }
  expect(server.errors).toEqual([]);
});

test('a request that is broken off leaves no error behind', async () => {
  await new Promise<void>((resolve) => {
    const socket = connect(Number(new URL(server.origin).port), '127.0.0.1', () => {
      socket.write(`POST /sync HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\nContent-Length: 1000\r\n\r\nabc`);
      setTimeout(() => {
        socket.destroy();
        setTimeout(resolve, 100);
      }, 50);
    });
  });
  expect(server.errors).toEqual([]);
  expect((await fetch(server.origin + paths.health)).status).toBe(204);
});

/** Sends bytes as they are and resolves to the answer once its length is there. */
function rawAnswer(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(new URL(server.origin).port), '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => {
      answer += chunk.toString();
      if (!answer.endsWith('}}')) return;
      socket.destroy();
      resolve(answer);
    });
    // The server may close before it has read everything; what counts is the answer.
    socket.on('error', (error) => (answer.endsWith('}}') ? resolve(answer) : reject(error)));
    socket.on('close', () => reject(new Error(`closed after: ${answer}`)));
  });
}
