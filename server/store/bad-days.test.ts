import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createSeeded } from '../../shared/protocol/seeded.ts';
import type { Lane } from '../../shared/protocol/parameters.ts';
import { dataFolder } from './data-folder.ts';
import { openLedger, readLedger } from './erasure-ledger.ts';
import { openSqliteStore, type SqliteOptions, type SqliteStore } from './sqlite-store.ts';
import { createSampleLog } from './testing/sample-log.ts';

const folders: string[] = [];
const opened: SqliteStore[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tayori-bad-'));
  folders.push(folder);
  return folder;
}

async function open(folder: string, options: SqliteOptions = {}): Promise<SqliteStore> {
  const store = await openSqliteStore(folder, { readers: 1, ...options });
  if (!store.ok) throw new Error(store.error.detail);
  opened.push(store.value);
  return store.value;
}

async function close(store: SqliteStore): Promise<void> {
  opened.splice(opened.indexOf(store), 1);
  await store.close();
}

test('a full disk refuses one commit, keeps the rest, and goes on with more room', async () => {
  const folder = newFolder();
  const seeded = createSeeded(60);
  const log = createSampleLog(seeded);
  let store = await open(folder, { maxPages: 40 });
  const stored: number[] = [];
  let refusal: unknown = null;
  while (refusal === null) {
    const result = await store.append({ segments: [log.next(20)], erasings: [] });
    if (result.ok) stored.push(...result.value);
    else refusal = result.error;
  }
  expect(refusal).toMatchObject({ code: 'no-space' });
  expect(stored.length).toBeGreaterThan(2);
  expect(store.arrival(0)).toBe(stored.length);
  expect(await store.readLog(log.channel, log.device, log.lane, 1, 10_000)).toHaveLength(stored.length);
  const small = createSampleLog(seeded);
  const together = await Promise.all([
    store.append({ segments: [createSampleLog(seeded).next(400)], erasings: [] }),
    store.append({ segments: [small.next()], erasings: [] }),
  ]);
  expect(together[0]).toMatchObject({ ok: false, error: { code: 'no-space' } });
  await close(store);
  store = await open(folder);
  const refused = log.segment(stored.length * 20 + 1, stored.length * 20 + 20);
  expect(await store.append({ segments: [refused], erasings: [] })).toMatchObject({ ok: true });
});

test('an older database under the same folder is noticed and begins a new epoch', async () => {
  const folder = newFolder();
  const paths = dataFolder(folder);
  const log = createSampleLog(createSeeded(61));
  let store = await open(folder);
  const { epoch } = store;
  await store.append({ segments: [log.next()], erasings: [] });
  await close(store);
  copyFileSync(paths.database, join(folder, 'old'));
  store = await open(folder);
  expect(store.epoch).toBe(epoch);
  await store.append({ segments: [log.next()], erasings: [] });
  await close(store);
  copyFileSync(join(folder, 'old'), paths.database);
  store = await open(folder);
  expect(store.epoch).not.toBe(epoch);
  expect(store.newEpochBecause).toContain('lacks rows');
  expect(store.arrival(0)).toBe(1);
});

test('without the file of arrivals a database that holds something begins a new epoch', async () => {
  const folder = newFolder();
  let store = await open(folder);
  const { epoch } = store;
  await store.append({ segments: [createSampleLog(createSeeded(62)).next()], erasings: [] });
  await close(store);
  rmSync(dataFolder(folder).mark);
  store = await open(folder);
  expect(store.epoch).not.toBe(epoch);
});

test('a file that is no database is refused with words and left as it is', async () => {
  const folder = newFolder();
  const { database } = dataFolder(folder);
  writeFileSync(database, 'no database at all, but long enough to look like one '.repeat(100));
  const before = readFileSync(database);
  expect(await openSqliteStore(folder)).toMatchObject({ ok: false, error: { code: 'not-opened' } });
  expect(readFileSync(database)).toEqual(before);
});

test('the ledger holds every erasure once, and a line that was cut off is passed over', async () => {
  const folder = newFolder();
  const { ledger } = dataFolder(folder);
  const log = createSampleLog(createSeeded(63));
  let store = await open(folder);
  await store.append({ segments: [log.next(3)], erasings: [] });
  const erasings = log.entries.slice(0, 2).map(({ channel, device, number, hash }) => ({
    channel,
    device,
    lane: 2 as Lane,
    number,
    hash,
  }));
  await store.append({ segments: [], erasings });
  await store.append({ segments: [], erasings });
  await close(store);
  expect(readLedger(ledger)).toMatchObject({ damaged: 0, erasings: [{ number: 1 }, { number: 2 }] });
  writeFileSync(ledger, `${readFileSync(ledger, 'utf8')}03aabb cut of`);
  store = await open(folder);
  await close(store);
  const again = openLedger(ledger);
  again.append(erasings);
  again.close();
  expect(readLedger(ledger)).toMatchObject({ damaged: 0, erasings: [{}, {}, {}, {}] });
  writeFileSync(ledger, readFileSync(ledger, 'utf8').replace(' 2 1 ', ' 2 7 '));
  expect(readLedger(ledger).damaged).toBe(1);
});

test('an erased text is in none of the files once the store is closed', async () => {
  const folder = newFolder();
  const paths = dataFolder(folder);
  const store = await open(folder);
  const log = createSampleLog(createSeeded(64));
  await store.append({ segments: [log.next(2)], erasings: [] });
  const [entry] = log.entries;
  const secret = Buffer.from(entry?.body ?? []);
  const { channel, device, lane } = log;
  await store.append({ segments: [], erasings: [{ channel, device, lane, number: 1, hash: entry?.hash ?? secret }] });
  await close(store);
  expect(readFileSync(paths.database).includes(secret)).toBe(false);
});
