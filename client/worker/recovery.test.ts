import { expect, it } from 'vitest';
import { makeFriends } from '../../shared/simulate/friends.ts';
import { replicaOf, reopen, settleRestored, type Dweller } from '../../shared/simulate/town.ts';
import { meet } from '../../shared/simulate/tell.ts';
import type { Database } from '../db/database.ts';
import { recover } from './recovery.ts';

// Of the database only small things are asked that nobody kept here.
const database = { get: async () => undefined } as unknown as Database;

const deskOf = (dweller: Dweller) => ({
  ports: dweller.device.core.ports,
  database,
  origin: 'https://tayori.example',
  device: dweller.device,
  replica: replicaOf(dweller),
  begin: async () => undefined,
});

it('the seed is here until the words were confirmed, then on no device, with the time at which that was', async () => {
  const { yuka, clock } = await makeFriends();
  expect(await recover(deskOf(yuka), { do: 'look' })).toMatchObject({
    ok: true,
    value: { seed: expect.any(Uint8Array) },
  });
  expect(await recover(deskOf(yuka), { do: 'confirm' })).toEqual({ ok: true, value: { is: 'done' } });
  clock.ms += 60_000;
  expect(await recover(deskOf(yuka), { do: 'confirm' }), 'the second time').toMatchObject({ ok: true });
  for (let start = 0; start < 2; start++) {
    expect(yuka.disk.saved().identity?.recoverySeed).toBeNull();
    expect(await recover(deskOf(yuka), { do: 'look' })).toEqual({
      ok: true,
      value: { is: 'words', seed: null, atMs: clock.ms - 60_000, isRestored: false, leftOut: 0 },
    });
    await reopen(yuka, clock);
  }
});

it('a full device keeps the seed, and says so', async () => {
  const { yuka } = await makeFriends();
  yuka.disk.setFull(true);
  expect(await recover(deskOf(yuka), { do: 'confirm' })).toEqual({ ok: false, error: { code: 'full' } });
  expect(yuka.device.core.identity.recoverySeed).not.toBeNull();
});

it('a friend learns when somebody moved, and of the others that they never did', async () => {
  const { server, clock, yuka, koichi } = await makeFriends();
  const ask = { do: 'whenMoved', personId: yuka.person } as const;
  expect(await recover(deskOf(koichi), ask)).toEqual({ ok: true, value: { is: 'moved', atMs: undefined } });
  clock.ms += 86_400_000;
  const seed = yuka.device.core.identity.recoverySeed ?? new Uint8Array();
  const anew = await settleRestored('宮田 由佳', seed, 900, server, clock);
  await meet([anew, koichi]);
  expect(await recover(deskOf(koichi), ask)).toEqual({ ok: true, value: { is: 'moved', atMs: clock.ms } });
});

it('nobody is restored where somebody is', async () => {
  const { yuka } = await makeFriends();
  const told = await recover(deskOf(yuka), { do: 'restore', seed: new Uint8Array(16) });
  expect(told).toEqual({ ok: true, value: { is: 'trouble', why: 'occupied' } });
});
