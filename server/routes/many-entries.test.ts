import { afterEach, expect, test } from 'vitest';
import type { NetworkPort } from '../../shared/device/ports.ts';
import { fromLogKey, toChannelId } from '../../shared/protocol/ids.ts';
import { err } from '../../shared/protocol/result.ts';
import type { RelayOptions } from '../relay/open-relay.ts';
import { createHttpNetwork } from '../cli/http-network.ts';
import { createTestDevice, type TestDevice } from './testing/test-device.ts';
import { newDataFolder, removeDataFolder, startTestServer, type TestServer } from './testing/test-server.ts';

// More than anybody should ever have waiting, and a friend who has written for years.
const hourMs = 3_600_000;
const running: TestServer[] = [];

afterEach(async () => {
  for (const server of running.splice(0)) {
    await server.stop();
    removeDataFolder(server.folder);
    expect(server.errors).toEqual([]);
  }
});

async function start(options: Partial<RelayOptions>): Promise<TestServer> {
  const server = await startTestServer(newDataFolder(), options);
  running.push(server);
  return server;
}

async function befriend(one: TestDevice, other: TestDevice): Promise<void> {
  const add = async (from: TestDevice, to: TestDevice) => {
    await from.device.write('friend.add', toChannelId('inbox', to.device.person), { person: to.device.person });
    await from.conversation.wake('wrote');
  };
  await add(one, other);
  await add(other, one);
}

async function writeVoices({ device }: TestDevice, count: number): Promise<readonly string[]> {
  const texts = Array.from({ length: count }, (_, i) => `便り ${i}`);
  for (const text of texts) await device.write('voice', toChannelId('feed', device.person), { text });
  return texts.toSorted();
}

const giveStatus = ({ device }: TestDevice) =>
  device.write('status', toChannelId('life', device.person), {
    condition: 'needsHelp',
    whereabouts: 'shelter',
    validSeconds: 6 * 3600,
  });

const unsentOf = ({ device }: TestDevice) => device.own().filter((row) => row.state === 'unsent');

test('of ten thousand unsent voices none is given up on while the server slows them, and the status goes first', async () => {
  let hours = 0;
  const server = await start({ now: () => Date.now() + hours * hourMs });
  const mother = await createTestDevice('宮田 絹江', 1, createHttpNetwork(server.origin));
  const daughter = await createTestDevice('宮田 由佳', 2, createHttpNetwork(server.origin));
  await befriend(mother, daughter);
  const written = await writeVoices(mother, 10_000);
  await giveStatus(mother);
  const life = toChannelId('life', mother.device.person);
  expect(unsentOf(mother)).toHaveLength(10_001);

  await mother.conversation.wake('tapped');
  const status = mother.device.own().filter((row) => fromLogKey(row.log).channel === life);
  expect(status.map((row) => row.state)).toEqual(['server']);
  const kept = unsentOf(mother);
  expect(kept[0]?.code).toBe('not-admitted');
  // What waits are the last ones, without a gap.
  expect(kept.map((row) => row.number)).toEqual(kept.map((_, i) => 10_001 - kept.length + i));

  while (unsentOf(mother).length > 0 && hours < 240) {
    hours += 12;
    await mother.conversation.wake('tapped');
  }
  expect(unsentOf(mother)).toEqual([]);
  await daughter.conversation.wake('tapped');
  expect(daughter.texts()).toEqual(written);
});

test('a friend with fifty thousand entries: the status and the newest come first, then all of it, once', async () => {
  const server = await start({ isOpenDoor: true });
  const mother = await createTestDevice('宮田 絹江', 1, createHttpNetwork(server.origin));
  const line = breakAfterOneAnswer(createHttpNetwork(server.origin));
  const daughter = await createTestDevice('宮田 由佳', 2, line.network);
  await befriend(mother, daughter);
  const written = await writeVoices(mother, 50_000);
  await giveStatus(mother);
  for (let i = 0; i < 3 && unsentOf(mother).length > 0; i++) await mother.conversation.wake('tapped');
  expect(unsentOf(mother)).toEqual([]);

  line.breakSoon();
  await daughter.conversation.wake('tapped');
  const life = toChannelId('life', mother.device.person);
  expect(daughter.device.core.holdings.head(life, mother.device.id(), 0).number).toBe(1);
  expect(daughter.texts()).toContain('便り 49999');
  expect(daughter.texts().length).toBeLessThan(written.length);

  line.mend();
  await daughter.conversation.wake('tapped');
  expect(daughter.texts()).toEqual(written);
});

/** A line that can be made to bring one more answer and then nothing. */
function breakAfterOneAnswer(network: NetworkPort) {
  let left = Infinity;
  const broken = async () => err({ code: 'unreachable', retryAfterMs: null });
  return {
    breakSoon: () => void (left = 1),
    mend: () => void (left = Infinity),
    network: {
      ...network,
      sync: (request) => (left-- > 0 ? network.sync(request) : broken()),
      pages: (request) => (left === Infinity && network.pages ? network.pages(request) : broken()),
    } satisfies NetworkPort,
  };
}
