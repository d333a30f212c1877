import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { makePosts, type Post } from '../../shared/bench/workload.ts';
import { toChannelId } from '../../shared/protocol/ids.ts';
import { encodeRequest, plainRequest } from '../../shared/sync/messages.ts';
import { befriend, enter, post, postBytes, type Entered } from './callers.ts';
import { startServer, type ChildServer } from './child-server.ts';
import { median, openLoad, type RoundResult } from './load.ts';
import { openRaw, syncHead } from './raw-http.ts';
import type { Report } from './report.ts';
import { writeEntry } from './town.ts';

const connections = 64;
/** A friend's card, life and feed: with the reader's own 200 channels and a few. */
const friendCount = 66;
const rounds = 5;
const warmMs = 300;
const measureMs = 700;
// For a look inside: --cpu-prof.
const flags = process.env['TAYORI_BENCH_FLAGS']?.split(' ') ?? [];
const atMs = 1_700_000_000_000;

type Which = 'nothing-new' | 'sync-200' | 'own-rows';

/** Requests that bring nothing and find nothing, of a reader of 200 channels, while the store goes on. */
export const benchNothingNew = (report: Report) => benchReads(report, 'nothing-new');
/** The same with four rows for the reader among a thousand that arrived. */
export const benchSync200 = (report: Report) => benchReads(report, 'sync-200');
/** A thousand rows for one reader, through brotli 4. */
export const benchOwnRows = (report: Report) => benchReads(report, 'own-rows');

async function benchReads(report: Report, which: Which): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tayori-bench-'));
  const server = await startServer('../main.js', { TAYORI_DATA: folder, TAYORI_ADMISSION: 'open' }, flags);
  const started: { close(): void }[] = [];
  try {
    const reader = await enter(server, atMs);
    if (which === 'own-rows') return await tellOwnRows(report, server, reader, folder);
    const friends: Entered[] = [];
    for (let i = 0; i < friendCount; i++) {
      friends.push(await enter(server, atMs));
      await befriend(server, reader, friends.at(-1) as Entered, atMs);
    }
    const stranger = await enter(server, atMs);
    for (const friend of friends.slice(0, 4)) await say(server, friend, 'お風呂は三時からです。');
    const [before, posts] = [await cursorOf(server, reader), makePosts(1010, 5)];
    for (const [i, { text }] of posts.entries()) {
      if (i < 1000) await say(server, i % 250 === 0 ? (friends[i / 250] as Entered) : stranger, text);
    }
    const cursor = which === 'sync-200' ? before : await cursorOf(server, reader);
    for (const { text } of posts.slice(1000)) await say(server, stranger, text);
    const first = await postBytes(server, reader, encodeRequest({ ...plainRequest, cursor }));
    const load = await openLoad([...Array(connections)].map(() => ({ head: reader.head, batches: [], cursor })));
    started.push(load);
    const bare = await startServer('bare-server.js', { TAYORI_BENCH_ANSWER: String(first.length) });
    started.push(bare);
    const rates = new Map<ChildServer, RoundResult[]>([
      [server, []],
      [bare, []],
    ]);
    const cpu = new Map<ChildServer, number[]>([
      [server, []],
      [bare, []],
    ]);
    for (let round = -1; round < rounds; round++) {
      for (const target of [server, bare]) {
        const begun = target.cpuSeconds();
        const plan = { connections, port: target.port, path: '/sync', warmMs, measureMs };
        const result = await load.run({ ...plan, keepsCursor: false, repeats: true });
        if (round < 0) continue;
        rates.get(target)?.push(result);
        cpu.get(target)?.push(((target.cpuSeconds() - begun) * 1e9) / (result.perSecond * (warmMs + measureMs)));
      }
    }
    const rate = (target: ChildServer) => median((rates.get(target) ?? []).map((one) => one.perSecond));
    report({
      name: which === 'sync-200' ? 'sync of 200 channels, 4 own rows among 1,000 new' : 'nothing new, 200 channels',
      value: rate(server) / rate(bare),
      unit: `x yardstick (${Math.round(rate(server))}/s, ${median(cpu.get(server) ?? []).toFixed(0)} µs of processor each)`,
      bound: 'min',
      limit: which === 'sync-200' ? 0.5 : 0.7,
      yardstick: `Hono answering ${first.length} bytes: ${Math.round(rate(bare))}/s, ${median(cpu.get(bare) ?? []).toFixed(0)} µs`,
    });
  } finally {
    for (const one of started) one.close();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function say(server: ChildServer, who: Entered, text: string): Promise<void> {
  const feed = toChannelId('feed', who.writer.certificate.person);
  await post(server, who, (await writeEntry(who.writer, 'voice', feed, { text }, atMs)).batch, null, 0);
}

async function cursorOf(server: ChildServer, reader: Entered): Promise<Uint8Array> {
  let cursor: Uint8Array | null = null;
  for (;;) {
    const answer = await post(server, reader, null, cursor);
    cursor = answer.cursor ?? cursor;
    if (!answer.more && cursor !== null) return cursor;
  }
}

/** Asked one after the other; by processor time of all threads, since compression runs beside the event loop. */
async function tellOwnRows(report: Report, server: ChildServer, reader: Entered, folder: string): Promise<void> {
  const writer = await enter(server, atMs);
  await befriend(server, reader, writer, atMs);
  const after = await cursorOf(server, reader);
  const posts: readonly Post[] = makePosts(1000, 5);
  for (const { text } of posts) await say(server, writer, text);
  const line = openRaw(server.port);
  const cookie = /Cookie: (.*)\r\n/.exec(reader.head)?.[1] ?? '';
  const body = encodeRequest({ ...plainRequest, cursor: after });
  const ask = async () => {
    const answer = await line.request(syncHead(server.port, cookie), body);
    if (answer.headers.get('content-encoding') !== 'br') throw new Error('not in brotli');
    return answer.body;
  };
  const raw = bytesOfVoices(folder);
  for (let i = 0; i < 30; i++) await ask();
  const [begun, times] = [server.cpuSeconds(), 150];
  for (let i = 0; i < times; i++) await ask();
  const seconds = server.cpuSeconds() - begun;
  line.close();
  report({
    name: '1,000 rows for one reader',
    value: (raw * times) / seconds / 1e6,
    unit: `MB/s of ${Math.round(raw / 1000)} KB of rows, by processor time`,
    bound: 'min',
    limit: 30,
    yardstick: null,
  });
}

function bytesOfVoices(folder: string): number {
  const database = new Database(join(folder, 'store.db'), { readonly: true });
  const bytes = database.prepare('SELECT sum(length(blob)) FROM segment WHERE lane = 2').pluck().get() as number;
  database.close();
  return bytes;
}
