import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePosts, authorCount, type Post } from '../../shared/bench/workload.ts';
import { createIdentity } from '../../shared/device/identity.ts';
import { certificateOf } from '../../shared/device/identity.ts';
import type { KeyPort } from '../../shared/device/ports.ts';
import { sealingFromBytes } from '../../shared/protocol/seal-noble.ts';
import { encodeBody } from '../../shared/kinds/body.ts';
import { kindNumber, type KindName } from '../../shared/kinds/kinds.ts';
import { appendEntry, emptyHead, runOfEntry, type Head } from '../../shared/log/append.ts';
import { concatBytes, encodeUtf8 } from '../../shared/protocol/bytes.ts';
import { encodeCertificate, type Certificate } from '../../shared/protocol/certificate.ts';
import { encodeBatch } from '../../shared/protocol/encode-batch.ts';
import { signedBytes, type Entry } from '../../shared/protocol/entry.ts';
import { toChannelId, toLogKey, type ChannelId, type LogKey } from '../../shared/protocol/ids.ts';
import { packRun } from '../../shared/protocol/pack-run.ts';
import { domain, laneOfKind } from '../../shared/protocol/parameters.ts';
import { createSeeded } from '../../shared/protocol/seeded.ts';
import type { Signer } from '../../shared/protocol/sign.ts';
import { encodeRequest, plainRequest } from '../../shared/sync/messages.ts';
import { createNodeSigner } from '../relay/engine-node.ts';
import { openRelay, type OpenRelay } from '../relay/open-relay.ts';
import { createApp } from '../routes/app.ts';
import { createHttpServer } from '../routes/http-server.ts';

/** Someone who writes without a device's storage: keys, certificate and the heads of their logs. */
export type Writer = {
  readonly certificate: Certificate;
  readonly signer: Signer;
  readonly heads: Map<LogKey, Head>;
};

/** A running server on loopback with the workload in its store, and one reader who is everyone's friend. */
export type Town = {
  readonly relay: OpenRelay;
  readonly origin: string;
  readonly port: number;
  readonly writers: readonly Writer[];
  readonly reader: Writer;
  readonly posts: readonly Post[];
  close(): Promise<void>;
};

const seeded = createSeeded(11);

/** Keys of node:crypto from seeds, so that a town is the same each time. */
export const nodeKeys: KeyPort = {
  async makeSigning() {
    const seed = seeded.bytes(32);
    return { secret: seed, publicKey: createNodeSigner(seed).publicKey };
  },
  async openSigning(secret) {
    if (!(secret instanceof Uint8Array)) throw new TypeError('not a seed');
    return createNodeSigner(secret);
  },
  signingFromSeed: async (seed) => ({ secret: seed.slice(), publicKey: createNodeSigner(seed).publicKey }),
  ...sealingFromBytes((count) => seeded.bytes(count)),
};

/** Makes a person who writes. */
export async function makeWriter(): Promise<Writer> {
  const identity = await createIdentity(nodeKeys, 'phone', seeded.bytes);
  return {
    certificate: certificateOf(identity),
    signer: await nodeKeys.openSigning(identity.signing),
    heads: new Map(),
  };
}

/** The next entry of a writer, as the batch of one run that a request would carry. */
export async function writeEntry(
  writer: Writer,
  kind: KindName,
  channel: ChannelId,
  fields: object,
  atMs: number,
  after: readonly string[] = [],
): Promise<{ entry: Entry; batch: Uint8Array }> {
  const number = kindNumber(kind);
  const lane = laneOfKind(number);
  const { device, person } = writer.certificate;
  const log = toLogKey(channel, device, lane);
  const head = writer.heads.get(log) ?? emptyHead(channel, device, lane);
  const body = encodeBody(kind, fields as never);
  const entry = appendEntry(device, head, { channel, kind: number, body, after }, { ms: atMs, counter: 0 });
  const run = runOfEntry(head, entry, await writer.signer.sign(signedBytes(entry.hash)));
  writer.heads.set(log, entry);
  const isFirst = writer.heads.size === 1 && entry.number === 1;
  const certificates = isFirst ? [writer.certificate] : [];
  const batch = encodeBatch([packRun(run, false)], { certificates, rotations: [], session: { person, device } });
  return { entry, batch };
}

