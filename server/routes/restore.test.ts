import { afterEach, expect, test } from 'vitest';
import { decodeChallenge, maxEscrowBytes, paths, restoreLimits } from '../../shared/api.ts';
import { proveRecovery, restorePerson } from '../../shared/device/restore.ts';
import { createConversation } from '../../shared/device/converse.ts';
import { openDevice } from '../../shared/device/device.ts';
import { concatBytes } from '../../shared/protocol/bytes.ts';
import { idToBytes, toChannelId } from '../../shared/protocol/ids.ts';
import { createSeeded } from '../../shared/protocol/seeded.ts';
import { createMemoryDisk } from '../../shared/simulate/memory-disk.ts';
import { decodeRestoreAnswer, encodeRestoreProof, type RestoreProof } from '../../shared/sync/restore.ts';
import { encodeRequest, plainRequest } from '../../shared/sync/messages.ts';
import { createHttpNetwork } from '../cli/http-network.ts';
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

async function start(): Promise<TestServer> {
  const server = await startTestServer(newDataFolder());
  running.push(server);
  return server;
}

async function join(server: TestServer, name: string, seed: number) {
  let cookie = '';
  const network = createHttpNetwork(server.origin, { onCookie: (given) => (cookie = given) });
  const person = await createTestDevice(name, seed, network);
  await person.conversation.wake('start');
  expect(person.conversation.state().trouble).toBeNull();
  return { ...person, cookie: () => cookie };
}

type Joined = Awaited<ReturnType<typeof join>>;

const post = (server: TestServer, path: string, body: Uint8Array, headers = {}) =>
  fetch(server.origin + path, { method: 'POST', headers, body: body.slice().buffer });

const codeOf = async (answer: Response) => ((await answer.json()) as { error: { code: string } }).error.code;

function seedOf({ device }: Joined): Uint8Array {
  const { recoverySeed } = device.core.identity;
  if (recoverySeed === null) throw new Error('the words left the device');
  return recoverySeed;
}

async function prove(server: TestServer, { device }: Joined, seed: Uint8Array, origin = server.origin) {
  const challenge = decodeChallenge(new Uint8Array(await (await fetch(server.origin + paths.session)).arrayBuffer()));
  if (!challenge.ok) throw new Error(challenge.error.code);
  return proveRecovery(device.core.ports.keys, seed, challenge.value, origin);
}

const find = (server: TestServer, proof: RestoreProof) => post(server, paths.restore, encodeRestoreProof(proof));

test('who has the words is told of the person, moves to a new device, and the old one is shut out', async () => {
  const server = await start();
  const mother = await join(server, '宮田 絹江', 1);
  await mother.device.write('voice', toChannelId('feed', mother.device.person), { text: '町野の便り' });
  await mother.conversation.wake('wrote');
  const seed = seedOf(mother);
  const answer = await find(server, await prove(server, mother, seed));
  expect(answer.status).toBe(200);
  expect(answer.headers.get('Cache-Control')).toBe('no-store');
  const told = decodeRestoreAnswer(new Uint8Array(await answer.arrayBuffer()));
  if (!told.ok) throw new Error(told.error.code);
  expect(told.value).toMatchObject({ person: mother.device.person, handle: null, rotations: [] });
  expect(told.value.heads).toHaveLength(2);

  const ports = { ...mother.device.core.ports, disk: createMemoryDisk() };
  const seeded = createSeeded(99);
  expect(await restorePerson({ ...ports, random: (count) => seeded.bytes(count) }, seed, told.value)).toMatchObject({
    ok: true,
    value: { leftOut: 0 },
  });
  const anew = await openDevice(ports);
  if (anew === null) throw new Error('nothing was kept');
  let anewCookie = '';
  const network = createHttpNetwork(server.origin, { onCookie: (given) => (anewCookie = given) });
  const conversation = createConversation(anew, network, () => 0.5);
  await conversation.wake('start');
  expect(conversation.state().trouble).toBeNull();
  expect(anew.own().map((row) => row.state)).toEqual(['server', 'server']);
  expect(anew.core.holdings.ids()).toEqual(expect.arrayContaining([...mother.device.core.holdings.ids()]));

  const refused = await post(server, paths.sync, encodeRequest(plainRequest), { Cookie: mother.cookie() });
  expect([refused.status, await codeOf(refused)]).toEqual([403, 'replaced']);
  await mother.conversation.wake('tapped');
  expect(mother.conversation.state().trouble).toBe('replaced');

  await fetch(`${server.origin}${paths.handle}/kinue`, { method: 'PUT', headers: { Cookie: anewCookie } });
  const again = decodeRestoreAnswer(
    new Uint8Array(await (await find(server, await prove(server, mother, seed))).arrayBuffer()),
  );
  if (!again.ok) throw new Error(again.error.code);
  expect(again.value.rotations).toHaveLength(1);
  expect(again.value.handle).toBe('kinue');
});

