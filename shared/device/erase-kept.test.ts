import { digestOf } from '../fold/digest.ts';
import { expect, it } from 'vitest';
import type { Entry } from '../protocol/entry.ts';
import { toChannelId } from '../protocol/ids.ts';
import { makeFriends, writeVoice } from '../simulate/friends.ts';
import { reopen, keptEntries, replicaOf, type Dweller } from '../simulate/town.ts';

function erasing({ hash, device, kind, number }: Entry) {
  return { targetHash: hash, device, kindNumber: kind, number, reason: 'withdrawn' as const };
}

function bodyOf(dweller: Dweller, id: string) {
  return replicaOf(dweller).get(id)?.body ?? null;
}

it('what its author erases leaves the storage of friends too, and the chain stays', async () => {
  const { clock, yuka, koichi } = await makeFriends();
  const id = await writeVoice(yuka, '取り消します');
  for (const one of [yuka, koichi]) await one.conversation.wake('tapped');
  expect(bodyOf(koichi, id)).not.toBeNull();
  const entry = (await keptEntries(yuka)).get(id)!;
  await yuka.device.write('erase', entry.channel, erasing(entry));
  for (const one of [yuka, koichi]) await one.conversation.wake('tapped');
  for (const one of [yuka, koichi]) {
    await reopen(one, clock);
    expect(replicaOf(one).get(id)?.entry.absence).toBe('erased');
  }
  expect(digestOf(replicaOf(koichi))).not.toBe('');
});

it('a friend who names a voice of hers as his own takes it from nobody’s storage', async () => {
  const { clock, yuka, koichi } = await makeFriends();
  const id = await writeVoice(yuka, '残ります');
  for (const one of [yuka, koichi]) await one.conversation.wake('tapped');
  const entry = (await keptEntries(koichi)).get(id)!;
  await koichi.device.write('erase', entry.channel, { ...erasing(entry), device: koichi.device.id() });
  for (const one of [koichi, yuka, koichi]) await one.conversation.wake('tapped');
  for (const one of [yuka, koichi]) {
    await reopen(one, clock);
    expect(bodyOf(one, id)).not.toBeNull();
  }
});

it('a certificate outlives an erase that names it', async () => {
  const { clock, yuka, koichi } = await makeFriends();
  const card = toChannelId('card', yuka.person);
  const { core } = yuka.device;
  const id = Buffer.from(core.holdings.hashAt(card, yuka.device.id(), 0, 1)!.subarray(0, 16)).toString('hex');
  const entry = (await keptEntries(yuka)).get(id)!;
  await yuka.device.write('erase', card, erasing(entry));
  for (const one of [yuka, koichi]) await one.conversation.wake('tapped');
  for (const one of [yuka, koichi]) {
    await reopen(one, clock);
    expect(bodyOf(one, id)?.kind).toBe('device.cert');
  }
});
