import { expect, it } from 'vitest';
import { withBody } from '../log/item.ts';
import type { DeviceClassName } from '../protocol/certificate.ts';
import { pairChannel } from '../protocol/ids.ts';
import { createSeeded } from '../protocol/seeded.ts';
import { createReplica } from './replica.ts';
import { attachTalk } from './talk.ts';
import { equip, settle, write } from './test-town.ts';

/** A message of Yuka to Koichi, and what she is told of it by devices of his of each class. */
async function makePair() {
  const seeded = createSeeded(7);
  const yuka = equip(settle(seeded, '宮田 由佳'), seeded);
  const koichi = settle(seeded, '川島 航一');
  const channel = pairChannel(yuka.owner.id, koichi.id);
  const replica = createReplica(yuka.owner.id);
  const { messages } = attachTalk(replica);
  const seal = () => ({ key: '00'.repeat(16), nonce: seeded.bytes(12), ciphertext: seeded.bytes(80) });
  const create = await write(yuka, 'conv.create', channel, { person: koichi.id });
  const message = await write(yuka, 'sealed.direct', channel, seal());
  replica.addCertificates([yuka.certificate]);
  replica.add([create, message]);
  messages.addOpened(withBody(message, { kind: 'message', text: '着きましたか。' }));
  return {
    state: () => replica.delivery.stateOf(message, 5),
    seenBy: () => replica.delivery.wheresOf(message, 'shared').map(({ where }) => where),
    koichi,
    async hears(kind: 'conv.ack' | 'conv.read', deviceClass: DeviceClassName, clockMs: number) {
      const device = equip(koichi, seeded, { class: deviceClass });
      replica.addCertificates([device.certificate]);
      const item = await write(device, 'sealed.direct', channel, seal(), { clockMs });
      replica.add([item]);
      messages.addOpened(withBody(item, { kind, heads: [message.entry.id] }));
    },
  };
}

it.each(['kiosk', 'lite'] as const)('what a %s says was seen is on no phone, and read by nobody', async (shared) => {
  const { state, seenBy, hears, koichi } = await makePair();
  await hears('conv.ack', shared, 2_000);
  expect(state()).toMatchObject({ furthest: 'shared', shared: { atMs: 2_000 }, theirs: null, read: null });
  await hears('conv.read', shared, 3_000);
  expect(state()).toMatchObject({ furthest: 'shared', shared: { atMs: 2_000 }, theirs: null, read: null });
  expect(seenBy()).toEqual([koichi.id]);
});

it('a phone that says so later stands before the shared page, and takes nothing of what was seen there', async () => {
  const { state, hears } = await makePair();
  await hears('conv.read', 'kiosk', 2_000);
  await hears('conv.ack', 'phone', 4_000);
  expect(state()).toMatchObject({ furthest: 'theirs', shared: { atMs: 2_000 }, theirs: { atMs: 4_000 }, read: null });
  await hears('conv.read', 'browser', 5_000);
  expect(state()).toMatchObject({ furthest: 'read', read: { atMs: 5_000 } });
});

it.each(['desk', 'clerk', 'importer', 'hub'] as const)('a %s says nothing of what a person has', async (machine) => {
  const { state, hears } = await makePair();
  await hears('conv.read', machine, 2_000);
  expect(state()).toMatchObject({ furthest: 'here', shared: null, theirs: null, read: null });
});
