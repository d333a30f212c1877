import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { makePosts } from '../../shared/bench/workload.ts';
import { toChannelId } from '../../shared/protocol/ids.ts';
import { encodeRequest, plainRequest } from '../../shared/sync/messages.ts';
import { enter, post, postBytes } from './callers.ts';
import { startServer, type ChildServer } from './child-server.ts';
import { median, openLoad, type LoadSource, type RoundResult } from './load.ts';
import type { Report } from './report.ts';
import { writeEntry } from './town.ts';

const connections = 256;
const writers = 512;
const entriesEach = 300;
const rounds = Number(process.env['TAYORI_BENCH_COUNT'] ?? 5);
const warmMs = 400;
const measureMs = 1200;
// For a look inside: --cpu-prof.
const flags = process.env['TAYORI_BENCH_FLAGS']?.split(' ') ?? [];
const atMs = 1_700_000_000_000;

/**
 * Durable signed voices a second: one entry a request, 256 kept connections, everything on the same processors, against the same Hono that
 * answers a constant. Rounds alternate, so that whatever else the machine does falls on both.
 */
export async function benchVoices(report: Report): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tayori-bench-'));
  const server = await startServer('../main.js', { TAYORI_DATA: folder, TAYORI_ADMISSION: 'open' }, flags);
  const started: { close(): void }[] = [];
  try {
    const { sources, answerBytes } = await prepare(server);
    const before = storedVoices(folder);
    const bare = await startServer('bare-server.js', { TAYORI_BENCH_ANSWER: String(answerBytes) });
    started.push(bare);
    const load = await openLoad(sources);
    started.push(load);
    const [own, yard] = await alternate(load, server, bare);
    await server.close();
    checkStored(storedVoices(folder) - before, own);
    tell(report, own, yard);
  } finally {
    for (const one of started) one.close();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

type Rounds = { readonly results: RoundResult[]; cpuMicros: number[] };

async function alternate(load: Awaited<ReturnType<typeof openLoad>>, server: ChildServer, bare: ChildServer) {
  const own: Rounds = { results: [], cpuMicros: [] };
  const yard: Rounds = { results: [], cpuMicros: [] };
  // The first round is for the compiler.
  for (let round = -1; round < rounds; round++) {
    for (const [target, into] of [
      [server, own],
      [bare, yard],
    ] as const) {
      const isOwn = target === server;
      const before = target.cpuSeconds();
      const result = await load.run({
        connections,
        port: target.port,
        path: '/sync',
        warmMs,
        measureMs,
        keepsCursor: isOwn,
        repeats: !isOwn,
      });
      if (round < 0) continue;
      into.results.push(result);
      into.cpuMicros.push(((target.cpuSeconds() - before) * 1e9) / (result.perSecond * (warmMs + measureMs)));
      if (process.env['TAYORI_BENCH_ROUNDS'])
        console.error(isOwn ? 'tayori' : 'bare  ', JSON.stringify(result), into.cpuMicros.at(-1)?.toFixed(1), 'µs');
    }
  }
  return [own, yard] as const;
}

function tell(report: Report, own: Rounds, yard: Rounds): void {
  const middle = (of: Rounds, pick: (one: RoundResult) => number) => median(of.results.map(pick));
  const [rate, bareRate] = [middle(own, (one) => one.perSecond), middle(yard, (one) => one.perSecond)];
  const [p99, bareP99] = [middle(own, (one) => one.p99Ms), middle(yard, (one) => one.p99Ms)];
  report({
    name: 'durable signed voices, one a request, 256 connections',
    value: rate / bareRate,
    unit: `x yardstick (${Math.round(rate)}/s, ${median(own.cpuMicros).toFixed(0)} µs of processor each)`,
    bound: 'min',
    limit: 0.42,
    yardstick: `Hono answering as many bytes, no store: ${Math.round(bareRate)}/s`,
  });
  report({
    name: 'their p99',
    value: p99 / (bareP99 / 0.42),
    unit: `x the yardstick's at 0.42 of its rate (${p99.toFixed(1)} ms; goal on an idle machine 55 ms)`,
    bound: 'max',
    limit: 1.4,
    yardstick: `its p99 ${bareP99.toFixed(1)} ms / 0.42`,
  });
}

/** Sessions, certificates and cards of all writers, and what each is going to send. */
async function prepare(server: ChildServer): Promise<{ sources: readonly LoadSource[]; answerBytes: number }> {
  const posts = makePosts(writers * entriesEach, 13);
  const sources: LoadSource[] = [];
  let answerBytes = 0;
  for (let i = 0; i < writers; i++) {
    const entered = await enter(server, atMs);
    const { writer, head } = entered;
    const { cursor } = await post(server, entered, null, null);
    if (cursor === null) throw new Error('no cursor');
    const batches: Uint8Array[] = [];
    const feed = toChannelId('feed', writer.certificate.person);
    for (let n = 0; n < entriesEach; n++) {
      const { text = '', place = null } = posts[i * entriesEach + n] ?? {};
      const at = place === null ? {} : { place: { level: 'municipality', municipality: place } };
      batches.push((await writeEntry(writer, 'voice', feed, { text, ...at }, atMs + n * 1000)).batch);
    }
    const first = batches.shift() as Uint8Array;
    answerBytes = (await postBytes(server, entered, encodeRequest({ ...plainRequest, batch: first, cursor }))).length;
    sources.push({ head, batches, cursor });
  }
  return { sources, answerBytes };
}

function storedVoices(folder: string): number {
  const database = new Database(join(folder, 'store.db'), { readonly: true });
  const stored = database.prepare('SELECT count(*) FROM segment WHERE lane = 2').pluck().get() as number;
  database.close();
  return stored;
}

/** Every voice that was answered must be in the file. */
function checkStored(stored: number, own: Rounds): void {
  const answered = own.results.reduce((sum, one) => sum + (one.perSecond * measureMs) / 1000, 0);
  if (stored < answered) throw new Error(`${answered} voices were answered and ${stored} are stored`);
}
