import { createHash } from 'node:crypto';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { bareColumnsBytes } from '../../shared/bench/bare-columns.ts';
import { createReplica } from '../../shared/fold/replica.ts';
import { splitBatch } from '../../shared/protocol/decode-batch.ts';
import { createVerifier, type Verifier } from '../../shared/protocol/sign.ts';
import { certificateSignedBytes, type Certificate } from '../../shared/protocol/certificate.ts';
import { decodeAnswer, encodeRequest, plainRequest, type SyncAnswer } from '../../shared/sync/messages.ts';
import { takeIn, type ReaderPorts } from '../../shared/sync/take-in.ts';
import { paths } from '../../shared/api.ts';
import { createPageReader } from '../../shared/sync/pages.ts';
import { createHoldings } from '../../shared/device/holdings.ts';
import { createNodeEngine } from '../relay/engine-node.ts';
import { loadEngine } from '../relay/load-engine.ts';
import { sha256Node } from '../store/sha256-node.ts';
import { openRaw, openSession, requestWhole, syncHead, type RawConnection } from './raw-http.ts';
import { median } from './load.ts';
import type { Report } from './report.ts';
import { openTown, type Town } from './town.ts';

const postCount = 10_000;
const socialOnly = 4;
const firstPagePosts = 2000;
const firstPageSeeds = [7, 8, 9, 10, 11];

/** Bytes and work of a first sync of 10,000 posts by 200 authors over HTTP, all headers included. */
export async function benchColdSync(report: Report): Promise<void> {
  const town = await openTown(postCount);
  const least = bareColumnsBytes(town.posts);
  const cookie = await openSession(town.origin, town.reader);
  const line = openRaw(town.port);
  const yardstick = `L = ${least} bytes: bare columns, brotli 11, and 96 bytes an author`;

  const whole = await ask(line, town, cookie, null, 1 << 21);
  report({
    name: 'cold sync, whole: bytes',
    value: whole.bytes / least,
    unit: 'x L',
    bound: 'max',
    limit: 1.1,
    yardstick,
  });

  const total = await askPages(town, cookie);
  report({
    name: 'cold sync in pages of 1,000, newest first: bytes',
    value: total / least,
    unit: 'x L',
    bound: 'max',
    limit: 1.5,
    yardstick,
  });
  line.close();
  if (whole.answer.batch) await benchWork(report, town, whole.answer.batch);
  await town.close();
  await benchFirstPage(report);
}

/** How many authors are among fifty posts is chance, and most of the page is their keys: the middle of several towns. */
async function benchFirstPage(report: Report): Promise<void> {
  const pages: { bytes: number; authors: number }[] = [];
  for (const seed of firstPageSeeds) {
    const town = await openTown(firstPagePosts, seed);
    const cookie = await openSession(town.origin, town.reader);
    const line = openRaw(town.port);
    // The budget is in bytes: the largest that brings no more than 50.
    for (let budget = 20_000; ; budget -= 100) {
      const page = await ask(line, town, cookie, null, budget);
      if (countEntries(page.answer) > 50) continue;
      const parts = page.answer.batch ? splitBatch(page.answer.batch) : null;
      pages.push({ bytes: page.bytes, authors: parts?.ok ? parts.value.certificates.length : 0 });
      break;
    }
    line.close();
    await town.close();
  }
  const bytes = pages.map((page) => page.bytes);
  const authors = pages.map((page) => page.authors);
  report({
    name: 'first page of 50 newest, authors unknown',
    value: median(bytes),
    unit: `bytes (${pages.length} towns: ${Math.min(...bytes)} to ${Math.max(...bytes)})`,
    bound: 'max',
    limit: 13 * 1024,
    yardstick: `288 bytes of keys, signatures and base an author, ${Math.min(...authors)} to ${Math.max(...authors)} of them`,
  });
}

function countEntries(answer: SyncAnswer): number {
  const parts = answer.batch ? splitBatch(answer.batch) : null;
  return parts?.ok ? parts.value.frames.reduce((sum, frame) => sum + frame.count, 0) : 0;
}

