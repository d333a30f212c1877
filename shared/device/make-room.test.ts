import { expect, test } from 'vitest';
import { inviteHash } from '../fold/friends.ts';
import { sha256 } from '../protocol/hash.ts';
import { toChannelId } from '../protocol/ids.ts';
import { createSeeded } from '../protocol/seeded.ts';
import { writeVoice } from '../simulate/friends.ts';
import { hashedVerifier } from '../simulate/hashed-keys.ts';
import { createSimulatedServer } from '../simulate/server.ts';
import { reopen, replicaOf, settle, type Dweller } from '../simulate/town.ts';

/** Yuka and so many friends, each with a picture of 20,000 bytes that she has. */
async function befriendedTown(count: number) {
  const clock = { ms: 1_700_000_000_000 };
  const server = await createSimulatedServer('00000000000000e1', hashedVerifier, () => clock.ms);
  const yuka = await settle('宮田 由佳', 1, server, clock);
  const token = yuka.seeded.bytes(16);
  const inbox = toChannelId('inbox', yuka.person);
  await yuka.device.write('friend.invite', inbox, { tokenHash: inviteHash(token) });
  await yuka.conversation.wake('start');
  const friends: Dweller[] = [];
  for (let i = 0; i < count; i++) {
    const friend = await settle(`友 ${i}`, 10 + i, server, clock);
    await friend.device.write('friend.add', inbox, { person: yuka.person, token });
    await friend.conversation.wake('start');
    await showPicture(friend, 100 + i);
    await friend.conversation.wake('wrote');
    await yuka.conversation.wake('pushed');
    friends.push(friend);
  }
  return { server, clock, yuka, friends };
}

async function showPicture({ device, person, name }: Dweller, seed: number): Promise<void> {
  const [card, data] = [toChannelId('card', person), createSeeded(seed).bytes(20_000)];
  await device.write('picture', card, { data, type: 'jpeg' });
  await device.write('card.set', card, { name, picture: sha256(data) });
}

const keptBytes = ({ disk }: Dweller) =>
  [...disk.saved().chunks, ...disk.saved().own].reduce((sum, { batch }) => sum + batch.length, 0);
const shown = (by: Dweller, friends: readonly Dweller[]) =>
  friends.map(({ person }) => replicaOf(by).pictures.pictureOf(person) !== null);
const leftOut = (by: Dweller, friends: readonly Dweller[]) =>
  friends.map(({ person }) => replicaOf(by).pictures.isLeftOut(person));

test('on a device full of pictures own words are kept, and the oldest pictures go for them', async () => {
  const { clock, yuka, friends } = await befriendedTown(4);
  expect(shown(yuka, friends)).toEqual([true, true, true, true]);
  yuka.disk.setSize(keptBytes(yuka));
  const ids = [await writeVoice(yuka, '水が出ました。')];
  expect(shown(yuka, friends)).toEqual([false, true, true, true]);
  expect(leftOut(yuka, friends)).toEqual([true, false, false, false]);
  // What one picture left is enough for some time.
  for (let i = 0; i < 20; i++) ids.push(await writeVoice(yuka, `声 ${i}`));
  expect(shown(yuka, friends)).toEqual([false, true, true, true]);
  await reopen(yuka, clock);
  expect(ids.map((id) => replicaOf(yuka).get(id)?.body?.kind)).toEqual(ids.map(() => 'voice'));
  expect(shown(yuka, friends)).toEqual([false, true, true, true]);
  expect(friends.map(({ person }) => replicaOf(yuka).cards.cardOf(person)?.name)).toEqual(
    friends.map(({ name }) => name),
  );
});

test('words that come have room made for them too, and the pictures come back once there is room', async () => {
  const { yuka, friends } = await befriendedTown(3);
  const [first] = friends;
  yuka.disk.setSize(keptBytes(yuka));
  const id = await writeVoice(first!, '給水は十時からです。');
  await first!.conversation.wake('wrote');
  await yuka.conversation.wake('pushed');
  expect(replicaOf(yuka).get(id)?.body).toMatchObject({ text: '給水は十時からです。' });
  expect([yuka.conversation.state().trouble, shown(yuka, friends)]).toEqual([null, [false, true, true]]);
  // It is not asked for as long as nobody says that there is room.
  const before = keptBytes(yuka);
  await yuka.conversation.wake('pushed');
  expect(keptBytes(yuka)).toBe(before);
  yuka.disk.setSize(Number.POSITIVE_INFINITY);
  await yuka.conversation.wake('tapped');
  expect(shown(yuka, friends)).toEqual([true, true, true]);
});

test('nothing of one’s own goes: without anything to spare the device is full, and says so', async () => {
  const { clock, yuka, friends } = await befriendedTown(1);
  await showPicture(yuka, 7);
  const rows = yuka.device.own().map((row) => row.id);
  yuka.disk.setSize(0);
  const written = await yuka.device.write('voice', toChannelId('feed', yuka.person), { text: '水が出ました。' });
  expect(written).toMatchObject({ ok: false, error: { code: 'device-full' } });
  expect(shown(yuka, friends)).toEqual([false]);
  await reopen(yuka, clock);
  expect(yuka.device.own().map((row) => row.id)).toEqual(rows);
  expect(shown(yuka, [yuka])).toEqual([true]);
});
