import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createSeeded } from '../../shared/protocol/seeded.ts';
import { openSqliteStore, type SqliteOptions, type SqliteStore } from './sqlite-store.ts';
import { storeContract } from './store-contract.ts';
import { createSampleLog } from './testing/sample-log.ts';

const opened: SqliteStore[] = [];
const folders: string[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tayori-store-'));
  folders.push(folder);
  return folder;
}

async function open(folder = newFolder(), options: SqliteOptions = {}): Promise<SqliteStore> {
  const store = await openSqliteStore(folder, { readers: 1, ...options });
  if (!store.ok) throw new Error(store.error.detail);
  opened.push(store.value);
  return store.value;
}

async function reopen(store: SqliteStore, folder: string, options: SqliteOptions = {}): Promise<SqliteStore> {
  await store.close();
  opened.splice(opened.indexOf(store), 1);
  return open(folder, options);
}

describe.each([
  ['one shard', {}],
  ['four shards', { shardCount: 4 }],
  ['one shard that remembers nothing', { recentBytes: 0 }],
] as const)('a store on SQLite with %s', (_, options) => {
  for (const { title, run } of storeContract) test(title, () => run(() => open(undefined, options)));
});

test('everything is there after closing and opening again', async () => {
  const folder = newFolder();
  const log = createSampleLog(createSeeded(20));
  let store = await open(folder);
  const { epoch } = store;
  for (let i = 0; i < 20; i++) await store.append({ segments: [log.next()], erasings: [] });
  store = await reopen(store, folder);
  expect(store.epoch).toBe(epoch);
  expect(store.arrival(0)).toBe(20);
  expect(store.newest(log.channel, log.lane)).toBe(20);
  expect((await store.heads(log.channel, log.device, log.lane)).map((head) => head.number)).toEqual([20]);
  expect(await store.append({ segments: [log.next()], erasings: [] })).toEqual({ ok: true, value: [21] });
});

test('a second process on the same folder is turned away with a clear message', async () => {
  const folder = newFolder();
  const store = await open(folder);
  const second = await openSqliteStore(folder);
  expect(second).toMatchObject({ ok: false, error: { code: 'in-use', detail: expect.stringContaining(folder) } });
  await reopen(store, folder);
});
