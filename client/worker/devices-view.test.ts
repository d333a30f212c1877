import { expect, it } from 'vitest';
import { makeFriends } from '../../shared/simulate/friends.ts';
import { cutOffDevice } from '../../shared/device/cut-off.ts';
import { carry, meet, say } from '../../shared/simulate/tell.ts';
import { replicaOf, settleAgain, settleByCode } from '../../shared/simulate/town.ts';
import { toChannelId } from '../../shared/protocol/ids.ts';
import { perform } from '../../shared/simulate/perform.ts';
import type { World } from '../../shared/simulate/world.ts';
import { viewDevices } from './devices-view.ts';

it('lists all devices of a person, the one in hand first, with the times at which they wrote', async () => {
  const { server, clock, yuka, koichi } = await makeFriends();
  const begunMs = clock.ms;
  const tablet = await settleAgain(yuka, 501, server, clock);
  await meet([tablet, yuka]);
  clock.ms += 60_000;
  await say(tablet, 'voice', toChannelId('feed', yuka.person), { text: '便り' });
  await meet([tablet, yuka, koichi]);
  const list = (now: number) => viewDevices(replicaOf(yuka), yuka.person, yuka.device.id(), now);
  const [here, other, ...others] = list(clock.ms);
  expect(others).toEqual([]);
  expect(here).toMatchObject({ id: yuka.device.id(), isHere: true, isCut: false });
  expect(other).toMatchObject({ id: tablet.device.id(), isPhone: true, isHere: false, isCut: false });
  expect(other?.lastMs).toBe(begunMs + 60_000);
  expect(list(begunMs)[1]?.lastMs, 'a clock that is ahead is not believed').toBe(begunMs);
});

it('a device that was cut off stays in the list and says so', async () => {
  const { server, clock, yuka, koichi } = await makeFriends();
  const tablet = await settleAgain(yuka, 501, server, clock);
  await meet([tablet, yuka]);
  const world = { server, clock, people: [yuka, koichi], dwellers: [yuka, tablet] } as unknown as World;
  await perform(world, { kind: 'revokeDevice', actor: 0, a: 0, b: 0, c: 0 });
  const devices = viewDevices(replicaOf(yuka), yuka.person, yuka.device.id(), clock.ms);
  expect(devices.map(({ id, isCut }) => [id, isCut])).toEqual([
    [yuka.device.id(), false],
    [tablet.device.id(), true],
  ]);
});

it('says what a device is called, why it was cut off, and how much came of it that does not count', async () => {
  const { server, clock, yuka } = await makeFriends();
  const browser = await settleByCode(yuka, 501, server, clock);
  await meet([yuka, browser]);
  await say(browser, 'voice', toChannelId('feed', yuka.person), { text: '一' });
  await meet([browser, yuka]);
  const list = () => viewDevices(replicaOf(yuka), yuka.person, yuka.device.id(), clock.ms)[1];
  expect(list()).toMatchObject({ name: '居間のパソコン', isPhone: false, isCut: false });
  expect([list()?.reason, list()?.beyond]).toEqual([undefined, undefined]);
  await say(browser, 'voice', toChannelId('feed', yuka.person), { text: '二' });
  await cutOffDevice(yuka.device, browser.device.id(), 'stolen');
  await carry(browser, yuka);
  expect(list()).toMatchObject({ isCut: true, reason: 'stolen', beyond: 1 });
  await cutOffDevice(yuka.device, browser.device.id(), 'stolen');
  expect(list()).toMatchObject({ isCut: true, beyond: undefined });
});
