import { afterEach, expect, test } from 'vitest';
import { paths } from '../../shared/api.ts';
import { toChannelId } from '../../shared/protocol/ids.ts';
import { createHttpNetwork } from '../cli/http-network.ts';
import { createTestDevice } from './testing/test-device.ts';
import { newDataFolder, removeDataFolder, startTestServer, type TestServer } from './testing/test-server.ts';

let server: TestServer | null = null;
const folder = newDataFolder();

afterEach(async () => {
  await server?.stop();
  removeDataFolder(folder);
});

test('what does not fit one answer comes in one response of many, all of it and once', async () => {
  server = await startTestServer(folder);
  let requests = 0;
  let streams = 0;
  const network = createHttpNetwork(server.origin, { onSync: () => void requests++ });
  const { pages } = network;
  if (!pages) throw new Error('no pages');
  const counting = { ...network, pages: (request: Uint8Array) => (streams++, pages(request)) };
  const writer = await createTestDevice('宮田 絹江', 1, createHttpNetwork(server.origin));
  const reader = await createTestDevice('宮田 由佳', 2, counting);
  const friends = async (one: typeof writer, other: typeof writer) =>
    one.device.write('friend.add', toChannelId('inbox', other.device.person), { person: other.device.person });
  await friends(writer, reader);
  await friends(reader, writer);
  const texts = Array.from({ length: 200 }, (_, i) => `便り ${i}`);
  for (const text of texts) {
    await writer.device.write('voice', toChannelId('feed', writer.device.person), { text });
    if (text.endsWith('7')) await writer.conversation.wake('wrote');
  }
  await writer.conversation.wake('wrote');

  reader.conversation.limit(512, 15);
  await reader.conversation.wake('start');
  expect(reader.texts()).toEqual([...texts].sort());
  expect(streams).toBe(1);
  expect(requests).toBeLessThan(8);
});

test('pages are refused without a session', async () => {
  server = await startTestServer(folder);
  const answer = await fetch(server.origin + paths.pages, { method: 'POST', body: Uint8Array.of(0xa0).buffer });
  expect([answer.status, await answer.json()]).toEqual([401, { error: { code: 'no-session' } }]);
});
