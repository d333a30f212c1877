import { expect, test } from 'vitest';
import { sha256 } from '../protocol/hash.ts';
import { toChannelId } from '../protocol/ids.ts';
import { createSeeded } from '../protocol/seeded.ts';
import { makeFriends, writeVoice } from '../simulate/friends.ts';
import { replicaOf } from '../simulate/town.ts';
import { exportFile, readFileBatches } from './export-file.ts';

const picture = createSeeded(21).bytes(20_000);

test('a device without room for a picture keeps all else, and can check and carry the log', async () => {
  const { yuka, koichi } = await makeFriends();
  const card = toChannelId('card', yuka.person);
  const written = await yuka.device.write('picture', card, { data: picture, type: 'jpeg' });
  await yuka.device.write('card.set', card, { name: '宮田 由佳', picture: sha256(picture) });
  const voice = await writeVoice(yuka, '水が出ました。');
  await yuka.conversation.wake('tapped');
  koichi.disk.setRoom(10_000);
  await koichi.conversation.wake('tapped');
  const id = written.ok ? written.value.id : '';
  const replica = replicaOf(koichi);
  expect(replica.get(voice)?.body).toMatchObject({ text: '水が出ました。' });
  expect(replica.cards.cardOf(yuka.person)?.picture).not.toBeNull();
  expect(replica.pictures.pictureOf(yuka.person)).toBeNull();
  expect(replica.get(id)?.entry).toMatchObject({ hasBody: false, absence: 'withheld' });
  expect(koichi.device.core.holdings.lacksBody(id)).toBe(true);
  expect(koichi.conversation.state().trouble).toBeNull();
  // It comes in a file from her once there is room.
  koichi.disk.setRoom(Number.POSITIVE_INFINITY);
  const file = readFileBatches(await exportFile(yuka.device, false));
  for (const batch of file.ok ? file.value : []) await koichi.device.receive(batch, {});
  expect(replicaOf(koichi).pictures.pictureOf(yuka.person)).toMatchObject({ type: 'jpeg', entry: id });
});

test('a device without room for words takes nothing, as before', async () => {
  const { yuka, koichi } = await makeFriends();
  await writeVoice(yuka, '水が出ました。');
  await yuka.conversation.wake('tapped');
  koichi.disk.setFull(true);
  await koichi.conversation.wake('tapped');
  expect(koichi.conversation.state().trouble).toBe('storage');
});
