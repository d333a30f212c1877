import { get } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { decodeChallenge, encodeProof, paths, sessionSignedBytes } from '../../shared/api.ts';
import { inviteHash } from '../../shared/fold/friends.ts';
import { encodeCertificate } from '../../shared/protocol/certificate.ts';
import { toChannelId } from '../../shared/protocol/ids.ts';
import { encodeRequest, plainRequest } from '../../shared/sync/messages.ts';
import { showInviteCode } from '../cli/invite-code.ts';
import { createHttpNetwork } from '../cli/http-network.ts';
import type { RelayOptions } from '../relay/open-relay.ts';
import { createTestDevice } from './testing/test-device.ts';
import { newDataFolder, removeDataFolder, startTestServer, type TestServer } from './testing/test-server.ts';

const running: TestServer[] = [];

afterEach(async () => {
  for (const server of running.splice(0)) {
    await server.stop();
    removeDataFolder(server.folder);
    expect(server.errors).toEqual([]);
  }
});

async function start(options: Partial<RelayOptions> = {}): Promise<TestServer> {
  const server = await startTestServer(newDataFolder(), options);
  running.push(server);
  return server;
}

async function join(server: TestServer, name: string, seed: number) {
  let cookie = '';
  const person = await createTestDevice(
    name,
    seed,
    createHttpNetwork(server.origin, { onCookie: (given) => (cookie = given) }),
  );
  await person.conversation.wake('start');
  expect(person.conversation.state().trouble).toBeNull();
  return { ...person, cookie: () => cookie };
}

/** Proofs by a device, as good or as wrong as a test wants them. */
async function prove(server: TestServer, device: Awaited<ReturnType<typeof join>>['device'], origin = server.origin) {
  const challenge = decodeChallenge(new Uint8Array(await (await fetch(server.origin + paths.session)).arrayBuffer()));
  if (!challenge.ok) throw new Error(challenge.error.code);
  const { certificate, signer } = device.core;
  const signature = await signer.sign(sessionSignedBytes(challenge.value, certificate.device, origin));
  const { nonce } = challenge.value;
  return { nonce, origin, certificate: encodeCertificate(certificate), rotations: [], signature };
}

const post = (server: TestServer, path: string, body: Uint8Array, headers = {}) =>
  fetch(server.origin + path, { method: 'POST', headers, body: body.slice().buffer });

/** What a line says at once, without the comment that it begins with. */
function hearAtOpening(server: TestServer, { cookie }: { cookie(): string }): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = get(server.origin + paths.events, { headers: { Cookie: cookie() } }, (answer) => {
      let heard = '';
      answer.on('data', (chunk) => (heard += String(chunk)));
      answer.on('error', reject);
      // Asked behind it and answered behind it: what the line had to say at once is here by then.
      void fetch(server.origin + paths.health).then(() => (resolve(heard.replace(':\n\n', '')), asked.destroy()));
    });
    asked.on('error', reject);
  });
}

const codeOf = async (answer: Response) => ((await answer.json()) as { error: { code: string } }).error.code;

test('a session is opened by a signature that names this server, once, and its cookie is seen by no script', async () => {
  const server = await start();
  const { device } = await join(server, '宮田 絹江', 1);
  const proof = await prove(server, device);
  const opened = await post(server, paths.session, encodeProof(proof));
  expect(opened.status).toBe(204);
  expect(opened.headers.get('Set-Cookie')).toMatch(
    /^t=[\w-]{38}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict$/,
  );
  expect(await codeOf(await post(server, paths.session, encodeProof(proof)))).toBe('bad-session');

  const elsewhere = await prove(server, device, 'https://evil.example');
  expect(await codeOf(await post(server, paths.session, encodeProof(elsewhere)))).toBe('bad-session');
  const renamed = { ...(await prove(server, device, 'https://evil.example')), origin: server.origin };
  expect(await codeOf(await post(server, paths.session, encodeProof(renamed)))).toBe('bad-session');
  const forged = { ...(await prove(server, device)), nonce: new Uint8Array(40) };
  expect(await codeOf(await post(server, paths.session, encodeProof(forged)))).toBe('bad-session');
});

