import { afterEach, expect, test } from 'vitest';
import { concatBytes, encodeUtf8 } from '../../shared/protocol/bytes.ts';
import { sha256 } from '../../shared/protocol/hash.ts';
import { toChannelId } from '../../shared/protocol/ids.ts';
import { domain } from '../../shared/protocol/parameters.ts';
import { createSeeded } from '../../shared/protocol/seeded.ts';
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

async function start(folder?: string): Promise<TestServer> {
  if (folder === undefined) folders.push((folder = newDataFolder()));
  const server = await startTestServer(folder);
  running.push(server);
  return server;
}

async function befriend(one: TestDevice, other: TestDevice): Promise<void> {
  const token = createSeeded(3).bytes(16);
  const tokenHash = sha256(concatBytes(encodeUtf8(domain.invite), token));
  const inbox = toChannelId('inbox', one.device.person);
  await one.device.write('friend.invite', inbox, { tokenHash });
  await other.device.write('friend.add', inbox, { person: one.device.person, token });
  await one.device.write('friend.add', toChannelId('inbox', other.device.person), { person: other.device.person });
}

const voice = ({ device }: TestDevice, text: string) =>
  device.write('voice', toChannelId('feed', device.person), { text });

test('two people befriend each other, one is dark, both write, and everything arrives once', async () => {
  const server = await start();
  const mother = await createTestDevice('宮田 絹江', 1, createHttpNetwork(server.origin));
  const daughter = await createTestDevice('宮田 由佳', 2, createHttpNetwork(server.origin));
  await befriend(mother, daughter);
  await voice(mother, '町野は雨です。');
  await mother.conversation.wake('start');
  await daughter.conversation.wake('start');
  expect(mother.conversation.state().trouble).toBeNull();
  expect(daughter.texts()).toEqual(['町野は雨です。']);

  for (let i = 0; i < 30; i++) await voice(mother, `便り ${i}`);
  await voice(daughter, '電車が止まっています。');
  await mother.conversation.wake('wrote');
  await daughter.conversation.wake('online');
  await mother.conversation.wake('pushed');
  expect(daughter.texts()).toEqual(mother.texts());
  expect(mother.texts()).toHaveLength(32);
  expect(mother.device.own().every((row) => row.state === 'server')).toBe(true);

  const before = server.relay.store.arrival(0);
  await mother.conversation.wake('tapped');
  expect(server.relay.store.arrival(0)).toBe(before);
});

test('after a restart sessions, friendships and entries are what they were', async () => {
  const first = await start();
  const network = createHttpNetwork(first.origin);
  const mother = await createTestDevice('宮田 絹江', 1, network);
  const daughter = await createTestDevice('宮田 由佳', 2, createHttpNetwork(first.origin));
  await befriend(mother, daughter);
  await voice(mother, '町野は雨です。');
  await mother.conversation.wake('start');
  await daughter.conversation.wake('start');
  const { epoch } = first.relay.store;
  await running.splice(0)[0]?.stop();

  const second = await start(first.folder);
  expect(second.relay.store.epoch).toBe(epoch);
  expect(second.relay.directory.access.friends.areFriends(mother.device.person, daughter.device.person)).toBe(true);
  const again = await createTestDevice('宮田 由佳', 2, createHttpNetwork(second.origin));
  await again.conversation.wake('start');
  expect(again.conversation.state().trouble).toBeNull();
  expect(again.texts()).toEqual(['町野は雨です。']);
});
