import { expect, it } from 'vitest';
import { makeFriends } from '../../shared/simulate/friends.ts';
import { replicaOf, type Dweller } from '../../shared/simulate/town.ts';
import { handlers, type Desk } from './commands.ts';
import { createKnown } from './known.ts';

function deskOf({ device, ...dweller }: Dweller, command: string): Desk {
  const known = createKnown(replicaOf({ device, ...dweller }));
  const write: Desk['write'] = (kind, channel, fields, after) => device.write(kind, channel, fields, after, command);
  return { device, known, origin: 'http://tayori.test', command, write };
}

const [one, other] = ['0123456789abcdef0123456789abcdef', 'f123456789abcdef0123456789abcdef'];

it('an invitation that is asked for again by the same command is the same link, and one entry', async () => {
  const { yuka } = await makeFriends();
  const before = yuka.device.own().length;
  const first = await handlers.makeInvite(deskOf(yuka, one), null);
  expect(await handlers.makeInvite(deskOf(yuka, one), null)).toEqual(first);
  expect(yuka.device.own().length).toBe(before + 1);
  const second = await handlers.makeInvite(deskOf(yuka, other), null);
  expect(second.ok && first.ok && second.value.link !== first.value.link).toBe(true);
});

it('a status said again by a command that was done already is not renewed a second time', async () => {
  const { yuka } = await makeFriends();
  const input = { condition: 'safe', whereabouts: 'home', needs: [], beside: [], place: '', text: '' } as const;
  await handlers.writeStatus(deskOf(yuka, one), { ...input, validMs: 3_600_000 });
  const renewed = await handlers.renewStatus(deskOf(yuka, other), null);
  expect(renewed.ok).toBe(true);
  expect(await handlers.renewStatus(deskOf(yuka, other), null)).toEqual(renewed);
});