/** Sends one batch straight to the relay, as a request of its own. */
export async function send(relay: OpenRelay, writer: Writer, batch: Uint8Array): Promise<void> {
  const { person, device } = writer.certificate;
  const request = encodeRequest({ ...plainRequest, batch, lanes: 0, budget: 1 });
  const answer = await relay.relay.sync(request, { person, device }, '127.0.0.1');
  if (!answer.ok) throw new Error(answer.error.code);
}

/** Fills a fresh store with `count` posts of the workload `seed`, each sent as an entry of its own, as they come on ordinary days. */
export async function openTown(count: number, seed?: number): Promise<Town> {
  const folder = await mkdtemp(join(tmpdir(), 'tayori-bench-'));
  const opened = await openRelay({
    folder,
    origins: null,
    isOpenDoor: true,
    onFailure: ({ code }) => console.error(code),
    now: Date.now,
  });
  if (!opened.ok) throw new Error(opened.error.detail);
  const relay = opened.value;
  const app = createApp({
    ...relay,
    clientFolder: folder,
    isHealthy: () => true,
    onError: (error) => console.error(error),
  });
  const server = createHttpServer(app, () => false);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const writers = await Promise.all(Array.from({ length: authorCount }, makeWriter));
  const reader = await makeWriter();
  const posts = makePosts(count, seed);
  await introduce(relay, reader, writers, posts[0]?.atMs ?? 0);
  await writePosts(relay, writers, posts);
  return {
    relay,
    origin: `http://127.0.0.1:${port}`,
    port,
    writers,
    reader,
    posts,
    async close() {
      app.lines.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await relay.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function introduce(relay: OpenRelay, reader: Writer, writers: readonly Writer[], atMs: number): Promise<void> {
  const salt = () => seeded.bytes(8);
  for (const writer of [reader, ...writers]) {
    const card = toChannelId('card', writer.certificate.person);
    const certificate = encodeCertificate(writer.certificate);
    await send(relay, writer, (await writeEntry(writer, 'device.cert', card, { certificate }, atMs)).batch);
    await send(relay, writer, (await writeEntry(writer, 'card.set', card, { salt: salt(), name: '試し' }, atMs)).batch);
  }
  const { person } = reader.certificate;
  const inbox = toChannelId('inbox', person);
  const token = seeded.bytes(16);
  const tokenHash = createHash('sha256')
    .update(concatBytes(encodeUtf8(domain.invite), token))
    .digest();
  const invite = { salt: salt(), tokenHash: new Uint8Array(tokenHash) };
  await send(relay, reader, (await writeEntry(reader, 'friend.invite', inbox, invite, atMs)).batch);
  for (const writer of writers) {
    await send(
      relay,
      writer,
      (await writeEntry(writer, 'friend.add', inbox, { salt: salt(), person, token }, atMs)).batch,
    );
  }
}

async function writePosts(relay: OpenRelay, writers: readonly Writer[], posts: readonly Post[]): Promise<void> {
  const entries: Entry[] = [];
  let sending: Promise<void>[] = [];
  const busy = new Set<number>();
  for (const post of posts) {
    const writer = writers[post.author];
    if (writer === undefined) continue;
    // One author's entries go one after the other; different authors' at once, as many as a group commit likes.
    if (busy.has(post.author) || sending.length >= 64) {
      await Promise.all(sending);
      sending = [];
      busy.clear();
    }
    const answered = post.answers === null ? undefined : entries[post.answers];
    const place = post.place === null ? {} : { place: { level: 'municipality', municipality: post.place } };
    const channel = toChannelId('feed', writer.certificate.person);
    const after = answered ? [answered.id] : [];
    const { entry, batch } = await writeEntry(
      writer,
      'voice',
      channel,
      { text: post.text, ...place },
      post.atMs,
      after,
    );
    entries.push(entry);
    busy.add(post.author);
    sending.push(send(relay, writer, batch));
  }
  await Promise.all(sending);
}
