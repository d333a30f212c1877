import { expect, it } from 'vitest';
import { openGroup, sendMessage, type TalkDesk } from '../device/talk.ts';
import { exportFile, readFileBatches } from '../device/export-file.ts';
import { recipientsIn } from '../log/seal-key.ts';
import { maxBodyBytes } from '../protocol/parameters.ts';
import { hashedVerifier } from './hashed-keys.ts';
import { createSimulatedServer } from './server.ts';
import { replicaOf, settle, talkOf, type Dweller } from './town.ts';

const clock = { ms: 1_700_000_000_000 };
const deskOf = (dweller: Dweller, command: string): TalkDesk => ({
  device: dweller.device,
  replica: replicaOf(dweller),
  ...talkOf(dweller),
  command,
});

async function carry(from: Dweller, to: Dweller): Promise<void> {
  const batches = readFileBatches(await exportFile(from.device, false));
  if (!batches.ok) throw new Error('a bad file');
  for (const batch of batches.value) await to.device.receive(batch, {});
}

it('a key for a hundred persons travels in parts, each within what lane 0 carries, and the last of them opens it', async () => {
  const server = await createSimulatedServer('00112233445566bb', hashedVerifier, () => clock.ms);
  const people: Dweller[] = [];
  for (let i = 0; i < 101; i++) people.push(await settle(`人 ${i}`, 9_000 + i, server, clock));
  const [maker, ...others] = people as [Dweller, ...Dweller[]];
  for (const one of others) await carry(one, maker);
  const persons = others.map(({ person }) => person);
  // One more than a conversation has room for stays out.
  const group = await openGroup(deskOf(maker, 'begin'), persons.slice(0, 99), '');
  if (!group.ok) throw new Error(group.error.code);
  expect(talkOf(maker).conversations.membersOf(group.value)).toHaveLength(100);
  const sent = await sendMessage(deskOf(maker, 'say'), group.value, { text: '全員へ' });
  if (!sent.ok) throw new Error(sent.error.code);
  const keys = [...replicaOf(maker).items()].filter(({ body }) => body?.kind === 'conv.key');
  const ofGroup = keys.filter(({ entry }) => entry.channel === group.value);
  // A hundred phones and a hundred archives.
  const given = ofGroup.flatMap(({ body }) => (body?.kind === 'conv.key' ? recipientsIn(body.recipients) : []));
  expect(new Set(given).size).toBe(200);
  expect(ofGroup).toHaveLength(3);
  for (const { entry } of ofGroup) expect(entry.bodyLength).toBeLessThanOrEqual(maxBodyBytes[0] as number);
  for (const one of [others[0], others[50], others[98]] as Dweller[]) {
    await carry(maker, one);
    expect(
      talkOf(one)
        .messages.threadOf(group.value)
        .map(({ body }) => body?.text),
    ).toEqual(['全員へ']);
  }
  const outsider = others[99] as Dweller;
  await carry(maker, outsider);
  expect(talkOf(outsider).messages.threadOf(group.value)).toEqual([]);
  // The same key serves as long as the same people are there.
  await sendMessage(deskOf(maker, 'again'), group.value, { text: '二つ目' });
  const later = [...replicaOf(maker).items()].filter(
    ({ body, entry }) => body?.kind === 'conv.key' && entry.channel === group.value,
  );
  expect(later).toHaveLength(3);
});

it('a part that another device adds to a key gives nobody a false one', async () => {
  const server = await createSimulatedServer('00112233445566cc', hashedVerifier, () => clock.ms);
  const [yuka, koichi, kinue] = [
    await settle('由佳', 9_201, server, clock),
    await settle('航一', 9_202, server, clock),
    await settle('絹江', 9_203, server, clock),
  ];
  for (const one of [koichi, kinue]) await carry(one, yuka);
  const group = await openGroup(deskOf(yuka, 'begin'), [koichi.person, kinue.person], '');
  if (!group.ok) throw new Error(group.error.code);
  await sendMessage(deskOf(yuka, 'say'), group.value, { text: '本物' });
  await carry(yuka, koichi);
  const key = [...replicaOf(koichi).items()].find(
    ({ body, entry }) => body?.kind === 'conv.key' && entry.channel === group.value,
  );
  const forged = await koichi.device.core.sealing.makeKey(group.value, replicaOf(koichi).recipientsIn(group.value));
  await koichi.device.write('conv.key', group.value, {
    recipients: forged.parts[0] as Uint8Array,
    part: key?.entry.id ?? '',
  });
  // His part is there before the true key, on a phone that knows neither.
  await carry(koichi, kinue);
  expect(
    talkOf(kinue)
      .messages.threadOf(group.value)
      .map(({ body }) => body?.text),
  ).toEqual(['本物']);
  const { sealing } = kinue.device.core;
  expect(sealing.keys().filter(({ id }) => id === key?.entry.id)).toHaveLength(1);
});
