import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { createSeeded } from '../../shared/protocol/seeded.ts';
import { openSqliteStore } from './sqlite-store.ts';
import { findAcknowledged, type Owed } from './testing/acknowledged.ts';
import { imageAfter, readTrace, type DiskStep } from './testing/disk-trace.ts';
import { compileShim, startLoad, until, type LoadRun, type Shim } from './testing/load-runner.ts';

const folders: string[] = [];
const runs: LoadRun[] = [];
let library = '';

beforeAll(() => {
  library = compileShim();
});

afterEach(async () => {
  for (const run of runs.splice(0)) await run.kill();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tayori-durable-'));
  folders.push(folder);
  return folder;
}

function load(folder: string, seed: number, shim: Shim | null = null): LoadRun {
  const run = startLoad(folder, seed, shim);
  runs.push(run);
  return run;
}

function newShim(): Shim {
  const folder = newFolder();
  return { library, trace: join(folder, 'trace'), control: join(folder, 'control') };
}

async function findIn(folder: string, acks: string): Promise<Owed & { readonly newEpochBecause: string | null }> {
  const store = await openSqliteStore(folder, { readers: 1 });
  if (!store.ok) throw new Error(store.error.detail);
  const owed = await findAcknowledged(store.value, acks);
  await store.value.close();
  return { ...owed, newEpochBecause: store.value.newEpochBecause };
}

const countAcks = (run: LoadRun) => run.acks().split('\n').length;

test('a process killed twenty times under load has kept everything it acknowledged', async () => {
  const folder = newFolder();
  const seeded = createSeeded(40);
  let before = 0;
  for (let round = 0; round < 20; round++) {
    const run = load(folder, 100 + round);
    const wanted = before + 20 + seeded.int(300);
    await until(run, () => countAcks(run) > wanted);
    await run.kill();
    before = countAcks(run);
  }
  const acks = runs[0]?.acks() ?? '';
  const owed = await findIn(folder, acks);
  expect(owed.missing).toEqual([]);
  expect(owed.newEpochBecause).toBeNull();
  expect(owed.segments).toBeGreaterThan(400);
  expect(owed.erasures).toBeGreaterThan(10);
});

test('whatever a power cut leaves of what was not synced, everything acknowledged is found', async () => {
  const shim = newShim();
  const folder = newFolder();
  const run = load(folder, 41, shim);
  await until(run, () => countAcks(run) > 2500);
  await run.kill();
  const steps = readTrace(shim.trace);
  const isAck = (step: DiskStep) => basename(step.path) === 'acks.log';
  expect(steps.filter((step) => step.what === 'sync' && basename(step.path) === 'store.db').length).toBeGreaterThan(1);

  let unsynced = 0;
  for (let seed = 1; seed <= 25; seed++) {
    const seeded = createSeeded(seed);
    const cut = seeded.int(steps.length);
    const done = steps.slice(0, cut);
    const lastSync = done.findLastIndex((step) => step.what === 'sync');
    if (lastSync < done.length - 1) unsynced++;
    const acks = done.flatMap((step) =>
      isAck(step) && step.what === 'write' ? [Buffer.from(step.data).toString()] : [],
    );
    const image = newFolder();
    for (const [path, bytes] of imageAfter(
      done.filter((step) => !isAck(step)),
      seeded,
    )) {
      mkdirSync(image, { recursive: true });
      writeFileSync(join(image, basename(path)), bytes);
    }
    const owed = await findIn(image, acks.join(''));
    expect(owed.missing, `seed ${seed}, cut at step ${cut} of ${steps.length}`).toEqual([]);
  }
  expect(unsynced).toBeGreaterThan(5);
});

test('a sync that fails ends all acknowledgements, and what was acknowledged before is there', async () => {
  const shim = newShim();
  const folder = newFolder();
  const run = load(folder, 42, shim);
  await until(run, () => countAcks(run) > 200);
  writeFileSync(shim.control, Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0), { flag: 'r+' });
  await run.exited;
  const lines = run.acks().trimEnd().split('\n');
  const firstFailure = lines.indexOf('F store-failed');
  expect(firstFailure).toBeGreaterThan(200);
  expect(lines.slice(firstFailure).every((line) => line === 'F store-failed')).toBe(true);
  expect((await findIn(folder, run.acks())).missing).toEqual([]);
});

test('a full disk refuses what does not fit, loses nothing, and goes on once there is room', async () => {
  const shim = newShim();
  const folder = newFolder();
  const run = load(folder, 43, shim);
  await until(run, () => countAcks(run) > 100);
  writeFileSync(shim.control, Uint8Array.of(0, 0, 0, 0, 3, 0, 0, 0), { flag: 'r+' });
  await until(run, () => run.acks().includes('F no-space'));
  writeFileSync(shim.control, new Uint8Array(8), { flag: 'r+' });
  const refused = countAcks(run);
  await until(run, () => countAcks(run) > refused + 500);
  await run.kill();
  expect(run.acks()).not.toContain('F store-failed');
  expect((await findIn(folder, run.acks())).missing).toEqual([]);
});

test('with a slow disk a commit holds what arrived meanwhile', async () => {
  const shim = newShim();
  const folder = newFolder();
  const run = load(folder, 44, shim);
  await until(run, () => countAcks(run) > 50);
  // 20 ms a sync, as an SD card has on a bad day.
  writeFileSync(shim.control, Uint8Array.of(0x20, 0x4e, 0, 0, 0, 0, 0, 0), { flag: 'r+' });
  const before = countAcks(run);
  const syncs = readTrace(shim.trace).filter((step) => step.what === 'sync').length;
  await until(run, () => countAcks(run) > before + 300);
  await run.kill();
  const syncsAfter = readTrace(shim.trace).filter((step) => step.what === 'sync').length;
  expect((countAcks(run) - before) / (syncsAfter - syncs)).toBeGreaterThan(2);
});
