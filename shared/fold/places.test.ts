import { expect, it } from 'vitest';
import { toChannelId } from '../protocol/ids.ts';
import { createSeeded } from '../protocol/seeded.ts';
import { createReplica } from './replica.ts';
import { befriend, equip, erasing, settle, shuffled, write, type TownDevice } from './test-town.ts';

const hourMs = 3_600_000;
const startMs = Date.UTC(2026, 3, 1);
const time = { nowMs: startMs + 10 * hourMs, receivedAtMs: () => null };
const wajima = { level: 'municipality', municipality: 17_204, name: '輪島市' } as const;
const nanao = { level: 'listed', municipality: 17_202, name: '七尾市 朝日小学校' } as const;
const exact = { level: 'exact', latE5: 3_739_360, lonE5: 13_690_000, municipality: 17_204, name: '輪島市' } as const;

async function makeFriends() {
  const seeded = createSeeded(1);
  const [yuka, toru] = ['宮田 由佳', '早川 徹'].map((name) => equip(settle(seeded, name), seeded)) as [
    TownDevice,
    TownDevice,
  ];
  const replica = createReplica(yuka.owner.id);
  replica.addCertificates([yuka.certificate, toru.certificate]);
  replica.add(await befriend(yuka, toru, startMs));
  const feed = toChannelId('feed', toru.owner.id);
  const life = toChannelId('life', toru.owner.id);
  const lastPlace = () => replica.signs.lastPlaceOf(toru.owner.id, time);
  return { yuka, toru, replica, feed, life, lastPlace };
}

it('a check-in stands among the voices, with its place and words', async () => {
  const { toru, replica, feed } = await makeFriends();
  const said = await write(toru, 'checkin', feed, { place: wajima, text: '給水の列です' }, { clockMs: startMs });
  replica.add([said, await write(toru, 'checkin', feed, { place: nanao }, { clockMs: startMs + 1 })]);
  const posts = replica.voices.list({ channels: null, limit: 9 }, time);
  expect(posts).toMatchObject([
    { kind: 'checkin', place: nanao, text: null, isAbsent: false },
    { kind: 'checkin', place: wajima, text: '給水の列です' },
  ]);
});

it('in the safety list it is a sign of life of its own kind, with its place', async () => {
  const { toru, replica, feed } = await makeFriends();
  replica.add([await write(toru, 'checkin', feed, { place: wajima }, { clockMs: startMs + 1 })]);
  const [row] = replica.safetyList(time, new Map());
  expect(row).toMatchObject({ lastSign: { evidence: 'checkedIn', place: wajima }, group: 'silent' });
});

it('the last place is of the newest check-in, status or sign of life, in whatever order they come; voices are not asked', async () => {
  const { toru, replica, feed, life, lastPlace } = await makeFriends();
  const items = [
    await write(toru, 'checkin', feed, { place: exact, accuracyM: 30 }, { clockMs: startMs + hourMs }),
    await write(
      toru,
      'status',
      life,
      { condition: 'safe', whereabouts: 'shelter', place: nanao },
      { clockMs: startMs + 2 * hourMs },
    ),
    await write(toru, 'status', life, { condition: 'safe', whereabouts: 'home' }, { clockMs: startMs + 3 * hourMs }),
    await write(toru, 'voice', feed, { text: '道の駅', place: wajima }, { clockMs: startMs + 4 * hourMs }),
  ];
  expect(lastPlace()).toBeNull();
  replica.add(shuffled(items, createSeeded(2)));
  expect(lastPlace()).toMatchObject({ kind: 'status', place: nanao, atMs: startMs + 2 * hourMs, accuracyM: null });
});

it('an erased place says nothing, and the one before it holds again', async () => {
  const { toru, replica, feed, lastPlace } = await makeFriends();
  const first = await write(toru, 'checkin', feed, { place: nanao }, { clockMs: startMs });
  const second = await write(toru, 'checkin', feed, { place: exact, accuracyM: 30 }, { clockMs: startMs + 1 });
  replica.add([first, second]);
  expect(lastPlace()).toMatchObject({ kind: 'checkin', place: exact, accuracyM: 30 });
  replica.add([await write(toru, 'erase', feed, erasing(second), { clockMs: startMs + 2 })]);
  expect(lastPlace()).toMatchObject({ place: nanao });
});

it('the sign of life that runs ahead of a check-in gives way to it', async () => {
  const { toru, replica, feed, life, lastPlace } = await makeFriends();
  const coarse = { ...exact, level: 'coarse', latE5: 3_739_000 } as const;
  const sign = await write(toru, 'life.sign', life, { evidence: 'checkedIn', place: coarse }, { clockMs: startMs });
  replica.add([sign]);
  expect(lastPlace()).toMatchObject({ kind: 'life.sign', place: coarse });
  replica.add([await write(toru, 'checkin', feed, { place: exact }, { clockMs: startMs })]);
  expect(lastPlace()).toMatchObject({ kind: 'checkin', place: exact });
});

it('what others say of a person is not where that person said to be', async () => {
  const { yuka, toru, replica, life, lastPlace } = await makeFriends();
  const fields = { condition: 'safe', whereabouts: 'shelter', place: wajima, rung: 'acquaintance' } as const;
  replica.add([await write(yuka, 'status.about', life, { ...fields, person: toru.owner.id }, { clockMs: startMs })]);
  expect(lastPlace()).toBeNull();
});
