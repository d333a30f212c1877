import { createPublicKey, verify } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { paths } from '../../shared/api.ts';
import { toChannelId } from '../../shared/protocol/ids.ts';
import { createHttpNetwork } from '../cli/http-network.ts';
import { createTestDevice, type TestDevice } from './testing/test-device.ts';
import { newDataFolder, removeDataFolder, startTestServer } from './testing/test-server.ts';

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

type Call = { readonly headers: IncomingHttpHeaders; readonly body: string; readonly url: string };

/** A push service on loopback that notes what it is asked, and answers with `status`. */
async function startPushService() {
  const calls: Call[] = [];
  const service = { calls, status: 201, address: '' };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      calls.push({ headers: request.headers, body, url: request.url ?? '' });
      response.writeHead(service.status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  service.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  return service;
}

type Friend = TestDevice & { readonly cookie: string };

/** 由佳 and 航一, friends, at a server that may call loopback. */
async function start(folder = newDataFolder()) {
  const server = await startTestServer(folder, { isPushToLoopback: true, contact: 'mailto:desk@example.jp' });
  closing.push(async () => {
    await server.stop();
    removeDataFolder(folder);
    expect(server.errors).toEqual([]);
  });
  const people: Friend[] = [];
  for (const [i, name] of ['宮田 由佳', '川島 航一'].entries()) {
    let cookie = '';
    const device = await createTestDevice(
      name,
      i + 1,
      createHttpNetwork(server.origin, { onCookie: (c) => (cookie = c) }),
    );
    await device.conversation.wake('start');
    people.push({ ...device, cookie });
  }
  const [yuka, koichi] = people as [Friend, Friend];
  for (const [one, other] of [
    [yuka, koichi],
    [koichi, yuka],
  ] as const) {
    const { person } = other.device;
    await one.device.write('friend.add', toChannelId('inbox', person), { person });
    await one.conversation.wake('tapped');
  }
  for (const one of people) await one.conversation.wake('tapped');
  const ask = (method: string, { cookie }: { cookie: string }, body?: string) =>
    fetch(server.origin + paths.push, { method, headers: { cookie }, ...(body && { body }) });
  return { server, yuka, koichi, ask };
}

async function sayStatus({ device, conversation }: Friend) {
  await device.write('status', toChannelId('life', device.person), { condition: 'safe', whereabouts: 'home' });
  await conversation.wake('wrote');
}

async function sayVoice({ device, conversation }: Friend, text: string) {
  await device.write('voice', toChannelId('feed', device.person), { text });
  await conversation.wake('wrote');
}

const codeOf = async (answer: Response) => ((await answer.json()) as { error: { code: string } }).error.code;

/** Whether the JWT in a VAPID header (RFC 8292) was signed by the key beside it, and what it claims. */
function readVapid(header: string) {
  const [, token = '', key = ''] = /^vapid t=([^,]+), k=(.+)$/.exec(header) ?? [];
  const [head = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(key, 'base64url');
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  return { isSigned, key, claims: JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown> };
}

test('a friend’s word calls a closed app: signed for that service, empty, and with nothing in it but that', async () => {
  const service = await startPushService();
  const { yuka, koichi, ask } = await start();
  const { key } = (await (await ask('GET', yuka)).json()) as { key: string };
  expect((await ask('PUT', yuka, `${service.address}/call/me`)).status).toBe(204);
  await sayStatus(koichi);
  await expect.poll(() => service.calls.length).toBe(1);
  const [call] = service.calls as [Call];
  expect([call.url, call.body, call.headers['content-length']]).toEqual(['/call/me', '', '0']);
  expect(call.headers).toMatchObject({ urgency: 'high', topic: 'news' });
  expect(Number(call.headers['ttl'])).toBeGreaterThan(0);
  const { isSigned, key: shown, claims } = readVapid(call.headers['authorization'] ?? '');
  expect([isSigned, shown, claims['aud'], claims['sub']]).toEqual([
    true,
    key,
    service.address,
    'mailto:desk@example.jp',
  ]);
  expect(Number(claims['exp']) * 1000).toBeGreaterThan(Date.now());
  const all = JSON.stringify(call);
  for (const secret of [koichi.device.person, yuka.device.person, yuka.device.id(), '航一', '由佳'])
    expect(all.includes(secret), secret).toBe(false);
});

test('nobody is called for their own words, for what they may not read, or while a line is open', async () => {
  const service = await startPushService();
  const { server, yuka, koichi, ask } = await start();
  await ask('PUT', yuka, `${service.address}/yuka`);
  await ask('PUT', koichi, `${service.address}/koichi`);
  await sayVoice(yuka, '川の水が引いてきました');
  await expect.poll(() => service.calls.map(({ url }) => url)).toEqual(['/koichi']);
  const line = new AbortController();
  const opened = await fetch(server.origin + paths.events, { headers: { cookie: yuka.cookie }, signal: line.signal });
  expect(opened.status).toBe(200);
  await sayStatus(koichi);
  await koichi.device.write('audience', toChannelId('inbox', koichi.device.person), {
    channelType: 2,
    index: 0,
    who: 'none',
  });
  await koichi.conversation.wake('wrote');
  line.abort();
  await expect.poll(() => server.relay.live.isOpen(yuka.device.id())).toBe(false);
  await sayStatus(koichi);
  await sayVoice(koichi, 'みんなへ');
  await expect.poll(() => service.calls.map(({ url }) => url)).toEqual(['/koichi', '/yuka']);
  expect(service.calls[1]?.headers['urgency'], 'for the voice alone').toBe('normal');
});

test('an address where nobody hears any more is forgotten, and the browser finds out', async () => {
  const service = await startPushService();
  const { yuka, koichi, ask } = await start();
  const known = async () => ((await (await ask('GET', yuka)).json()) as { endpoint: string | null }).endpoint;
  await ask('PUT', yuka, `${service.address}/gone`);
  expect(await known()).toBe(`${service.address}/gone`);
  service.status = 410;
  await sayStatus(koichi);
  await expect.poll(known).toBe(null);
});

test('only addresses of push services are taken, from a session, and not without end', async () => {
  const service = await startPushService();
  const { yuka, ask } = await start();
  expect(await codeOf(await ask('PUT', { cookie: '' }, `${service.address}/a`))).toBe('no-session');
  for (const address of ['', 'https://10.0.0.1/a', 'http://push.example.com/'])
    expect(await codeOf(await ask('PUT', yuka, address || ' '))).toBe('bad-endpoint');
  const statuses = new Set<number>();
  for (let i = 0; i < 12; i++) statuses.add((await ask('PUT', yuka, `${service.address}/${i}`)).status);
  expect([...statuses].sort()).toEqual([204, 429]);
  expect((await ask('DELETE', yuka)).status).toBe(204);
  expect(((await (await ask('GET', yuka)).json()) as { endpoint: unknown }).endpoint).toBeNull();
});

test('who wants to be called, and the key, are the same after a restart', async () => {
  const service = await startPushService();
  const folder = newDataFolder();
  const first = await startTestServer(folder, { isPushToLoopback: true });
  let cookie = '';
  const yuka = await createTestDevice('由佳', 1, createHttpNetwork(first.origin, { onCookie: (c) => (cookie = c) }));
  await yuka.conversation.wake('start');
  const look = async (origin: string) => (await fetch(origin + paths.push, { headers: { cookie } })).json();
  await fetch(first.origin + paths.push, { method: 'PUT', headers: { cookie }, body: `${service.address}/a` });
  const before = await look(first.origin);
  await first.stop();
  const second = await startTestServer(folder, { isPushToLoopback: true });
  closing.push(async () => {
    await second.stop();
    removeDataFolder(folder);
  });
  expect(await look(second.origin)).toEqual(before);
});
