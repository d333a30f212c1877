import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Post } from '../../shared/bench/workload.ts';
import { decodeInvite } from '../../shared/device/invite-link.ts';
import { encodeBody } from '../../shared/kinds/body.ts';
import { kindNumber } from '../../shared/kinds/kinds.ts';
import { appendEntry, emptyHead } from '../../shared/log/append.ts';
import { encodeCertificate } from '../../shared/protocol/certificate.ts';
import { encodeBatch } from '../../shared/protocol/encode-batch.ts';
import { signedBytes, type Entry } from '../../shared/protocol/entry.ts';
import { toChannelId, toLogKey } from '../../shared/protocol/ids.ts';
import { packRun } from '../../shared/protocol/pack-run.ts';
import { createSeeded } from '../../shared/protocol/seeded.ts';
import { openRelay } from '../relay/open-relay.ts';
import { createApp } from '../routes/app.ts';
import { createHttpServer } from '../routes/http-server.ts';
import { makeWriter, send, writeEntry, type Writer } from './town.ts';

const root = new URL('../../../../', import.meta.url);
const runEntries = 32;
const seeded = createSeeded(23);

/** A server of this process that serves the built app, and people who write to it without one. */
export type AppTown = {
  readonly origin: string;
  readonly port: number;
  /** So many new people, each with a card, who took up this invitation of the app's person. */
  befriend(link: string, count: number): Promise<readonly Writer[]>;
  /** Voices by those writers, each in the order given, signed a run at a time. */
  tell(writers: readonly Writer[], posts: readonly Post[]): Promise<void>;
  /** A status of each of them, a minute apart. */
  sayHowTheyAre(writers: readonly Writer[], atMs: number): Promise<void>;
  /** Ends the server as an outage does: connections break and nobody answers. The second time nothing happens. */
  close(): Promise<void>;
};

/** Opens an empty town in a folder of its own, which goes with it. */
export async function openAppTown(client = 'client-test'): Promise<AppTown> {
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
    clientFolder: fileURLToPath(new URL(`dist/${client}`, root)),
    isHealthy: () => true,
    onError: (error) => console.error(error),
  });
  const server = createHttpServer(app, () => false);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  let isOpen = true;

  async function introduce(link: string): Promise<Writer> {
    const invite = decodeInvite(link.slice(link.lastIndexOf('/') + 1));
    if (!invite) throw new Error(`no invitation: ${link}`);
    const writer = await makeWriter();
    const atMs = Date.now();
    const card = toChannelId('card', writer.certificate.person);
    const certificate = encodeCertificate(writer.certificate);
    const name = `${seeded.pick(family)} ${seeded.pick(given)}`;
    const { person, token } = invite;
    for (const [kind, channel, fields] of [
      ['device.cert', card, { certificate }],
      ['card.set', card, { salt: seeded.bytes(8), name }],
      ['friend.add', toChannelId('inbox', person), { salt: seeded.bytes(8), person, token }],
    ] as const)
      await send(relay, writer, (await writeEntry(writer, kind, channel, fields, atMs)).batch);
    return writer;
  }

  async function sendRun(writer: Writer, posts: readonly Post[]): Promise<void> {
    const { person, device } = writer.certificate;
    const channel = toChannelId('feed', person);
    const log = toLogKey(channel, device, 2);
    const base = writer.heads.get(log) ?? emptyHead(channel, device, 2);
    let head = base;
    const entries = posts.map(({ text, place, atMs }): Entry => {
      const where = place === null ? {} : { place: { level: 'municipality' as const, municipality: place } };
      const body = encodeBody('voice', { text, ...where });
      const made = appendEntry(device, head, { channel, kind: kindNumber('voice'), body }, { ms: atMs, counter: 0 });
      head = made;
      return made;
    });
    const last = entries.at(-1);
    if (!last) return;
    writer.heads.set(log, last);
    const signatures = new Map([[last.number, await writer.signer.sign(signedBytes(last.hash))]]);
    const run = packRun(
      { channel, device, lane: 2, from: base.number + 1, base: base.hash, entries, signatures },
      false,
    );
    const session = { person, device };
    await send(relay, writer, encodeBatch([run], { certificates: [], rotations: [], session }));
  }

  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    async befriend(link, count) {
      const made: Writer[] = [];
      while (made.length < count)
        made.push(
          ...(await Promise.all(Array.from({ length: Math.min(64, count - made.length) }, () => introduce(link)))),
        );
      return made;
    },
    async tell(writers, posts) {
      const byWriter = new Map<Writer, Post[]>();
      for (const post of posts) {
        const writer = writers[post.author % writers.length];
        const own = writer && byWriter.get(writer);
        if (own) own.push(post);
        else if (writer) byWriter.set(writer, [post]);
      }
      await Promise.all(
        [...byWriter].map(async ([writer, own]) => {
          for (let from = 0; from < own.length; from += runEntries)
            await sendRun(writer, own.slice(from, from + runEntries));
        }),
      );
    },
    async sayHowTheyAre(writers, atMs) {
      await Promise.all(
        writers.map(async (writer, i) => {
          const channel = toChannelId('life', writer.certificate.person);
          const fields = {
            salt: seeded.bytes(8),
            condition: i % 40 === 0 ? 'injured' : i % 11 === 0 ? 'needsHelp' : 'safe',
            whereabouts: i % 3 === 0 ? 'shelter' : 'home',
            ...(i % 3 === 0 && { text: '家の中は片づきました。水はまだ出ません。' }),
          };
          await send(relay, writer, (await writeEntry(writer, 'status', channel, fields, atMs + i * 60_000)).batch);
        }),
      );
    },
    async close() {
      if (!isOpen) return;
      isOpen = false;
      app.lines.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await relay.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const family = '宮田 瀬戸 丹羽 野田 川島 小笠原 西沢 岡本 堀内 徳田 畠山 谷口'.split(' ');
const given = '由佳 洋介 早英 真治 航一 勉 祥吾 寿子 美知香 伸二 絹絵 涼'.split(' ');
