import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import Database from 'better-sqlite3';
import { createHttpNetwork } from './http-network.ts';
import { backUp } from './backup.ts';
import { restore } from './restore.ts';
import { showKeys } from './keys.ts';
import { showStats } from './stats.ts';
import { verifyStore } from './verify.ts';
import { toChannelId } from '../../shared/protocol/ids.ts';
import { fromSegment } from '../../shared/sync/segments.ts';
import { dataFolder } from '../store/data-folder.ts';
import { createTestDevice, type TestDevice } from '../routes/testing/test-device.ts';
import { newDataFolder, startTestServer, type TestServer } from '../routes/testing/test-server.ts';

const folders: string[] = [];
const running: TestServer[] = [];

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function start(folder = newDataFolder()): Promise<TestServer> {
  folders.push(folder);
  const server = await startTestServer(folder);
  running.push(server);
  return server;
}

function newTarget(): string {
  const parent = mkdtempSync(join(tmpdir(), 'tayori-backup-'));
  folders.push(parent);
  return join(parent, 'backup');
}

const say = ({ device }: TestDevice, text: string) =>
  device.write('voice', toChannelId('feed', device.person), { text });

test('a backup made while the server runs is restored with a new epoch, and nothing erased since comes back', async () => {
  const server = await start();
  const author = await createTestDevice('宮田 絹江', 1, createHttpNetwork(server.origin));
  const written = await say(author, '消します');
  await say(author, '残ります');
  await author.conversation.wake('start');
  const target = newTarget();
  expect(backUp(server.folder, target)).toContain(target);
  expect(() => backUp(server.folder, target)).toThrow('exists already');

  if (!written.ok) throw new Error(written.error.code);
  const { device, kind, number, hash, channel } = written.value;
  const fields = { targetHash: hash, device, kindNumber: kind, number, reason: 'withdrawn' } as const;
  expect((await author.device.write('erase', channel, fields)).ok).toBe(true);
  await say(author, '後から');
  await author.conversation.wake('wrote');
  const { epoch } = server.relay.store;
  expect(() => restore(server.folder, target)).toThrow('Another Tayori');
  await running.splice(0)[0]?.stop();

  expect(restore(server.folder, target)).toContain('1 erasures replayed');
  expect(await verifyStore(server.folder)).toContain('All is well');
  const again = await start(server.folder);
  expect(again.relay.store.epoch).not.toBe(epoch);
  expect(again.relay.newEpochBecause).toBeNull();
  const reader = await createTestDevice('宮田 絹江', 1, createHttpNetwork(again.origin));
  await reader.conversation.wake('start');
  expect(reader.texts()).not.toContain('消します');
  const [segment] = await again.relay.store.readLog(channel, device, 2, number, number);
  const entry = segment && fromSegment(segment).entries.find((one) => one.number === number);
  expect(entry).toMatchObject({ body: null, absence: 'erased' });
});

test('verify counts what is there and names what is wrong', async () => {
  const server = await start();
  const author = await createTestDevice('宮田 絹江', 1, createHttpNetwork(server.origin));
  for (let i = 0; i < 5; i++) await say(author, `便り ${i}`);
  await author.conversation.wake('start');
  expect(await verifyStore(server.folder)).toMatch(
    /All is well: \d+ segments, 7 entries, \d+ signatures, 0 erasures\./,
  );
  expect(showStats(server.folder)).toContain('social: 5 entries');
  expect(showKeys(server.folder)).toMatch(/: [0-9a-f]{64}$/);
  await running.splice(0)[0]?.stop();

  const database = new Database(dataFolder(server.folder).database);
  const place = database.prepare('SELECT max(place) FROM segment WHERE lane = 2').pluck().get();
  const blob = database.prepare('SELECT blob FROM segment WHERE place = ?').pluck().get(place) as Buffer;
  blob[blob.length - 1] = (blob[blob.length - 1] ?? 0) ^ 1;
  database.prepare('UPDATE segment SET blob = ? WHERE place = ?').run(blob, place);
  database.close();
  await expect(verifyStore(server.folder)).rejects.toThrow(`segment ${place}: bad signature`);
});

test('where there is no data every command says so', async () => {
  const folder = join(newTarget(), 'nothing');
  expect(() => showStats(folder)).toThrow('holds no data');
  expect(() => showKeys(folder)).toThrow('no key yet');
  expect(() => backUp(folder, newTarget())).toThrow('holds no data');
  expect(() => restore(newDataFolder(), folder)).toThrow('holds no backup');
  await expect(verifyStore(folder)).rejects.toThrow('holds no data');
});
