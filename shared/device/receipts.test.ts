import { expect, it } from 'vitest';
import { exportFile } from './export-file.ts';
import { toChannelId } from '../protocol/ids.ts';
import { makeFriends, writeVoice } from '../simulate/friends.ts';
import { replicaOf, reopen, type Dweller } from '../simulate/town.ts';

function cameHereMs(dweller: Dweller, id: string): number | undefined {
  const item = replicaOf(dweller).access.ground.get(id);
  return item ? dweller.device.core.receivedAtMs.get(item.entry) : undefined;
}

it('an entry has the time at which it first came here, also after the device was opened again', async () => {
  const { clock, yuka, koichi } = await makeFriends();
  const first = await writeVoice(koichi, '一つ目');
  await koichi.conversation.wake('wrote');
  clock.ms += 3_600_000;
  const cameAtMs = clock.ms;
  await yuka.conversation.wake('pushed');
  expect(cameHereMs(yuka, first)).toBe(cameAtMs);

  clock.ms += 60_000;
  const file = await exportFile(koichi.device, false);
  expect(file.length).toBeGreaterThan(0);
  await writeVoice(koichi, '二つ目');
  await koichi.conversation.wake('wrote');
  await yuka.conversation.wake('pushed');
  expect(cameHereMs(yuka, first)).toBe(cameAtMs);
  const before = [...yuka.device.core.receivedAtMs.entries()].sort();
  await reopen(yuka, clock);
  expect([...yuka.device.core.receivedAtMs.entries()].sort()).toEqual(before);
});

it('what a device wrote itself was not received, and what it wrote and took in is timed by best time', async () => {
  const { clock, yuka, koichi } = await makeFriends();
  yuka.clockOffMs = -40 * 86_400_000;
  await yuka.conversation.wake('tapped');
  const id = await writeVoice(yuka, '時計が遅れている');
  const row = yuka.device.core.own.get(id);
  expect([row?.writtenAtMs, cameHereMs(yuka, id)]).toEqual([clock.ms, undefined]);
  const theirs = await writeVoice(koichi, '時計は合っている');
  await koichi.conversation.wake('wrote');
  await yuka.conversation.wake('pushed');
  expect(cameHereMs(yuka, theirs)).toBe(clock.ms);
  expect(yuka.device.core.own.get(id)?.atServerMs).toBe(clock.ms);
});

it('receipts of a channel that closed are forgotten with it', async () => {
  const { yuka, koichi } = await makeFriends();
  await writeVoice(koichi, '友だちのうちだけ');
  await koichi.conversation.wake('wrote');
  await yuka.conversation.wake('pushed');
  const feed = toChannelId('feed', koichi.person);
  await yuka.device.drop([feed, toChannelId('life', koichi.person)]);
  const logs = yuka.disk.saved().chunks.flatMap((chunk) => chunk.receipts.map((receipt) => receipt.log));
  expect(logs.filter((log) => log.startsWith(feed))).toEqual([]);
});
