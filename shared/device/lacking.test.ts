import { expect, test } from 'vitest';
import { encodeBatch, noTables } from '../protocol/encode-batch.ts';
import { sha256 } from '../protocol/hash.ts';
import { toChannelId, toLogKey } from '../protocol/ids.ts';
import { createSeeded, type Seeded } from '../protocol/seeded.ts';
import { faults } from '../simulate/faulty-network.ts';
import { makeFriends, writeVoice } from '../simulate/friends.ts';
import { hashedVerifier } from '../simulate/hashed-keys.ts';
import { reopen, replicaOf, settle, type Dweller } from '../simulate/town.ts';
import { takeIn } from '../sync/take-in.ts';
import { decodeAnswer, decodeRequest, encodeRequest, plainRequest } from '../sync/messages.ts';
import { readerPorts } from './core.ts';
import { patienceMs } from './lacking.ts';

const bytes = createSeeded(21).bytes(20_000);

async function putPicture({ device, person }: Dweller, data: Uint8Array) {
  const card = toChannelId('card', person);
  const written = await device.write('picture', card, { data, type: 'jpeg' });
  await device.write('card.set', card, { name: '宮田 由佳', picture: sha256(data) });
  if (!written.ok) throw new Error(written.error.code);
  return written.value;
}

/** A friend whose phone had no room for the picture of the other. */
async function leaveOut() {
  const story = await makeFriends();
  const picture = await putPicture(story.yuka, bytes);
  await story.yuka.conversation.wake('tapped');
  story.koichi.disk.setRoom(10_000);
  await story.koichi.conversation.wake('tapped');
  return { ...story, picture };
}

/** Counts what the dweller's requests ask for from now on. */
function watchAsked({ network }: Dweller): { requests: number; bodies: number } {
  const seen = { requests: 0, bodies: 0 };
  const { sync } = network;
  network.sync = (request) => {
    const decoded = decodeRequest(request);
    seen.requests++;
    seen.bodies += decoded.ok ? decoded.value.bodies.length : 0;
    return sync(request);
  };
  return seen;
}

const pictureSeen = (by: Dweller, of: Dweller) => replicaOf(by).pictures.pictureOf(of.person)?.data ?? null;

test('a picture that found no room comes by a tap, and by itself later', async () => {
  for (const isTapped of [true, false]) {
    const { clock, yuka, koichi } = await leaveOut();
    expect(pictureSeen(koichi, yuka)).toBeNull();
    koichi.disk.setRoom(Number.POSITIVE_INFINITY);
    const asked = watchAsked(koichi);
    await koichi.conversation.wake('timer');
    expect(asked.bodies).toBe(0);
    if (!isTapped) clock.ms += patienceMs + 1;
    await koichi.conversation.wake(isTapped ? 'tapped' : 'timer');
    expect(pictureSeen(koichi, yuka)).toEqual(bytes);
    expect(asked.bodies).toBe(1);
  }
});

test('while there is no room, a tap asks once, and nothing is kept twice', async () => {
  const { yuka, koichi } = await leaveOut();
  const kept = koichi.device.core.chunks.length;
  const asked = watchAsked(koichi);
  await koichi.conversation.wake('tapped');
  await koichi.conversation.wake('online');
  expect([asked.bodies, koichi.device.core.chunks.length]).toEqual([1, kept]);
  expect(koichi.conversation.state().trouble).toBeNull();
  expect(replicaOf(koichi).pictures.isLeftOut(yuka.person)).toBe(true);
});

test('what a server does not have is asked for once, not for ever', async () => {
  const { server, yuka, koichi } = await makeFriends();
  const before = server.store().rows();
  await putPicture(yuka, bytes);
  await yuka.conversation.wake('tapped');
  koichi.disk.setRoom(10_000);
  await koichi.conversation.wake('tapped');
  await server.restore('00000000000000e2', before);
  koichi.disk.setRoom(Number.POSITIVE_INFINITY);
  const asked = watchAsked(koichi);
  await koichi.conversation.wake('tapped');
  await koichi.conversation.wake('timer');
  expect(asked.bodies).toBe(1);
  expect(koichi.conversation.state().phase).toBe('resting');
});

test('on a line on which no pictures travel nothing of them is asked for', async () => {
  const { koichi } = await leaveOut();
  koichi.disk.setRoom(Number.POSITIVE_INFINITY);
  koichi.conversation.limit(262_144, 7);
  const asked = watchAsked(koichi);
  await koichi.conversation.wake('tapped');
  expect(asked.bodies).toBe(0);
});

