import { expect, it } from 'vitest';
import { makeFriends } from '../../shared/simulate/friends.ts';
import { replicaOf, type Dweller } from '../../shared/simulate/town.ts';
import { handlers, type Desk } from './commands.ts';
import { encodeInvite } from '../../shared/device/invite-link.ts';
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

it('a check-in is two entries, however often the command comes: a sign of life that is never exact, then itself', async () => {
  const { yuka } = await makeFriends();
  const before = yuka.device.own().length;
  const place = { level: 'exact', latE5: 3_739_361, lonE5: 13_690_012, municipality: 17_204, name: '輪島市' } as const;
  const input = { place, text: '', accuracyM: 24.6 };
  const first = await handlers.checkIn(deskOf(yuka, one), input);
  expect(await handlers.checkIn(deskOf(yuka, one), input)).toEqual(first);
  expect(yuka.device.own().length - before).toBe(2);
  const replica = replicaOf(yuka);
  const bodies = [...replica.items()].map(({ body }) => body);
  expect(bodies.find((body) => body?.kind === 'life.sign')).toMatchObject({
    evidence: 'checkedIn',
    place: { level: 'coarse', latE5: 3_739_000, lonE5: 13_690_000, name: '輪島市' },
  });
  expect(bodies.find((body) => body?.kind === 'checkin')).toMatchObject({ place, accuracyM: 25 });
  const time = { nowMs: 1_700_000_100_000, receivedAtMs: () => null };
  expect(replica.signs.lastPlaceOf(yuka.person, time)).toMatchObject({ kind: 'checkin', place });
});

it('a check-in that is withdrawn takes its sign of life along, so that no place is left behind', async () => {
  const { yuka } = await makeFriends();
  const place = { level: 'municipality', municipality: 17_204, name: '輪島市' } as const;
  const written = await handlers.checkIn(deskOf(yuka, one), { place, text: '', accuracyM: undefined });
  const time = { nowMs: 1_700_000_100_000, receivedAtMs: () => null };
  expect(replicaOf(yuka).signs.lastPlaceOf(yuka.person, time)).toMatchObject({ place });
  await handlers.withdraw(deskOf(yuka, other), { id: written.ok ? written.value.id : '' });
  expect(replicaOf(yuka).signs.lastPlaceOf(yuka.person, time)).toBeNull();
});

it('a status said again by a command that was done already is not renewed a second time', async () => {
  const { yuka } = await makeFriends();
  const input = {
    condition: 'safe',
    whereabouts: 'home',
    needs: [],
    beside: [],
    besidePersons: [],
    place: '',
    text: '',
  } as const;
  await handlers.writeStatus(deskOf(yuka, one), { ...input, validMs: 3_600_000 });
  const renewed = await handlers.renewStatus(deskOf(yuka, other), null);
  expect(renewed.ok).toBe(true);
  expect(await handlers.renewStatus(deskOf(yuka, other), null)).toEqual(renewed);
});

it('an invitation of several people is a word to each, and accepted again by the same command it is none', async () => {
  const { yuka } = await makeFriends();
  const [person, second] = [one, other];
  const others = [second, yuka.person];
  const token = encodeInvite({ person, token: new Uint8Array(16), name: '宮田 絹江', kana: '', others });
  const before = yuka.device.own().length;
  expect(await handlers.acceptInvite(deskOf(yuka, one), { token })).toEqual({ ok: true, value: { personId: person } });
  await handlers.acceptInvite(deskOf(yuka, one), { token });
  expect(yuka.device.own().length).toBe(before + 2);
  const { friends } = replicaOf(yuka);
  expect([person, second].map((id) => friends.wordOf(yuka.person, id))).toEqual(['add', 'add']);
});
