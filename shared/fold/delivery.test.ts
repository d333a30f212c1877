import { expect, it } from 'vitest';
import { toChannelId } from '../protocol/ids.ts';
import { createSeeded } from '../protocol/seeded.ts';
import { createDelivery, type DeliveryEvidence } from './delivery.ts';
import { keyOf } from './logs.ts';
import { createReplica } from './replica.ts';
import { copyDevice, equip, settle, write } from './test-town.ts';

async function makeLog() {
  const seeded = createSeeded(1);
  const device = equip(settle(seeded, '宮田 由佳'), seeded);
  const feed = toChannelId('feed', device.owner.id);
  const replica = createReplica(device.owner.id);
  const first = await write(device, 'voice', feed, { text: '一' });
  const copy = copyDevice(device);
  const second = await write(device, 'voice', feed, { text: '二' });
  const branch = await write(copy, 'voice', feed, { text: '別' });
  replica.addCertificates([device.certificate]);
  replica.add([first, second, branch]);
  const at = (item: typeof first, more: Partial<DeliveryEvidence>): DeliveryEvidence => ({
    place: 'server',
    log: keyOf(item),
    point: item.entry,
    atMs: 10,
    where: null,
    epoch: 'e1',
    ...more,
  });
  return { first, second, branch, at, delivery: replica.delivery, logs: replica.access.ground.logs };
}

it('an entry is where evidence says that its log came, and nowhere by hope', async () => {
  const { first, second, at, delivery } = await makeLog();
  expect(delivery.stateOf(first, 5)).toMatchObject({ furthest: 'here', here: { atMs: 5 }, server: null });
  delivery.add(at(first, { place: 'carried', atMs: 7, where: '早川', epoch: null }));
  delivery.add(at(first, { atMs: 20 }));
  expect(delivery.stateOf(first, 5)).toMatchObject({ furthest: 'server', carried: { where: '早川' }, hub: null });
  expect(delivery.stateOf(second, 5).furthest).toBe('here');
});

it('evidence of one branch says nothing of the other', async () => {
  const { first, second, branch, at, delivery } = await makeLog();
  delivery.add(at(branch, {}));
  expect([first, second, branch].map((item) => delivery.stateOf(item, 5).furthest)).toEqual([
    'server',
    'here',
    'server',
  ]);
});

it('states do not go back and do not depend on the order of evidence, but a new epoch asks the server again', async () => {
  const { first, second, at, logs } = await makeLog();
  const evidence = [
    at(first, { atMs: 10 }),
    at(second, { atMs: 30 }),
    at(first, { place: 'theirs', atMs: 40, epoch: null }),
  ];
  const states = [evidence, [...evidence].reverse()].map((order) => {
    const delivery = createDelivery(logs);
    for (const one of [...order, ...order]) delivery.add(one);
    delivery.setEpoch('e1');
    return { delivery, state: delivery.stateOf(first, 5) };
  });
  expect(states[0]?.state).toEqual(states[1]?.state);
  expect(states[0]?.state).toMatchObject({ furthest: 'theirs', server: { atMs: 10, isAskedAgain: false } });
  const { delivery } = states[0]!;
  delivery.setEpoch('e2');
  expect(delivery.stateOf(second, 5)).toMatchObject({ furthest: 'here', server: { isAskedAgain: true } });
  expect(delivery.stateOf(first, 5).furthest).toBe('theirs');
  delivery.add(at(second, { atMs: 90, epoch: 'e2' }));
  expect(delivery.stateOf(first, 5)).toMatchObject({ server: { atMs: 90, isAskedAgain: false } });
});

it('of everyone who has an entry the first evidence counts, earliest first', async () => {
  const { first, second, branch, at, delivery } = await makeLog();
  const theirs = { place: 'theirs', epoch: null } as const;
  delivery.add(at(second, { ...theirs, where: 'b', atMs: 30 }));
  delivery.add(at(first, { ...theirs, where: 'b', atMs: 20 }));
  delivery.add(at(branch, { ...theirs, where: 'a', atMs: 10 }));
  const wheres = (item: typeof first) => delivery.wheresOf(item, 'theirs').map(({ where, atMs }) => [where, atMs]);
  expect(wheres(first)).toEqual([
    ['a', 10],
    ['b', 20],
  ]);
  expect(wheres(second)).toEqual([['b', 30]]);
  expect(delivery.wheresOf(first, 'read')).toEqual([]);
});
