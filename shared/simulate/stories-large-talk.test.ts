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

it('a key for a hundred persons travels in parts, each within what lane 0 carries; a part by another gives no false one', async () => {
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
  // The first of them says, as a part of that key, another one to the last, who hears of his before.
  const [forger, victim] = [others[0], others[98]] as [Dweller, Dweller];
  await carry(maker, forger);
  const key = ofGroup.find(({ body }) => body?.kind === 'conv.key' && body.part === undefined);
  const { sealingKey } = victim.device.core.certificate;
  const to = [{ id: victim.device.id(), publicKey: sealingKey }];
  const { parts } = await forger.device.core.sealing.makeKey(group.value, to);
  const part = { recipients: parts[0] as Uint8Array, part: key?.entry.id ?? '' };
  await forger.device.write('conv.key', group.value, part);
  for (const batch of [...forger.device.core.own.values()].map((row) => row.batch))
    await victim.device.receive(batch, {});
  for (const one of [forger, others[50], victim] as Dweller[]) {
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
