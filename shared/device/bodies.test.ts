import { expect, it } from 'vitest';
import { encodeBatch } from '../protocol/encode-batch.ts';
import type { Entry } from '../protocol/entry.ts';
import { toChannelId } from '../protocol/ids.ts';
import { packRun } from '../protocol/pack-run.ts';
import { befriend, beginStory, say } from '../simulate/tell.ts';
import { replicaOf, reopen } from '../simulate/town.ts';
import { readTrusted } from './core.ts';

async function carriedVoice() {
  const { clock, people } = await beginStory(['由佳', '航一']);
  const [yuka, koichi] = people;
  if (!yuka || !koichi) throw new Error('nobody is there');
  await befriend(yuka, koichi);
  const voice = await say(yuka, 'voice', toChannelId('feed', yuka.person), { text: '町野は雨です。' });
  const row = yuka.device.own().find(({ id }) => id === voice.id);
  const [run] = (await readTrusted(yuka.device.core, row?.batch ?? new Uint8Array())).runs;
  if (!run) throw new Error('nothing was written');
  const entries = run.entries.map((entry): Entry => ({ ...entry, body: null, absence: 'withheld' }));
  const tables = { certificates: [yuka.device.core.certificate], rotations: [], session: null };
  const batch = (of: typeof run) => encodeBatch([packRun(of, true)], tables);
  return { clock, yuka, koichi, voice, whole: batch(run), stripped: batch({ ...run, entries }) };
}

it('a text that first came without its body is there after the body came, and after the phone was opened again', async () => {
  const { clock, koichi, voice, whole, stripped } = await carriedVoice();
  await koichi.device.receive(stripped, {});
  await koichi.device.receive(whole, {});
  expect(replicaOf(koichi).get(voice.id)?.body).toMatchObject({ text: '町野は雨です。' });
  await reopen(koichi, clock);
  expect(replicaOf(koichi).get(voice.id)?.body).toMatchObject({ text: '町野は雨です。' });
});

it('a body that comes after its erasure is not kept', async () => {
  const { yuka, koichi, voice, whole } = await carriedVoice();
  const { hash, device, kind, number, channel } = voice;
  await say(yuka, 'erase', channel, { targetHash: hash, device, kindNumber: kind, number, reason: 'withdrawn' });
  await yuka.conversation.wake('tapped');
  await koichi.conversation.wake('tapped');
  await koichi.device.receive(whole, {});
  for (const chunk of koichi.disk.saved().chunks) {
    const { runs } = await readTrusted(koichi.device.core, chunk.batch);
    expect(runs.flatMap((run) => run.entries).find(({ id }) => id === voice.id)?.body ?? null).toBeNull();
  }
});