test('a challenge is good for five minutes, a session for thirty days', async () => {
  let now = Date.now();
  const server = await start({ now: () => now });
  const { device, cookie } = await join(server, '宮田 絹江', 1);
  const proof = await prove(server, device);
  now += 6 * 60_000;
  expect(await codeOf(await post(server, paths.session, encodeProof(proof)))).toBe('bad-session');
  const ask = () => post(server, paths.sync, encodeRequest(plainRequest), { Cookie: cookie() });
  now += 29 * 86_400_000;
  expect((await ask()).status).toBe(200);
  now += 3 * 86_400_000;
  expect(await codeOf(await ask())).toBe('bad-session');
});

test('an answer carries no header but its length, and is compressed where that is worth it', async () => {
  const server = await start();
  const { device, conversation, cookie } = await join(server, '宮田 絹江', 1);
  const headers = { Cookie: cookie() };
  const small = await post(server, paths.sync, encodeRequest(plainRequest), headers);
  expect([...small.headers.keys()]).toEqual(['content-length']);
  for (let i = 0; i < 40; i++)
    await device.write('voice', toChannelId('feed', device.person), { text: `町野の便り ${i}` });
  await conversation.wake('wrote');
  const other = await join(server, '宮田 由佳', 2);
  const cards = [device.person];
  const request = encodeRequest({ ...plainRequest, cards });
  const large = await post(server, paths.sync, request, { Cookie: other.cookie(), 'Accept-Encoding': 'br' });
  expect(large.headers.get('Content-Encoding')).toBe('br');
  const plain = await post(server, paths.sync, request, { Cookie: other.cookie(), 'Accept-Encoding': 'identity' });
  expect(plain.headers.get('Content-Encoding')).toBeNull();
});

test('a handle is given once, for ever, and found by those who have a session', async () => {
  const server = await start();
  const mother = await join(server, '宮田 絹江', 1);
  const daughter = await join(server, '宮田 由佳', 2);
  const ask = (method: string, name: string, cookie: string) =>
    fetch(`${server.origin}${paths.handle}/${name}`, { method, headers: { Cookie: cookie } });
  expect((await ask('PUT', 'kinue', mother.cookie())).status).toBe(204);
  expect((await ask('PUT', 'kinue', mother.cookie())).status).toBe(204);
  expect(await codeOf(await ask('PUT', 'kinue', daughter.cookie()))).toBe('handle-taken');
  expect(await codeOf(await ask('PUT', 'kinue2', mother.cookie()))).toBe('handle-taken');
  expect(await codeOf(await ask('PUT', 'Kinue', daughter.cookie()))).toBe('bad-handle');
  expect(await (await ask('GET', 'kinue', daughter.cookie())).json()).toEqual({ person: mother.device.person });
  expect(await codeOf(await ask('GET', 'nobody', daughter.cookie()))).toBe('not-found');
  expect(await codeOf(await ask('GET', 'kinue', ''))).toBe('no-session');
  let code = '';
  for (let i = 0; i < 70 && code !== 'not-admitted'; i++)
    code = await codeOf(await ask('GET', 'nobody', daughter.cookie()));
  expect(code).toBe('not-admitted');
});

test("an operator's code serves one person, as often as they send it", async () => {
  const server = await start();
  const code = showInviteCode(server.folder);
  const mother = await join(server, '宮田 絹江', 1);
  const daughter = await join(server, '宮田 由佳', 2);
  const use = (name: string, cookie: string) =>
    fetch(`${server.origin}${paths.code}/${name}`, { method: 'PUT', headers: { Cookie: cookie } });
  expect((await use(code, mother.cookie())).status).toBe(204);
  expect((await use(code, mother.cookie())).status).toBe(204);
  expect(await codeOf(await use(code, daughter.cookie()))).toBe('not-found');
  expect(await codeOf(await use(code.slice(0, -1), daughter.cookie()))).toBe('not-found');
  expect(await codeOf(await use(code, ''))).toBe('no-session');
});

