import { expect, it } from 'vitest';
import { toChannelId } from '../protocol/ids.ts';
import { makeFriends, writeVoice } from '../simulate/friends.ts';
import { reopen, replicaOf } from '../simulate/town.ts';
import { compactChunks } from './compact.ts';

/** Yuka holds what Koichi wrote in chunks that her storage does not give back. */
async function holdUnreadable() {
  const friends = await makeFriends();
  const { yuka, koichi, clock } = friends;
  const ids: string[] = [];
  for (let i = 0; i < 30; i++) {
    clock.ms += 60_000;
    ids.push(await writeVoice(koichi, `便り ${i}`));
    await koichi.conversation.wake('wrote');
    await yuka.conversation.wake('pushed');
  }
  yuka.disk.setUnreadable(true);
  return { ...friends, ids, feed: toChannelId('feed', koichi.person) };
}

const unreadable = { ok: false, error: { code: 'device-storage' } };

it('is said, and memory stays as it was', async () => {
  const { yuka, feed, ids } = await holdUnreadable();
  const before = yuka.device.core.holdings.ids();
  expect(await compactChunks(yuka.device)).toMatchObject(unreadable);
  expect(await yuka.device.drop([feed])).toMatchObject(unreadable);
  expect(yuka.device.core.holdings.ids()).toEqual(before);
  expect(replicaOf(yuka).get(ids[29] ?? '')?.body).toMatchObject({ text: '便り 29' });
});

it('what is written meanwhile is kept and goes on behind what was there', async () => {
  const { yuka, koichi, clock, feed } = await holdUnreadable();
  const head = () => yuka.device.core.holdings.head(toChannelId('feed', yuka.person), yuka.device.id(), 2).number;
  const before = head();
  await yuka.device.drop([feed]);
  const id = await writeVoice(yuka, '書ける');
  expect(head()).toBe(before + 1);
  await yuka.conversation.wake('wrote');
  await koichi.conversation.wake('pushed');
  expect(replicaOf(koichi).get(id)?.body).toMatchObject({ text: '書ける' });
  await reopen(yuka, clock);
  expect(yuka.device.core.holdings.isForked(yuka.device.id())).toBe(false);
});

it('a conversation with a server that lost everything ends in trouble with the storage, and is resumed when it can be read', async () => {
  const { yuka, server, feed } = await holdUnreadable();
  const empty = server.store().rows();
  await server.restore('00000000000000e2', {
    ...empty,
    segments: empty.segments.filter((row) => row.channel !== feed),
  });
  await yuka.conversation.wake('tapped');
  expect(yuka.conversation.state()).toMatchObject({ phase: 'resting', trouble: 'storage' });
  yuka.disk.setUnreadable(false);
  await yuka.conversation.wake('tapped');
  expect(yuka.conversation.state().trouble).toBeNull();
  const given = server
    .store()
    .rows()
    .segments.filter((row) => row.channel === feed);
  expect(given.reduce((sum, row) => sum + row.to - row.from + 1, 0)).toBe(30);
});
