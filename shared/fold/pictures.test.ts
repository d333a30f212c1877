import { digestOf } from './digest.ts';
import { expect, test } from 'vitest';
import { exportFile } from '../device/export-file.ts';
import { decodeBody, encodeBody } from '../kinds/body.ts';
import { kindNumber, maxPictureBytes } from '../kinds/kinds.ts';
import { sha256 } from '../protocol/hash.ts';
import { toChannelId } from '../protocol/ids.ts';
import { laneOfKind } from '../protocol/parameters.ts';
import { createSeeded } from '../protocol/seeded.ts';
import { makeFriends } from '../simulate/friends.ts';
import { replicaOf, type Dweller } from '../simulate/town.ts';

const seeded = createSeeded(20);
const cat = seeded.bytes(maxPictureBytes);
const dog = seeded.bytes(900);

async function setCard({ device, person }: Dweller, picture: Uint8Array | null, replaces: readonly string[] = []) {
  const fields = { name: '宮田 由佳', ...(picture && { picture: sha256(picture) }), replaces };
  const written = await device.write('card.set', toChannelId('card', person), fields);
  return written.ok ? written.value.id : '';
}

async function writePicture({ device, person }: Dweller, data: Uint8Array) {
  const written = await device.write('picture', toChannelId('card', person), { data, type: 'webp' });
  if (!written.ok) throw new Error(written.error.code);
  return written.value;
}

test('a picture is of lane 3, and at most 20,480 bytes of a known type', () => {
  const channel = toChannelId('card', '00'.repeat(16));
  expect(laneOfKind(kindNumber('picture'))).toBe(3);
  const good = encodeBody('picture', { data: cat, type: 'jpeg' });
  expect(decodeBody(0xc0, channel, good)).toMatchObject({ ok: true, value: { kind: 'picture', type: 'jpeg' } });
  const large = encodeBody('picture', { data: new Uint8Array(maxPictureBytes + 1), type: 'png' });
  expect(decodeBody(0xc0, channel, large).ok).toBe(false);
  expect(decodeBody(0xc0, toChannelId('feed', '00'.repeat(16)), good).ok).toBe(false);
});

test('friends see the picture that the card names, and no other', async () => {
  const { yuka, koichi } = await makeFriends();
  await writePicture(yuka, dog);
  await writePicture(yuka, cat);
  await setCard(yuka, cat);
  for (const one of [yuka, koichi]) await one.conversation.wake('tapped');
  const shown = replicaOf(koichi).pictures.pictureOf(yuka.person);
  expect(shown && Buffer.compare(shown.data, cat)).toBe(0);
  expect(digestOf(replicaOf(koichi))).toBe(digestOf(replicaOf(koichi)));
});

test('bytes that are not what the card names are not shown', async () => {
  const { yuka } = await makeFriends();
  await setCard(yuka, cat);
  const card = replicaOf(yuka).cards.cardOf(yuka.person);
  expect(card?.picture && Buffer.compare(card.picture, sha256(cat))).toBe(0);
  await writePicture(yuka, dog);
  expect(replicaOf(yuka).pictures.pictureOf(yuka.person)).toBeNull();
});

test('an erased picture is gone from the friend, from his disk and for whoever comes later', async () => {
  const { yuka, koichi } = await makeFriends();
  const { hash, device, number } = await writePicture(yuka, cat);
  await setCard(yuka, cat);
  for (const one of [yuka, koichi]) await one.conversation.wake('tapped');
  expect(replicaOf(koichi).pictures.pictureOf(yuka.person)).not.toBeNull();
  const target = { targetHash: hash, device, kindNumber: 0xc0, number, reason: 'withdrawn' as const };
  await yuka.device.write('erase', toChannelId('card', yuka.person), target);
  for (const one of [yuka, koichi]) await one.conversation.wake('tapped');
  expect(replicaOf(koichi).pictures.pictureOf(yuka.person)).toBeNull();
  for (const { device: kept } of [yuka, koichi])
    expect(Buffer.from(await exportFile(kept, false)).includes(Buffer.from(cat.subarray(0, 64)))).toBe(false);
});

test('who asks for no bulk gets everything else, and the picture once he asks for it', async () => {
  const { yuka, koichi } = await makeFriends();
  await writePicture(yuka, cat);
  await setCard(yuka, cat);
  await yuka.conversation.wake('tapped');
  koichi.conversation.limit(262_144, 7);
  await koichi.conversation.wake('tapped');
  expect(replicaOf(koichi).cards.cardOf(yuka.person)?.picture).not.toBeNull();
  expect(replicaOf(koichi).pictures.pictureOf(yuka.person)).toBeNull();
  koichi.conversation.limit(262_144, 15);
  await koichi.conversation.wake('tapped');
  expect(replicaOf(koichi).pictures.pictureOf(yuka.person)).not.toBeNull();
});
