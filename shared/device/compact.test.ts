import { digestOf } from '../fold/digest.ts';
import { expect, it } from 'vitest';
import { toChannelId } from '../protocol/ids.ts';
import { compactChunks } from './compact.ts';
import { makeFriends, writeVoice, type Friendship } from '../simulate/friends.ts';
import { reopen, replicaOf } from '../simulate/town.ts';

/** Koichi writes and Yuka hears each voice by itself. */
async function hearVoices({ yuka, koichi, clock }: Friendship, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    clock.ms += 60_000;
    ids.push(await writeVoice(koichi, `便り ${i}`));
    await koichi.conversation.wake('wrote');
    await yuka.conversation.wake('pushed');
  }
  return ids;
}

function whatIsHeld({ yuka }: Friendship) {
  const { core } = yuka.device;
  return {
    ids: [...core.holdings.ids()].sort(),
    receipts: [...core.receivedAtMs.entries()].sort(),
    heads: core.holdings.heads(yuka.device.id()),
    digest: digestOf(replicaOf(yuka)),
  };
}

it('packs many small chunks into one and holds the same as before, also when opened again', async () => {
  const friends = await makeFriends();
  const { yuka, clock } = friends;
  await hearVoices(friends, 80);
  const before = whatIsHeld(friends);
  const [chunks, bytes] = [yuka.device.core.chunks.length, storedBytes(friends)];
  expect(await compactChunks(yuka.device)).toEqual({ ok: true, value: false });
  expect(chunks).toBeGreaterThan(80);
  expect(yuka.device.core.chunks).toHaveLength(1);
  expect(storedBytes(friends)).toBeLessThan(bytes / 3);
  expect(whatIsHeld(friends)).toEqual(before);
  await reopen(yuka, clock);
  expect(whatIsHeld(friends)).toEqual(before);
  expect(await compactChunks(yuka.device)).toEqual({ ok: true, value: false });
});

it.each([true, false])('loses nothing when the device dies in the middle (written: %s)', async (keeps) => {
  const friends = await makeFriends();
  const { yuka, clock } = friends;
  await hearVoices(friends, 40);
  const before = whatIsHeld(friends);
  const died = yuka.disk.dieInNext(keeps);
  void compactChunks(yuka.device);
  await died;
  await reopen(yuka, clock);
  expect(yuka.device.core.chunks.length === 1).toBe(keeps);
  expect(whatIsHeld(friends)).toEqual(before);
});

it('a full device keeps its small chunks', async () => {
  const friends = await makeFriends();
  await hearVoices(friends, 40);
  const before = whatIsHeld(friends);
  friends.yuka.disk.setFull(true);
  expect(await compactChunks(friends.yuka.device)).toMatchObject({ ok: false, error: { code: 'device-full' } });
  expect(whatIsHeld(friends)).toEqual(before);
});

it('what is packed can still be offered to a server that lost it, erased, and dropped', async () => {
  const friends = await makeFriends();
  const { yuka, koichi, server } = friends;
  const backup = server.store().rows();
  const ids = await hearVoices(friends, 70);
  await compactChunks(yuka.device);
  // Koichi's phone is gone; only Yuka can give the server back what it lost.
  await server.restore('00000000000000e2', backup);
  await yuka.conversation.wake('tapped');
  const stored = server
    .store()
    .rows()
    .segments.filter((row) => row.channel === toChannelId('feed', koichi.person));
  expect(stored.reduce((sum, row) => sum + row.to - row.from + 1, 0)).toBe(70);

  const entry = replicaOf(koichi).get(ids[33] ?? '')?.entry;
  if (!entry) throw new Error('not there');
  const target = { targetHash: entry.hash, device: entry.device, kindNumber: entry.kind, number: entry.number };
  await koichi.device.write('erase', entry.channel, { ...target, reason: 'withdrawn' });
  await koichi.conversation.wake('wrote');
  await yuka.conversation.wake('pushed');
  await reopen(yuka, friends.clock);
  expect(replicaOf(yuka).get(entry.id)?.entry).toMatchObject({ hasBody: false, absence: 'erased' });
  expect(yuka.device.core.holdings.ids()).toContain(ids[69]);
  await yuka.device.drop([toChannelId('feed', koichi.person)]);
  expect(yuka.device.core.holdings.ids()).not.toContain(ids[0]);
});

function storedBytes({ yuka }: Friendship): number {
  return yuka.device.core.chunks.reduce((sum, chunk) => sum + chunk.bytes, 0);
}