test('a proof is good once, here, and by the recovery key alone', async () => {
  const server = await start();
  const mother = await join(server, '宮田 絹江', 1);
  const seed = seedOf(mother);
  const proof = await prove(server, mother, seed);
  expect((await find(server, proof)).status).toBe(200);
  expect(await codeOf(await find(server, proof))).toBe('bad-session');
  expect(await codeOf(await find(server, await prove(server, mother, seed, 'https://evil.example')))).toBe(
    'bad-session',
  );
  const renamed = { ...(await prove(server, mother, seed, 'https://evil.example')), origin: server.origin };
  expect(await codeOf(await find(server, renamed))).toBe('bad-session');
  const guessed = await prove(server, mother, new Uint8Array(16));
  expect(await codeOf(await find(server, guessed)), 'words of nobody').toBe('not-found');
  const { recoveryKey } = await prove(server, mother, seed);
  const stolen = { ...(await prove(server, mother, new Uint8Array(16))), recoveryKey };
  expect(await codeOf(await find(server, stolen)), 'another key signed').toBe('bad-session');
  expect((await post(server, paths.restore, new Uint8Array(4))).status).toBe(400);
});

test('of a person who left nothing is told but that', async () => {
  const server = await start();
  const mother = await join(server, '宮田 絹江', 1);
  await mother.device.write('person.end', toChannelId('card', mother.device.person), {});
  await mother.conversation.wake('wrote');
  const answer = await find(server, await prove(server, mother, seedOf(mother)));
  expect([answer.status, await codeOf(answer)]).toEqual([410, 'person-ended']);
});

test('an escrow is given by id and handle to whoever asks, and dropped by its person or with their end', async () => {
  const server = await start();
  const mother = await join(server, '宮田 絹江', 1);
  const daughter = await join(server, '宮田 由佳', 2);
  const { person } = mother.device;
  const as = (joined: Joined) => ({ headers: { Cookie: joined.cookie() } });
  const own = (method: string, joined: Joined, body?: Uint8Array) =>
    fetch(server.origin + paths.escrow, { method, ...as(joined), ...(body && { body: body.slice().buffer }) });
  const of = (name: string) => fetch(`${server.origin}${paths.escrow}/${name}`);
  expect(await codeOf(await fetch(server.origin + paths.escrow))).toBe('no-session');
  expect(await codeOf(await own('GET', mother))).toBe('not-found');
  const sealed = createSeeded(5).bytes(90);
  expect((await own('PUT', mother, createSeeded(6).bytes(90))).status).toBe(204);
  expect((await own('PUT', mother, sealed)).status, 'the newer one counts').toBe(204);
  expect(await codeOf(await own('PUT', mother, new Uint8Array(maxEscrowBytes + 1)))).toBe('too-large');
  expect((await own('GET', mother)).status).toBe(204);
  expect(await codeOf(await own('GET', daughter))).toBe('not-found');
  await fetch(`${server.origin}${paths.handle}/kinue`, { method: 'PUT', ...as(mother) });
  for (const name of [person, 'kinue']) {
    expect(new Uint8Array(await (await of(name)).arrayBuffer())).toEqual(concatBytes(idToBytes(person), sealed));
  }
  expect(await codeOf(await of(daughter.device.person))).toBe('not-found');
  expect(await codeOf(await of('nobody'))).toBe('not-found');
  await own('DELETE', daughter);
  expect((await of(person)).status, 'only one’s own is dropped').toBe(200);
  expect((await own('DELETE', mother)).status).toBe(204);
  expect((await own('DELETE', mother)).status).toBe(204);
  expect(await codeOf(await of(person))).toBe('not-found');
  await own('PUT', mother, sealed);
  await mother.device.write('person.end', toChannelId('card', person), {});
  await mother.conversation.wake('wrote');
  expect(await codeOf(await of(person)), 'who left').toBe('not-found');
});

test('nobody collects escrows: an address, and everybody for one person, ask so often an hour', async () => {
  const server = await start();
  const mother = await join(server, '宮田 絹江', 1);
  const headers = { Cookie: mother.cookie() };
  await fetch(server.origin + paths.escrow, { method: 'PUT', headers, body: new Uint8Array(80).buffer });
  const codes: number[] = [];
  for (let i = 0; i <= restoreLimits.escrowsPerHour; i++) {
    codes.push((await fetch(`${server.origin}${paths.escrow}/${mother.device.person}`)).status);
  }
  expect(new Set(codes.slice(0, -1))).toEqual(new Set([200]));
  expect(codes.at(-1)).toBe(429);
});
