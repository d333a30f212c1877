import { expect, it } from 'vitest';
import { exportFile } from '../../shared/device/export-file.ts';
import { bytesToHex } from '../../shared/protocol/bytes.ts';
import { createSeeded } from '../../shared/protocol/seeded.ts';
import { makeFriends } from '../../shared/simulate/friends.ts';
import { replicaOf, type Dweller } from '../../shared/simulate/town.ts';
import { handlers, type Desk } from './commands.ts';
import { seldomWrites } from './seldom-writes.ts';
import { createKnown } from './known.ts';

function deskOf(dweller: Dweller, command: string): Desk {
  const { device } = dweller;
  const write: Desk['write'] = (kind, channel, fields, after) => device.write(kind, channel, fields, after, command);
  return { device, known: createKnown(replicaOf(dweller)), origin: 'http://tayori.test', command, write };
}

const seeded = createSeeded(22);
const pictureOf = (size: number) => ({ data: seeded.bytes(size), type: 'webp' as const });
const [one, two, three] = ['01', '02', '03'].map((byte) => byte.repeat(16)) as [string, string, string];

it('a picture is put on the card once, however often the command comes, and the name stays', async () => {
  const { yuka, koichi } = await makeFriends();
  const cat = pictureOf(20_000);
  const before = yuka.device.own().length;
  await seldomWrites.setPicture(deskOf(yuka, one), { picture: cat });
  await seldomWrites.setPicture(deskOf(yuka, one), { picture: cat });
  expect(yuka.device.own().length - before).toBe(2);
  for (const dweller of [yuka, koichi]) await dweller.conversation.wake('tapped');
  expect(replicaOf(koichi).pictures.pictureOf(yuka.person)).toMatchObject({ type: 'webp' });
  expect(replicaOf(koichi).cards.cardOf(yuka.person)?.name).toBe('宮田 由佳');
});

it('another name keeps the picture, and another picture erases the first everywhere', async () => {
  const { yuka, koichi } = await makeFriends();
  const [cat, dog] = [pictureOf(5_000), pictureOf(5_000)];
  await seldomWrites.setPicture(deskOf(yuka, one), { picture: cat });
  await handlers.setName(deskOf(yuka, two), { name: '川島 由佳', kana: 'かわしま ゆか' });
  expect(replicaOf(yuka).pictures.pictureOf(yuka.person)?.data).toEqual(cat.data);
  await seldomWrites.setPicture(deskOf(yuka, three), { picture: dog });
  for (const dweller of [yuka, koichi]) await dweller.conversation.wake('tapped');
  expect(replicaOf(koichi).cards.cardOf(yuka.person)).toMatchObject({ name: '川島 由佳', kana: 'かわしま ゆか' });
  expect(replicaOf(koichi).pictures.pictureOf(yuka.person)?.data).toEqual(dog.data);
  expect(replicaOf(koichi).pictures.picturesBy(yuka.person)).toHaveLength(1);
  const kept = bytesToHex(await exportFile(koichi.device, false));
  expect(kept.includes(bytesToHex(dog.data.subarray(0, 64)))).toBe(true);
  expect(kept.includes(bytesToHex(cat.data.subarray(0, 64)))).toBe(false);
});

it('without a picture again the card names none and no bytes are left', async () => {
  const { yuka } = await makeFriends();
  await seldomWrites.setPicture(deskOf(yuka, one), { picture: pictureOf(900) });
  await seldomWrites.setPicture(deskOf(yuka, two), { picture: null });
  const { cards, pictures } = replicaOf(yuka);
  expect(cards.cardOf(yuka.person)?.picture).toBeNull();
  expect(pictures.picturesBy(yuka.person)).toEqual([]);
  expect(pictures.isLeftOut(yuka.person)).toBe(false);
});

it('a full device puts no picture on the card, and names none', async () => {
  const { yuka } = await makeFriends();
  yuka.disk.setFull(true);
  const answer = await seldomWrites.setPicture(deskOf(yuka, one), { picture: pictureOf(900) });
  expect(answer).toEqual({ ok: false, error: { code: 'full' } });
  expect(replicaOf(yuka).cards.cardOf(yuka.person)?.picture).toBeNull();
});

it('a voice carries its mood and a place as coarse as it was chosen', async () => {
  const { yuka } = await makeFriends();
  const place = { level: 'municipality', municipality: 17_204, name: '輪島市' } as const;
  const written = await handlers.writeVoice(deskOf(yuka, one), { text: '米を炊きました。', place, mood: 'thankful' });
  const body = replicaOf(yuka).get(written.ok ? written.value.id : '')?.body;
  expect(body).toMatchObject({ kind: 'voice', mood: 3, place });
});