test('an open line hears what other devices bring, not what its own did, and ends with the server', async () => {
  const server = await start();
  const { device, conversation, cookie } = await join(server, '宮田 絹江', 1);
  let heard = '';
  const ended = new Promise<void>((resolve) => {
    get(server.origin + paths.events, { headers: { Cookie: cookie() } }, (answer) => {
      expect(answer.headers['content-type']).toBe('text/event-stream');
      answer.on('data', (chunk) => (heard += String(chunk)));
      answer.on('close', resolve);
    });
  });
  await expect.poll(() => heard).toBe(':\n\n');
  const feed = toChannelId('feed', device.person);
  await device.write('voice', feed, { text: '新しい' });
  await conversation.wake('wrote');
  expect(heard).toBe(':\n\n');
  server.relay.live.changed([feed], 'ff'.repeat(16));
  await expect.poll(() => heard).toBe(':\n\ndata:\n\n');
  expect(server.relay.live.lines()).toBe(1);
  server.app.lines.close();
  await ended;
  await expect.poll(() => server.relay.live.lines()).toBe(0);
  expect(await codeOf(await fetch(server.origin + paths.events, { headers: { Cookie: cookie() } }))).toBe('overloaded');
});

test('what came between the last answer and the line is told when the line opens, and told once', async () => {
  const server = await start();
  const mother = await join(server, '宮田 絹江', 1);
  const daughter = await join(server, '宮田 由佳', 2);
  const token = new Uint8Array(16).fill(7);
  const inbox = toChannelId('inbox', mother.device.person);
  await mother.device.write('friend.invite', inbox, { tokenHash: inviteHash(token) });
  await mother.conversation.wake('wrote');
  await daughter.device.write('friend.add', inbox, { person: mother.device.person, token });
  for (const one of [daughter, mother, daughter]) await one.conversation.wake('tapped');

  expect(await hearAtOpening(server, mother)).toBe('');
  await daughter.device.write('voice', toChannelId('feed', daughter.device.person), { text: '水は足りています' });
  await daughter.conversation.wake('wrote');
  expect(await hearAtOpening(server, daughter), 'of her own words').toBe('');
  expect(await hearAtOpening(server, mother)).toBe('data:\n\n');
  await mother.conversation.wake('pushed');
  expect(mother.texts()).toEqual(['水は足りています']);
  expect(await hearAtOpening(server, mother)).toBe('');
});

test('without a server the app answers as well, and what does not exist is typed', async () => {
  const server = await start();
  const { app } = server.app;
  expect((await app.request(paths.health)).status).toBe(204);
  expect(await codeOf(await app.request('/nothing'))).toBe('not-found');
  expect(await codeOf(await app.request(paths.sync, { method: 'POST', body: 'x' }))).toBe('no-session');
  // Of the bare paths only what they are for goes without.
  for (const path of ['/', '/syncs', '/sync/a', '/a/sync', '/nothing', '/assets/a/b.js', paths.sync, paths.session]) {
    const { headers } = await app.request(path);
    expect([path, headers.get('Content-Security-Policy')]).toEqual([
      path,
      expect.stringContaining("script-src 'self'"),
    ]);
  }
  const refused = await app.request(paths.sync, { method: 'POST', body: 'x' });
  expect(refused.headers.get('Content-Security-Policy')).toBeNull();
});

test('a full disk is answered run by run and the entries stay in the outbox until there is room', async () => {
  const server = await start({ store: { readers: 1, maxPages: 40 }, isOpenDoor: true });
  const { device, conversation } = await join(server, '宮田 絹江', 1);
  const feed = toChannelId('feed', device.person);
  const waiting = () => device.own().filter((row) => row.state === 'unsent').length;
  for (let i = 0; i < 200 && waiting() === 0; i++) {
    await device.write('voice', feed, { text: `${i} ${'長い便り。'.repeat(250)}` });
    await conversation.wake('wrote');
  }
  expect(waiting()).toBe(1);
  expect(server.relay.isHealthy()).toBe(true);
  expect((await fetch(server.origin + paths.health)).status).toBe(204);
});