test('a picture that was taken back meanwhile does not come, and is not asked for when the device is opened again', async () => {
  const { clock, yuka, koichi, picture } = await leaveOut();
  const { hash, device, kind, number, channel } = picture;
  const target = { targetHash: hash, device, kindNumber: kind, number };
  await yuka.device.write('erase', channel, { ...target, reason: 'withdrawn' });
  await yuka.conversation.wake('tapped');
  koichi.disk.setRoom(Number.POSITIVE_INFINITY);
  await koichi.conversation.wake('tapped');
  expect(pictureSeen(koichi, yuka)).toBeNull();
  await reopen(koichi, clock);
  const asked = watchAsked(koichi);
  await koichi.conversation.wake('tapped');
  expect(asked.bodies).toBe(0);
});

test('more than one request has room for comes by several', async () => {
  const { yuka, koichi } = await makeFriends();
  const seeded = createSeeded(5);
  koichi.disk.setRoom(10_000);
  for (let i = 0; i < 40; i++)
    await yuka.device.write('picture', toChannelId('card', yuka.person), { data: seeded.bytes(20_000), type: 'jpeg' });
  await yuka.conversation.wake('tapped');
  await koichi.conversation.wake('tapped');
  expect(koichi.device.core.holdings.withheld()).toHaveLength(40);
  koichi.disk.setRoom(Number.POSITIVE_INFINITY);
  await koichi.conversation.wake('tapped');
  expect(koichi.device.core.holdings.withheld()).toHaveLength(0);
});

test('bodies are given to nobody who may not read them', async () => {
  const { server, clock, yuka, koichi } = await makeFriends();
  const stranger = await settle('原 千夏', 3, server, clock);
  await stranger.conversation.wake('start');
  const id = await writeVoice(yuka, '水が出ました。');
  await yuka.conversation.wake('tapped');
  const { entry } = replicaOf(yuka).get(id) ?? {};
  const log = toLogKey(entry?.channel ?? '', entry?.device ?? '', 2);
  const head = { log, number: entry?.number ?? 0, hash8: id.slice(0, 16) };
  const ask = async ({ device, person }: Dweller, hash8: string) => {
    const request = encodeRequest({ ...plainRequest, lanes: 0, bodies: [{ ...head, hash8 }] });
    const answered = await server.sync({ person, device: device.id() }, request);
    const answer = answered.ok ? decodeAnswer(answered.value) : answered;
    if (!answer.ok) throw new Error(answer.error.code);
    const batch = answer.value.batch ?? encodeBatch([], noTables);
    const taken = await takeIn(batch, null, { ...readerPorts(yuka.device.core), verifier: hashedVerifier });
    return taken.ok ? taken.value.items.map((item) => item.body) : [];
  };
  expect(await ask(koichi, head.hash8)).toMatchObject([{ kind: 'voice', text: '水が出ました。' }]);
  expect(await ask(stranger, head.hash8)).toEqual([]);
  expect(await ask(koichi, '0011223344556677'), 'another branch').toEqual([]);
});

const seeds = Array.from({ length: 25 }, (_, i) => i + 1);

test.each(seeds)(
  'over a bad line, with room that comes and goes, every picture is here in the end (seed %i)',
  async (seed) => {
    const seeded = createSeeded(seed);
    const { clock, yuka, koichi } = await makeFriends();
    for (let step = 0; step < 30; step++) await stepOf(seeded, clock, yuka, koichi);
    koichi.disk.setRoom(Number.POSITIVE_INFINITY);
    for (const one of [yuka, koichi]) one.network.next('none');
    for (const one of [yuka, koichi, koichi]) {
      one.conversation.limit(262_144, 15);
      await one.conversation.wake('tapped');
    }
    const { holdings } = koichi.device.core;
    expect(holdings.withheld().map(({ number }) => number)).toEqual([]);
    expect(pictureSeen(koichi, yuka)).toEqual(pictureSeen(yuka, yuka));
  },
);

async function stepOf(seeded: Seeded, clock: { ms: number }, yuka: Dweller, koichi: Dweller): Promise<void> {
  clock.ms += seeded.int(patienceMs);
  const chosen = seeded.int(8);
  if (chosen === 0) return void (await putPicture(yuka, seeded.bytes(4_000 + seeded.int(12_000))));
  if (chosen === 1) return void (await writeVoice(yuka, `${seeded.int(1000)}`));
  if (chosen === 2) return koichi.disk.setRoom(seeded.chance(0.5) ? 3_000 : 30_000);
  const one = seeded.chance(0.5) ? yuka : koichi;
  one.conversation.limit(seeded.chance(0.3) ? 4_096 : 262_144, seeded.chance(0.3) ? 7 : 15);
  one.network.next(faults[seeded.int(faults.length)] ?? 'none', seeded.int(3));
  await one.conversation.wake(seeded.chance(0.5) ? 'tapped' : 'timer');
}
