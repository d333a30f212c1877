import { expect, it } from 'vitest';
import { toChannelId } from '../protocol/ids.ts';
import { befriend, beginStory, say } from '../simulate/tell.ts';
import { replicaOf } from '../simulate/town.ts';
import { exportFile, readFileBatches } from './export-file.ts';
import { fileInside, toReadableFile } from './readable-file.ts';

it('a file that people can read brings everything to another device, as often as it is taken in', async () => {
  const { people } = await beginStory(['由佳', '航一']);
  const [yuka, koichi] = people;
  if (!yuka || !koichi) throw new Error('nobody is there');
  await befriend(yuka, koichi);
  await say(yuka, 'voice', toChannelId('feed', yuka.person), { text: '町野は「雨」です。《あめ》' });
  const replica = replicaOf(yuka);
  const nameOf = (person: string) => replica.cards.cardOf(person)?.name ?? '';
  const head = { person: yuka.person, name: '由佳', atMs: 1_700_000_000_000 };
  const text = toReadableFile(await exportFile(yuka.device, false), replica.items(), head, nameOf);
  const { entries, at, unreadable } = JSON.parse(text) as { entries: object[]; at: string; unreadable: number };
  expect([at, unreadable]).toEqual(['2023-11-14T22:13:20.000Z', 0]);
  expect(entries).toContainEqual(
    expect.objectContaining({ kind: 'voice', channel: 'feed', from: '由佳', text: '町野は「雨」です。《あめ》' }),
  );
  expect(text).not.toContain('"salt"');
  const file = fileInside(text);
  const batches = file.ok ? readFileBatches(file.value) : file;
  for (let times = 0; times < 2; times++) {
    for (const batch of batches.ok ? batches.value : []) await koichi.device.receive(batch, {});
    const texts = [...replicaOf(koichi).items()].flatMap(({ body }) => (body?.kind === 'voice' ? body.text : []));
    expect(texts).toEqual(['町野は「雨」です。《あめ》']);
  }
});

it.each(['', '{', 'null', '[]', '{"tayori":2,"file":""}', '{"tayori":1}', '{"tayori":1,"file":"*"}'])(
  '%j is no such file',
  (text) => {
    expect(fileInside(text)).toEqual({ ok: false, error: { code: 'bad-file' } });
  },
);
