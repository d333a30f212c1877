import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePosts } from '../../shared/bench/workload.ts';
import { encodeCertificate } from '../../shared/protocol/certificate.ts';
import { splitBatch } from '../../shared/protocol/decode-batch.ts';
import { encodeSegment } from '../../shared/protocol/encode-batch.ts';
import { toChannelId } from '../../shared/protocol/ids.ts';
import { createSeeded } from '../../shared/protocol/seeded.ts';
import { dataFolder } from '../store/data-folder.ts';
import { openWriter } from '../store/open-writer.ts';
import { enter, post } from './callers.ts';
import { startServer, type ChildServer } from './child-server.ts';
import { median, openLoad, type Load, type LoadSource } from './load.ts';
import type { Report } from './report.ts';
import { makeWriter, writeEntry } from './town.ts';

const smallSize = 100_000;
const atMs = 1_700_000_000_000;
const entriesAPerson = 500;
/** Of lane 0, signs of life for the most part. */
const lifeShare = 0.1;
const writers = 96;
const entriesEach = 320;
const connections = 48;
// A server just started costs four times as much a voice as one that has taken ten thousand.
const warmRounds = 5;
const rounds = 7;
const roundMs = 300;
const starts = 3;

/** A server on a filled store, what is sent to it, and what that cost. */
type Filled = {
  readonly folder: string;
  readonly server: ChildServer;
  readonly voices: Load;
  readonly idle: Load;
  readonly voiceMicros: number[];
  readonly nothingNewMicros: number[];
  readonly startMs: number[];
};

/**
 * What a store of five million entries costs beside one of 100,000: TAYORI_BENCH_ENTRIES chooses another number. Both are asked in turn, since a machine with others
 * at work changes from second to second.
 */
export async function benchBigStore(report: Report): Promise<void> {
  const size = Number(process.env['TAYORI_BENCH_ENTRIES'] ?? 5_000_000);
  const started: { close(): void }[] = [];
  const folders: string[] = [];
  try {
    const stores: Filled[] = [];
    for (const entries of [smallSize, size]) {
      const folder = await mkdtemp(join(tmpdir(), 'tayori-bench-'));
      folders.push(folder);
      stores.push(await openFilled(folder, entries, started));
    }
    for (let round = -warmRounds; round < rounds; round++) {
      for (const store of stores) {
        const [voice, nothingNew] = [await costOf(store, store.voices), await costOf(store, store.idle)];
        if (round < 0) continue;
        store.voiceMicros.push(voice);
        store.nothingNewMicros.push(nothingNew);
      }
    }
    for (const { server } of stores) await server.close();
    for (let i = 0; i < starts; i++) {
      for (const { folder, startMs } of stores) {
        // On files that were just closed: what the one before did to the log is behind.
        const again = await startServer('../main.js', { TAYORI_DATA: folder, TAYORI_ADMISSION: 'open' });
        started.push(again);
        startMs.push(again.startedInMs);
        await again.close();
      }
    }
    tell(report, size, stores as [Filled, Filled]);
  } finally {
    for (const one of started) one.close();
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  }
}

function tell(report: Report, size: number, [small, large]: readonly [Filled, Filled]): void {
  const yardstick = `a store of ${smallSize} entries`;
  const against = (name: string, of: 'voiceMicros' | 'nothingNewMicros') =>
    report({
      name: `${name}, ${size} entries stored: processor time`,
      value: median(large[of].map((micros, round) => micros / (small[of][round] ?? micros))),
      unit: `x (${median(large[of]).toFixed(0)} µs)`,
      bound: 'max',
      limit: 1.3,
      yardstick: `${yardstick}: ${median(small[of]).toFixed(0)} µs`,
    });
  against('a voice', 'voiceMicros');
  against('nothing new', 'nothingNewMicros');
  report({
    name: `start with ${size} entries`,
    value: median(large.startMs) / 1000,
    unit: 's',
    bound: 'max',
    limit: 3,
    yardstick: `${yardstick}: ${(median(small.startMs) / 1000).toFixed(2)} s`,
  });
}

async function openFilled(folder: string, entries: number, started: { close(): void }[]): Promise<Filled> {
  await fill(folder, entries);
  const server = await startServer('../main.js', { TAYORI_DATA: folder, TAYORI_ADMISSION: 'open' });
  started.push(server);
  const posts = makePosts(writers * entriesEach, 17);
  const sources: LoadSource[] = [];
  for (let i = 0; i < writers; i++) {
    const entered = await enter(server, atMs);
    const { cursor } = await post(server, entered, null, null);
    const feed = toChannelId('feed', entered.writer.certificate.person);
    const batches: Uint8Array[] = [];
    for (let n = 0; n < entriesEach; n++) {
      const { text = '' } = posts[i * entriesEach + n] ?? {};
      batches.push((await writeEntry(entered.writer, 'voice', feed, { text }, atMs + n)).batch);
    }
    sources.push({ head: entered.head, batches, cursor: cursor ?? new Uint8Array(0) });
  }
  const reader = await enter(server, atMs);
  const { cursor } = await post(server, reader, null, null);
  const waiting = [...Array(64)].map(() => ({ head: reader.head, batches: [], cursor: cursor ?? new Uint8Array(0) }));
  const [voices, idle] = [await openLoad(sources), await openLoad(waiting)];
  started.push(voices, idle);
  return { folder, server, voices, idle, voiceMicros: [], nothingNewMicros: [], startMs: [] };
}