/** All pages in one response. A page is what about a thousand rows take before compression. */
async function askPages(town: Town, cookie: string): Promise<number> {
  const request = encodeRequest({ ...plainRequest, budget: 210_000, lanes: socialOnly });
  const head = syncHead(town.port, cookie).replace(paths.sync, paths.pages);
  const { receivedBytes, body } = await requestWhole(town.port, head, request);
  const reader = createPageReader();
  const answers = reader.push(new Uint8Array(brotliDecompressSync(body))).map((page) => decodeAnswer(page));
  const entries = answers.reduce((sum, answer) => sum + (answer.ok ? countEntries(answer.value) : 0), 0);
  if (entries !== postCount || answers.length < 8) throw new Error(`${entries} entries in ${answers.length} pages`);
  return receivedBytes;
}

type Asked = { readonly bytes: number; readonly answer: SyncAnswer };

async function ask(
  line: RawConnection,
  town: Town,
  cookie: string,
  cursor: Uint8Array | null,
  budget: number,
): Promise<Asked> {
  const request = encodeRequest({ ...plainRequest, cursor, budget, lanes: socialOnly });
  const answer = await line.request(syncHead(town.port, cookie), request);
  if (answer.status !== 200) throw new Error(`status ${answer.status}`);
  const encoding = answer.headers.get('content-encoding');
  const body =
    encoding === 'br' ? brotliDecompressSync(answer.body) : encoding === 'gzip' ? gunzipSync(answer.body) : answer.body;
  const decoded = decodeAnswer(new Uint8Array(body));
  if (!decoded.ok) throw new Error(decoded.error.detail);
  return { bytes: answer.receivedBytes, answer: decoded.value };
}

/** CPU to verify, decode and fold the whole, against hashing and verifying alone. */
async function benchWork(report: Report, town: Town, batch: Uint8Array): Promise<void> {
  const engine = await loadEngine();
  const warm = createVerifier(engine);
  const plain = createVerifier(createNodeEngine());
  for (const { certificate } of town.writers) plain.checkPublicKey(certificate.root);
  for (let i = 0; i < 3; i++) await takeInAndFold(town, batch, warm, true);
  const yard = Math.min(...(await times(5, async () => hashAndVerify(town, plain))));
  const known = Math.min(...(await times(5, () => takeInAndFold(town, batch, warm, true))));
  const fresh = Math.min(...(await times(5, () => takeInAndFold(town, batch, createVerifier(engine), false))));
  const yardstick = `20,000 SHA-256 and 200 verifications: ${(yard / 1000).toFixed(3)} s`;
  report({
    name: 'verify, decode and fold it, keys known: CPU',
    value: known / yard,
    unit: `x yardstick (${(known / 1000).toFixed(3)} s)`,
    bound: 'max',
    limit: 6.1,
    yardstick,
  });
  report({
    name: 'verify, decode and fold it, 200 new keys: CPU',
    value: fresh / yard,
    unit: `x yardstick (${(fresh / 1000).toFixed(3)} s)`,
    bound: 'max',
    limit: 9.8,
    yardstick,
  });
}

async function times(count: number, work: () => Promise<unknown>): Promise<number[]> {
  const all: number[] = [];
  for (let i = 0; i < count; i++) {
    const before = process.cpuUsage();
    await work();
    const used = process.cpuUsage(before);
    all.push((used.user + used.system) / 1000);
  }
  return all;
}

async function hashAndVerify(town: Town, verifier: Verifier<boolean>): Promise<void> {
  const block = new Uint8Array(140);
  for (let i = 0; i < 20_000; i++) {
    block[0] = i & 255;
    createHash('sha256').update(block).digest();
  }
  for (const { certificate } of town.writers) checkCertificate(certificate, verifier);
}

function checkCertificate(certificate: Certificate, verifier: Verifier<boolean>): void {
  if (!verifier.verifySignature(certificate.root, certificateSignedBytes(certificate.bytes), certificate.signature))
    throw new Error('bad');
}

async function takeInAndFold(
  town: Town,
  batch: Uint8Array,
  verifier: Verifier<boolean>,
  areKnown: boolean,
): Promise<void> {
  const holdings = createHoldings();
  if (areKnown)
    holdings.learn(
      town.writers.map((writer) => writer.certificate),
      [],
    );
  const ports: ReaderPorts = { ...holdings, verifier, hash: sha256Node };
  const taken = await takeIn(batch, null, ports);
  if (!taken.ok || taken.value.items.length !== postCount || taken.value.problems.length > 0)
    throw new Error('not all came');
  const replica = createReplica(town.reader.certificate.person);
  replica.addCertificates(town.writers.map((writer) => writer.certificate));
  replica.add(taken.value.items);
}
