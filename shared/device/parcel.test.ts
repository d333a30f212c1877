import { expect, it } from 'vitest';
import { makeFriends, writeVoice } from '../simulate/friends.ts';
import { postsSeen, sayStatus } from '../simulate/tell.ts';
import { replicaOf } from '../simulate/town.ts';
import { decodeAnswer } from '../sync/messages.ts';
import { packParcel } from './parcel.ts';

const count = (posts: ReturnType<typeof postsSeen>) => posts.length;

it('a parcel brings what waits, is answered with no entries, and the device is told once it asks itself', async () => {
  const { server, yuka, koichi } = await makeFriends();
  expect(packParcel(yuka.device, 15)).toBeNull();
  await writeVoice(koichi, '由佳がまだ読んでいないもの');
  await koichi.conversation.wake('wrote');
  const ids = [await writeVoice(yuka, '一つ目'), await writeVoice(yuka, '二つ目')];
  const parcel = packParcel(yuka.device, 15);
  const session = { person: yuka.person, device: yuka.device.id() };
  for (let time = 0; time < 2; time++) {
    const answered = await server.sync(session, parcel ?? new Uint8Array());
    const answer = answered.ok ? decodeAnswer(answered.value) : answered;
    expect(answer.ok && [answer.value.batch, answer.value.refused, answer.value.more]).toEqual([null, [], false]);
  }
  await koichi.conversation.wake('pushed');
  expect(count(postsSeen(koichi, yuka.person))).toBe(2);
  expect(ids.map((id) => yuka.device.core.own.get(id)?.state)).toEqual(['unsent', 'unsent']);

  await yuka.conversation.wake('start');
  expect(ids.map((id) => yuka.device.core.own.get(id)?.state)).toEqual(['server', 'server']);
  expect(packParcel(yuka.device, 15)).toBeNull();
  expect(count(postsSeen(yuka, koichi.person))).toBe(1);
  await koichi.conversation.wake('pushed');
  expect(count(postsSeen(koichi, yuka.person))).toBe(2);
});

it('an old parcel, sent long after more was written and sent, changes nothing', async () => {
  const { server, yuka, koichi } = await makeFriends();
  await writeVoice(yuka, '一つ目');
  const old = packParcel(yuka.device, 15) ?? new Uint8Array();
  await writeVoice(yuka, '二つ目');
  await yuka.conversation.wake('wrote');
  expect((await server.sync({ person: yuka.person, device: yuka.device.id() }, old)).ok).toBe(true);
  for (const one of [koichi, yuka]) await one.conversation.wake('pushed');
  expect(count(postsSeen(koichi, yuka.person))).toBe(2);
  expect(yuka.device.core.holdings.isForked(yuka.device.id())).toBe(false);
});

it('a parcel carries no more than about 64 KB', async () => {
  const { yuka } = await makeFriends();
  const numbers = () => [...new Uint16Array(yuka.seeded.bytes(2600).buffer)].map((n) => 0x4e00 + (n % 20_000));
  for (let i = 0; i < 40; i++) await writeVoice(yuka, String.fromCodePoint(...numbers()));
  const size = packParcel(yuka.device, 15)?.length ?? 0;
  expect(size).toBeGreaterThan(32 * 1024);
  expect(size).toBeLessThan(66 * 1024);
});

it('a parcel of life only leaves everything else here', async () => {
  const { server, yuka, koichi } = await makeFriends();
  await writeVoice(yuka, '急がない声');
  expect(packParcel(yuka.device, 1)).toBeNull();
  await sayStatus(yuka, 'needsHelp');
  const session = { person: yuka.person, device: yuka.device.id() };
  expect((await server.sync(session, packParcel(yuka.device, 1) ?? new Uint8Array())).ok).toBe(true);
  await koichi.conversation.wake('pushed');
  expect(postsSeen(koichi, yuka.person)).toEqual([]);
  expect(replicaOf(koichi).statuses.holdingAbout(yuka.person)).toHaveLength(1);
});