/** Microseconds of processor of all threads for one request of `load`. */
async function costOf({ server, voices }: Filled, load: Load): Promise<number> {
  const begun = server.cpuSeconds();
  const plan = { connections, port: server.port, path: '/sync', warmMs: 0, measureMs: roundMs, repeats: false };
  const { perSecond } = await load.run({ ...plan, keepsCursor: load === voices });
  return ((server.cpuSeconds() - begun) * 1e9) / (perSecond * roundMs);
}

/** Persons with true certificates and cards; their signs of life and voices are copies of one, which no reader here is served. */
async function fill(folder: string, size: number): Promise<void> {
  const persons = Math.ceil(size / entriesAPerson);
  const { database, close } = openWriter(dataFolder(folder), { shardCount: 1 });
  database.pragma('synchronous = OFF');
  const indexes = database
    .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = 'segment'")
    .all() as { name: string; sql: string }[];
  for (const { name } of indexes) database.exec(`DROP INDEX ${name}`);
  const addChannel = database.prepare('INSERT INTO channel (id, name) VALUES (?, ?)');
  const addDevice = database.prepare('INSERT INTO device (id, name) VALUES (?, ?)');
  const addRow = database.prepare(
    'INSERT INTO segment (place, channel, device, lane, from_seq, to_seq, to_hash8, blob) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const seeded = createSeeded(3);
  const [voices, signs] = [new Uint32Array(persons), new Uint32Array(persons)];
  let place = 0;
  database.exec('BEGIN');
  let [voice, sign] = [new Uint8Array(0), new Uint8Array(0)];
  for (let i = 0; i < persons; i++) {
    const writer = await makeWriter();
    const { person, device } = writer.certificate;
    addDevice.run(i + 1, Buffer.from(device, 'hex'));
    for (const [at, type] of (['card', 'life', 'feed'] as const).entries())
      addChannel.run(i * 3 + at + 1, Buffer.from(toChannelId(type, person), 'hex'));
    const card = toChannelId('card', person);
    const cert = await writeEntry(
      writer,
      'device.cert',
      card,
      { certificate: encodeCertificate(writer.certificate) },
      atMs,
    );
    addRow.run(++place, i * 3 + 1, i + 1, 0, 1, 1, cert.entry.hash.subarray(0, 8), blobOf(cert.batch));
    if (i > 0) continue;
    const life = { salt: new Uint8Array(8), evidence: 'wrote' };
    sign = blobOf((await writeEntry(writer, 'life.sign', toChannelId('life', person), life, atMs)).batch);
    const text = '給水車は三時に公民館の前に来るそうです。';
    voice = blobOf((await writeEntry(writer, 'voice', toChannelId('feed', person), { text }, atMs)).batch);
  }
  const hash8 = Buffer.alloc(8);
  for (let left = size - persons; left > 0; left--) {
    const i = seeded.int(persons);
    hash8.writeUInt32LE(left);
    const isLife = seeded.chance(lifeShare);
    const counts = isLife ? signs : voices;
    const number = (counts[i] = (counts[i] ?? 0) + 1);
    addRow.run(++place, i * 3 + (isLife ? 2 : 3), i + 1, isLife ? 0 : 2, number, number, hash8, isLife ? sign : voice);
    if (left % 100_000 > 0) continue;
    database.exec('COMMIT; BEGIN');
    database.pragma('wal_checkpoint(TRUNCATE)');
  }
  database.prepare('UPDATE shard_head SET next = ?').run(place + 1);
  database.exec('COMMIT');
  for (const { sql } of indexes) database.exec(sql);
  close();
  // What was written without waiting for the disk is not to be written beside the first commits that are measured.
  const file = await open(dataFolder(folder).database, 'r+');
  await file.sync();
  await file.close();
}

/** The row of the only run of a batch. */
function blobOf(batch: Uint8Array): Uint8Array<ArrayBuffer> {
  const party = { person: '00'.repeat(16), device: '00'.repeat(16) };
  const parts = splitBatch(batch, party);
  const frame = parts.ok ? parts.value.frames[0] : undefined;
  if (!parts.ok || frame === undefined) throw new Error('not a batch of one run');
  return encodeSegment({ ...frame, ...parts.value.columns, base: frame.from > 1 ? new Uint8Array(32) : null });
}
