import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeCertificate } from '../../shared/protocol/certificate.ts';
import { toChannelId } from '../../shared/protocol/ids.ts';
import { kindNumber } from '../../shared/kinds/kinds.ts';
import { addDevice, certificateOf, createIdentity } from '../../shared/device/identity.ts';
import { decodeAnswer, encodeRequest, plainRequest } from '../../shared/sync/messages.ts';
import { makeWriter, nodeKeys, send, writeEntry, type Writer } from '../bench/town.ts';
import { openRelay, type OpenRelay } from './open-relay.ts';

let folder: string;
let relay: OpenRelay;
const atMs = 1_700_000_000_000;
const salt = new Uint8Array(8);

async function open(): Promise<OpenRelay> {
  const opened = await openRelay({
    folder,
    origins: null,
    isOpenDoor: true,
    onFailure: () => undefined,
    now: () => atMs,
  });
  if (!opened.ok) throw new Error(opened.error.detail);
  return opened.value;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tayori-directory-'));
  relay = await open();
});
afterEach(async () => {
  await relay.close();
  rmSync(folder, { recursive: true, force: true });
});

async function write(
  writer: Writer,
  ...what: Parameters<typeof writeEntry> extends [Writer, ...infer Rest] ? Rest : never
) {
  const { entry, batch } = await writeEntry(writer, ...what);
  await send(relay, writer, batch);
  return entry;
}

async function enter(writer: Writer) {
  const card = toChannelId('card', writer.certificate.person);
  await write(writer, 'device.cert', card, { certificate: encodeCertificate(writer.certificate) }, atMs);
  await write(writer, 'card.set', card, { salt, name: 'Hana' }, atMs);
}

/** Everything that a directory says of these two. */
function stateOf({ directory }: OpenRelay, writers: readonly Writer[]) {
  const items = [...directory.access.ground.items()].map((item) => item.entry.id).sort();
  return {
    items,
    heads: writers.map((writer) => directory.readableChannels(partyOf(writer))),
    changes: writers.map((writer) => directory.changesSince(partyOf(writer), 0, 0)),
    added: directory.hasAdded(personOf(writers[0]), personOf(writers[1])),
    inCards: writers.map((writer) => directory.isInCard(writer.certificate.device)),
  };
}

const personOf = (writer: Writer | undefined) => writer?.certificate.person ?? '';
const partyOf = ({ certificate: { person, device } }: Writer) => ({ person, device });

test('what is remembered does not grow with voices and signs of life, and is the same after a restart', async () => {
  const [hana, ken] = [await makeWriter(), await makeWriter()];
  for (const writer of [hana, ken]) await enter(writer);
  const inboxOf = (writer: Writer) => toChannelId('inbox', personOf(writer));
  await write(hana, 'friend.add', inboxOf(ken), { salt, person: personOf(ken) }, atMs);
  await write(ken, 'friend.add', inboxOf(hana), { salt, person: personOf(hana) }, atMs);
  const before = stateOf(relay, [hana, ken]);
  expect(before.items).toHaveLength(6);
  const feed = toChannelId('feed', personOf(hana));
  const life = toChannelId('life', personOf(hana));
  const voice = await write(hana, 'voice', feed, { text: 'The bath-house opens at three.' }, atMs);
  await write(hana, 'life.sign', life, { salt, evidence: 'wrote' }, atMs);
  await write(ken, 'comment', feed, { target: voice.id, text: 'Thank you!' }, atMs);
  const { device } = hana.certificate;
  const erase = {
    salt,
    targetHash: voice.hash,
    device,
    kindNumber: kindNumber('voice'),
    number: 1,
    reason: 'withdrawn',
  };
  await write(hana, 'erase', feed, erase, atMs);
  expect(stateOf(relay, [hana, ken])).toEqual(before);
  expect(relay.directory.isErased(voice)).toBe(true);
  await relay.close();
  relay = await open();
  expect(stateOf(relay, [hana, ken])).toEqual(before);
  expect(relay.directory.isErased(voice)).toBe(true);
});

test('a person has at most twenty live devices', async () => {
  const identity = await createIdentity(nodeKeys, 'phone', (count) => new Uint8Array(randomBytes(count)));
  const hana: Writer = {
    certificate: certificateOf(identity),
    signer: await nodeKeys.openSigning(identity.signing),
    heads: new Map(),
  };
  const card = toChannelId('card', personOf(hana));
  const codes: string[] = [];
  for (let i = 0; i < 21; i++) {
    const added = i === 0 ? identity : await addDevice(nodeKeys, identity, 'browser');
    const { batch } = await writeEntry(hana, 'device.cert', card, { certificate: added.certificate }, atMs);
    const request = encodeRequest({ ...plainRequest, batch, lanes: 0 });
    const said = await relay.relay.sync(request, partyOf(hana), '127.0.0.1');
    const answer = said.ok ? decodeAnswer(said.value) : said;
    codes.push(answer.ok ? (answer.value.refused[0]?.code ?? 'taken') : 'no answer');
  }
  expect(codes).toEqual([...Array(20).fill('taken'), 'not-admitted']);
});
