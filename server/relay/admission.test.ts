import { expect, test } from 'vitest';
import { createAdmission, type AdmissionClass } from './admission.ts';
import { makeInviteCode, readInviteCode } from './invite-code.ts';
import { createInviteCodes } from './invite-codes.ts';
import { openKnownPersons } from './known-persons.ts';
import { createPressure } from './pressure.ts';
import type { SideCall } from '../store/writer-messages.ts';

const hourMs = 3_600_000;

function makeWorld() {
  const world = { nowMs: 1_000_000_000, friends: new Map<string, string[]>(), rows: [] as [string, string, number][] };
  const codes = new Map<string, string>();
  const call = async (side: SideCall) => {
    if (side.name === 'load-known') return { code: 'ok', value: [...world.rows] } as const;
    if (side.name === 'save-known') world.rows.push([side.person, side.by, side.atMs]);
    if (side.name !== 'use-code') return { code: 'ok', value: null } as const;
    const user = codes.get(side.codeId) ?? side.person;
    codes.set(side.codeId, user);
    if (user === side.person) world.rows.push([side.person, side.codeId, side.atMs]);
    return { code: 'ok', value: user === side.person } as const;
  };
  const befriend = (a: string, b: string) => {
    world.friends.set(a, [...(world.friends.get(a) ?? []), b]);
    world.friends.set(b, [...(world.friends.get(b) ?? []), a]);
  };
  const open = () =>
    openKnownPersons({ call, friendsOf: (person) => world.friends.get(person) ?? [], now: () => world.nowMs });
  return { world, befriend, open };
}

const budgetOf = (classOf: (person: string) => AdmissionClass, isInGrace = false) => {
  const clock = { nowMs: 0 };
  const admission = createAdmission({
    now: () => clock.nowMs,
    classOf,
    pressure: () => 0,
    isInGrace: () => isInGrace,
  });
  const take = (person: string, lane: number, hasStatus = false) =>
    admission.whyNot(person, { lane, count: 1, bytes: 100, hasStatus });
  const takeAll = (person: string, lane: number) => {
    for (let taken = 0; ; taken++) if (take(person, lane) !== null) return taken;
  };
  return { clock, take, takeAll };
};

test('strangers who befriend one another stay new', async () => {
  const { befriend, open } = makeWorld();
  befriend('a', 'b');
  const known = await open();
  known.friendsChanged(['a', 'b']);
  expect([known.classOf('a'), known.classOf('b')]).toEqual(['new', 'new']);
});

test("an operator's code makes one person known, whose friends are known then, also after a restart", async () => {
  const { world, befriend, open } = makeWorld();
  const known = await open();
  const seed = new Uint8Array(32).fill(5);
  const code = makeInviteCode(seed);
  const codes = createInviteCodes(seed, known, () => world.nowMs);
  expect((await codes.use(code, 'a')).ok).toBe(true);
  expect((await codes.use(code, 'a')).ok).toBe(true);
  expect(await codes.use(code, 'z')).toEqual({ ok: false, error: { code: 'not-found' } });
  expect(readInviteCode(new Uint8Array(32).fill(6), code)).toBeNull();
  befriend('a', 'b');
  known.friendsChanged(['a', 'b']);
  expect(['a', 'b', 'z'].map(known.classOf)).toEqual(['known', 'known', 'new']);
  world.friends.clear();
  expect(['a', 'b', 'z'].map((await open()).classOf)).toEqual(['known', 'known', 'new']);
});

test('a known person lifts twenty in a week, the others when the week is over', async () => {
  const { world, befriend, open } = makeWorld();
  world.rows.push(['a', 'c0de', 0]);
  const known = await open();
  const others = Array.from({ length: 25 }, (_, i) => `p${i}`);
  for (const other of others) befriend('a', other);
  const lifted = () => others.filter((other) => known.classOf(other) === 'known').length;
  expect(lifted()).toBe(20);
  world.nowMs += 6 * 24 * hourMs;
  expect(lifted()).toBe(20);
  world.nowMs += 24 * hourMs;
  expect(lifted()).toBe(25);
});

test('a status passes when nothing else of lane 0 does', () => {
  const { take, takeAll } = budgetOf(() => 'known');
  expect(takeAll('a', 0)).toBe(90);
  for (let i = 0; i < 30; i++) expect(take('a', 0, true)).toBeNull();
  expect(take('a', 0, true)).toBe('not-admitted');
});

test('budgets are of persons, fill again with time, and are smaller for those who are new', () => {
  const { clock, take, takeAll } = budgetOf((person) => (person === 'n' ? 'new' : 'known'));
  expect([takeAll('a', 2), takeAll('b', 2), takeAll('n', 2)]).toEqual([600, 600, 300]);
  clock.nowMs += hourMs;
  expect(takeAll('a', 2)).toBe(200);
  expect(take('a', 1)).toBeNull();
});

test('after a restore what is offered again is not slowed', () => {
  const { takeAll } = budgetOf(() => 'known', true);
  expect(takeAll('a', 2)).toBeGreaterThan(11_000);
});

test('known persons are never counted by address, however full the pool of new ones is', () => {
  const pressure = createPressure(100);
  for (let i = 0; i < 40; i++) expect(pressure.enter({ isNew: false, address: 'shelter' })).not.toBeNull();
  while (pressure.enter({ isNew: true, address: 'shelter' }) !== null);
  expect(pressure.enter({ isNew: true, address: 'shelter' })).toBeNull();
  const { take } = budgetOf(() => 'known');
  for (let i = 0; i < 500; i++) expect(take(`person ${i}`, 0)).toBeNull();
});
