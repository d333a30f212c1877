import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import Database from 'better-sqlite3';
import { openGroup, sendMessage, type TalkDesk } from '../../shared/device/talk.ts';
import { attachTalk } from '../../shared/fold/talk.ts';
import { encodeUtf8 } from '../../shared/protocol/bytes.ts';
import { toChannelId } from '../../shared/protocol/ids.ts';
import type { Result } from '../../shared/protocol/result.ts';
import { encodeTextCode } from '../../shared/protocol/text-code.ts';
import { createTestDevice, type TestDevice } from '../routes/testing/test-device.ts';
import { newDataFolder, startTestServer, type TestServer } from '../routes/testing/test-server.ts';
import { dataFolder } from '../store/data-folder.ts';
import { backUp } from './backup.ts';
import { createHttpNetwork } from './http-network.ts';

const folders: string[] = [];
const running: TestServer[] = [];

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

test('a backup holds neither words, title nor keys of a conversation', async () => {
  const server = await startTestServer(newDataFolder());
  running.push(server);
  folders.push(server.folder);
  const yuka = await createTestDevice('由佳', 1, createHttpNetwork(server.origin));
  const koichi = await createTestDevice('航一', 2, createHttpNetwork(server.origin));
  await befriend(yuka, koichi);
  const desk = deskOf(yuka);
  attachTalk(koichi.replica);
  const { person } = yuka.device;
  await done(yuka.device.write('voice', toChannelId('feed', person), { text: '明るい言葉' }));
  const channel = await done(openGroup({ ...desk, command: 'group' }, [koichi.device.person], '秘密の題'));
  await done(sendMessage({ ...desk, command: 'message' }, channel, { text: '秘密の言葉' }));
  await yuka.conversation.wake('wrote');
  await koichi.conversation.wake('start');
  const sealed = koichi.device.core.sealing.held().filter((one) => one.channel === channel);
  expect(sealed.length, 'the words came through this server, with their key').toBeGreaterThan(0);

  const parent = mkdtempSync(join(tmpdir(), 'tayori-sealed-'));
  folders.push(parent);
  const target = join(parent, 'backup');
  backUp(server.folder, target);
  const keys = [yuka, koichi].flatMap(({ device }) => device.core.sealing.held().map(({ key }) => key));
  const isKept = (bytes: Uint8Array) => everythingIn(target).some((kept) => kept.includes(Buffer.from(bytes)));
  const isTextKept = (text: string) => [encodeUtf8(text), encodeTextCode(encodeUtf8(text))].some(isKept);
  expect(isTextKept('明るい言葉'), 'what is not sealed').toBe(true);
  expect(['秘密の言葉', '秘密の題'].filter(isTextKept)).toEqual([]);
  expect(keys.filter(isKept)).toEqual([]);

  const [key] = keys;
  if (!key) throw new Error('there was no key to look for');
  const database = new Database(dataFolder(target).database);
  database.exec('CREATE TABLE planted (value BLOB)');
  database.prepare('INSERT INTO planted VALUES (?), (?)').run(key, '秘密の言葉');
  database.close();
  expect(isKept(key) && isTextKept('秘密の言葉'), 'what was planted is found').toBe(true);
});

/** Whatever a backup holds: each file as it lies there, and each value of the database whole, as long ones lie in pieces in its file. */
function everythingIn(folder: string): readonly Buffer[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const lying = files.map((file) => readFileSync(join(file.parentPath, file.name)));
  const database = new Database(dataFolder(folder).database, { readonly: true });
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all() as string[];
  const values = tables.flatMap((table) => database.prepare(`SELECT * FROM "${table}"`).raw().all() as unknown[][]);
  database.close();
  const texts = values.flat().filter((value) => typeof value === 'string' || value instanceof Uint8Array);
  return [...lying, ...texts.map((value) => Buffer.from(value))];
}

async function befriend(one: TestDevice, other: TestDevice): Promise<void> {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    const { person } = to.device;
    await done(from.device.write('friend.add', toChannelId('inbox', person), { person }));
    await from.conversation.wake('wrote');
  }
  for (const each of [one, other, one]) await each.conversation.wake('tapped');
}

/** Folds what the device holds of conversations from now on; to be called once a device. */
function deskOf({ device, replica }: TestDevice): Omit<TalkDesk, 'command'> {
  return { device, replica, ...attachTalk(replica) };
}

async function done<T>(work: Promise<Result<T, { code: string }>>): Promise<T> {
  const result = await work;
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}
