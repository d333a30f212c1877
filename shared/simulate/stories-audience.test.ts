import { expect, it } from 'vitest';
import { knownFriends } from '../fold/known-friends.ts';
import type { Fields } from '../fold/test-town.ts';
import { channelType, toChannelId } from '../protocol/ids.ts';
import { makeFriends } from './friends.ts';
import { replicaOf, type Dweller } from './town.ts';

const choose = ({ device, person }: Dweller, fields: Pick<Fields<'audience'>, 'who' | 'persons'>) =>
  device.write('audience', toChannelId('inbox', person), { channelType: channelType.life, index: 0, ...fields });

it('a friend whose status is closed to a device is known as closed until it is opened again, and nothing of it is held', async () => {
  const { yuka, koichi, clock } = await makeFriends();
  const life = toChannelId('life', yuka.person);
  const meet = async () => {
    for (const one of [yuka, koichi]) await one.conversation.wake('tapped');
  };
  const statuses = () =>
    replicaOf(koichi).statuses.historyOf(yuka.person, { nowMs: clock.ms, receivedAtMs: () => null });
  await yuka.device.write('status', life, { condition: 'safe', whereabouts: 'home' });
  await meet();
  expect(statuses()).toHaveLength(1);

  await choose(yuka, { who: 'none' });
  await yuka.device.write('status', life, { condition: 'injured', whereabouts: 'home' });
  await meet();
  expect(koichi.device.core.meta.closed).toEqual([life]);
  expect(statuses()).toEqual([]);
  const { opened } = koichi.device.core.meta;
  const { friends, persons } = replicaOf(koichi);
  expect(knownFriends(koichi.person, opened, friends, persons.hasEnded), 'still friends').toEqual([yuka.person]);

  await choose(yuka, { who: 'list', persons: [koichi.person] });
  await meet();
  expect(koichi.device.core.meta.closed).toEqual([]);
  expect(statuses().map(({ condition }) => condition)).toEqual(['injured', 'safe']);
});
