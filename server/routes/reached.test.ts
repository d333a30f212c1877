import { afterEach, expect, test } from 'vitest';
import { deliveryOf } from '../../shared/device/evidence.ts';
import { inviteHash } from '../../shared/fold/friends.ts';
import type { Replica } from '../../shared/fold/replica.ts';
import { toChannelId } from '../../shared/protocol/ids.ts';
import { decodeAnswer, encodeRequest, plainRequest } from '../../shared/sync/messages.ts';
import { createHttpNetwork } from '../cli/http-network.ts';
import { createTestDevice, type TestDevice } from './testing/test-device.ts';
import { newDataFolder, removeDataFolder, startTestServer, type TestServer } from './testing/test-server.ts';

const running: TestServer[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const server of running.splice(0)) {
    await server.stop();
    expect(server.errors).toEqual([]);
  }
  for (const folder of folders.splice(0)) removeDataFolder(folder);
});

async function start(folder = newDataFolder()): Promise<TestServer> {
  const server = await startTestServer(folder);
  running.push(server);
  if (!folders.includes(folder)) folders.push(folder);
  return server;
}

/** Someone whose line follows the server when it starts again on another port. */
async function join(of: { server: TestServer }, name: string, seed: number) {
  const told: number[] = [];
  let { origin } = of.server;
  let line = createHttpNetwork(origin);
  const network = () => {
    if (origin !== of.server.origin) line = createHttpNetwork((origin = of.server.origin));
    return line;
  };
  const person = await createTestDevice(name, seed, {
    async sync(request) {
      const answer = await network().sync(request);
      const decoded = answer.ok ? decodeAnswer(answer.value) : null;
      told.push(decoded?.ok ? decoded.value.reached.length : -1);
      return answer;
    },
    openSession: (...proof) => network().openSession(...proof),
  });
  await person.conversation.wake('start');
  return { ...person, told, network };
}

async function befriend(yuka: TestDevice, koichi: TestDevice): Promise<void> {
  const token = new Uint8Array(16).fill(7);
  const inbox = toChannelId('inbox', yuka.device.person);
  await yuka.device.write('friend.invite', inbox, { tokenHash: inviteHash(token) });
  await yuka.conversation.wake('wrote');
  await koichi.device.write('friend.add', inbox, { person: yuka.device.person, token });
  for (const one of [koichi, yuka, koichi]) await one.conversation.wake('tapped');
}

function furthestOf({ device }: TestDevice, id: string): string {
  const replica = device.core.folds as Replica;
  const [item, row] = [replica.get(id), device.core.own.get(id)];
  if (!item || !row) throw new Error('not an own entry');
  return deliveryOf(item, row, device.core.meta, replica.delivery).state.furthest;
}

async function say({ device, conversation }: TestDevice, text: string): Promise<string> {
  const written = await device.write('voice', toChannelId('feed', device.person), { text });
  if (!written.ok) throw new Error(written.error.code);
  await conversation.wake('wrote');
  return written.value.id;
}

test('a voice is on a friend’s phone once its cursor came back, also over a restart of the server', async () => {
  const of = { server: await start() };
  const yuka = await join(of, '宮田 由佳', 1);
  const koichi = await join(of, '川島 航一', 2);
  await befriend(yuka, koichi);
  const first = await say(yuka, '井戸水は使えます。');
  await koichi.conversation.wake('tapped');
  await yuka.conversation.wake('tapped');
  expect(koichi.texts()).toEqual(['井戸水は使えます。']);
  expect(furthestOf(yuka, first)).toBe('server');
  // His next request brings the cursor, and the server ends before it told her.
  await koichi.conversation.wake('tapped');
  const [old] = running.splice(0);
  await old?.stop();
  of.server = await start(old?.folder);
  await yuka.conversation.wake('tapped');
  expect(furthestOf(yuka, first)).toBe('theirs');

  const second = await say(yuka, 'もう使えません。');
  for (const one of [koichi, yuka]) await one.conversation.wake('tapped');
  expect(furthestOf(yuka, second)).toBe('server');
  for (const one of [koichi, yuka]) await one.conversation.wake('tapped');
  expect(furthestOf(yuka, second)).toBe('theirs');
  // Told in two answers, and then nothing any more.
  const before = yuka.told.length;
  for (let i = 0; i < 3; i++) await yuka.conversation.wake('tapped');
  expect(yuka.told.slice(before)).toEqual([1, 0, 0]);
});

test('a request that keeps no answer is told nothing that would be told only once', async () => {
  const of = { server: await start() };
  const yuka = await join(of, '宮田 由佳', 1);
  const koichi = await join(of, '川島 航一', 2);
  await befriend(yuka, koichi);
  const id = await say(yuka, '井戸水は使えます。');
  for (let i = 0; i < 2; i++) await koichi.conversation.wake('tapped');
  const { cursor } = yuka.device.core.meta;
  // Three times, because each change is told in two answers.
  for (let i = 0; i < 3; i++) {
    const answer = await yuka.network().sync(encodeRequest({ ...plainRequest, cursor, budget: 1, lanes: 0 }));
    const decoded = answer.ok ? decodeAnswer(answer.value) : null;
    expect(decoded?.ok && [decoded.value.reached, decoded.value.contacts]).toEqual([[], []]);
  }
  await yuka.conversation.wake('tapped');
  expect(furthestOf(yuka, id)).toBe('theirs');
});
