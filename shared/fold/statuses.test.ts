import { describe, expect, it } from 'vitest';
import type { ItemEntry } from '../log/item.ts';
import { toChannelId, type EntryId } from '../protocol/ids.ts';
import { createSeeded } from '../protocol/seeded.ts';
import { createReplica } from './replica.ts';
import { befriend, equip, erasing, settle, write, type Fields, type TownDevice } from './test-town.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const startMs = Date.UTC(2026, 3, 1);
const never = () => null;

/** 由佳 looks at her mother 絹江, the neighbours 早川 and 野添; all are friends of each other. */
async function makeTown() {
  const seeded = createSeeded(1);
  const [yuka, kinue, toru, midori] = ['宮田 由佳', '宮田 絹江', '早川 徹', '野添 みどり'].map((name) =>
    equip(settle(seeded, name), seeded),
  ) as [TownDevice, TownDevice, TownDevice, TownDevice];
  const replica = createReplica(yuka.owner.id);
  const devices = [yuka, kinue, toru, midori];
  replica.addCertificates(devices.map((device) => device.certificate));
  for (const [i, device] of devices.entries()) {
    for (const other of devices.slice(i + 1)) replica.add(await befriend(device, other, startMs));
    const card = { name: device.owner.name };
    replica.add([await write(device, 'card.set', toChannelId('card', device.owner.id), card, { clockMs: startMs })]);
  }
  const say = async (device: TownDevice, fields: Fields<'status'>, clockMs = startMs) => {
    const item = await write(device, 'status', toChannelId('life', device.owner.id), fields, { clockMs });
    replica.add([item]);
    return item;
  };
  const sayOf = async (
    device: TownDevice,
    of: TownDevice,
    fields: Omit<Fields<'status.about'>, 'person'>,
    at: number,
  ) => {
    const person = of.owner.id;
    const item = await write(
      device,
      'status.about',
      toChannelId('life', person),
      { ...fields, person },
      { clockMs: at },
    );
    replica.add([item]);
    return item;
  };
  const headline = (device: TownDevice, nowMs: number, receivedAtMs: (entry: ItemEntry) => number | null = never) =>
    replica.statuses.headlineOf(device.owner.id, { nowMs, receivedAtMs });
  const callHousehold = async (
    device: TownDevice,
    members: readonly TownDevice[],
    replaces: readonly EntryId[] = [],
  ) => {
    const fields = { persons: members.map(({ owner }) => owner.id), replaces: [...replaces] };
    const item = await write(device, 'household', toChannelId('life', device.owner.id), fields, { clockMs: startMs });
    replica.add([item]);
    return item;
  };
  return { yuka, kinue, toru, midori, replica, say, sayOf, headline, callHousehold };
}

const safe = { condition: 'safe', whereabouts: 'home' } as const;
const rescue = { condition: 'needsRescue', whereabouts: 'home' } as const;

it('the history of a person has every word that was said, replaced or not, newest first', async () => {
  const { yuka, kinue, toru, replica, say, sayOf } = await makeTown();
  const first = await say(kinue, rescue, startMs);
  const second = await say(kinue, { ...safe, replaces: [first.entry.id] }, startMs + 2 * hourMs);
  const said = await sayOf(toru, kinue, { ...safe, rung: 'household' }, startMs + hourMs);
  await say(yuka, safe, startMs);
  const history = () => replica.statuses.historyOf(kinue.owner.id, { nowMs: startMs + dayMs, receivedAtMs: never });
  expect(history().map(({ entry }) => entry)).toEqual([second.entry.id, said.entry.id, first.entry.id]);
  replica.add([await write(kinue, 'erase', first.entry.channel, erasing(first))]);
  expect(history().map(({ entry }) => entry)).toEqual([second.entry.id, said.entry.id]);
});

describe('a headline', () => {
  it('is the newest word of the highest rung, with a newer worse word of a lower rung beside it', async () => {
    const { kinue, toru, midori, say, sayOf, headline, callHousehold } = await makeTown();
    await say(kinue, safe, startMs);
    await callHousehold(kinue, [toru]);
    await sayOf(midori, kinue, { ...rescue, rung: 'acquaintance' }, startMs - hourMs);
    expect(headline(kinue, startMs + 1).besideIt).toBeNull();
    const injured = { condition: 'injured', whereabouts: 'notSaid', rung: 'household' } as const;
    await sayOf(toru, kinue, injured, startMs + hourMs);
    const { headline: head, besideIt } = headline(kinue, startMs + 2 * hourMs);
    expect([head?.rung, head?.condition, besideIt?.rung, besideIt?.condition]).toEqual([
      'self',
      'safe',
      'household',
      'injured',
    ]);
    expect(besideIt?.saidBy).toBe(toru.owner.id);
  });

  it('is of the household only as long as both named each other', async () => {
    const { kinue, toru, midori, replica, sayOf, headline, callHousehold } = await makeTown();
    await sayOf(toru, kinue, { ...safe, rung: 'household' }, startMs);
    const rung = () => headline(kinue, startMs + 1).headline?.rung;
    expect(rung()).toBe('acquaintance');
    const first = await callHousehold(kinue, [toru, midori]);
    expect(rung()).toBe('household');
    expect(replica.households.namedBy(kinue.owner.id)).toEqual([toru.owner.id, midori.owner.id]);
    const second = await callHousehold(kinue, [midori], [first.entry.id]);
    expect(rung()).toBe('acquaintance');
    expect(replica.households.entryOf(kinue.owner.id)).toBe(second.entry.id);
    const channel = toChannelId('life', kinue.owner.id);
    replica.add([await write(toru, 'household', channel, { persons: [toru.owner.id] }, { clockMs: startMs + 1 })]);
    expect(rung(), 'nobody names themselves into it').toBe('acquaintance');
    await callHousehold(kinue, [], [second.entry.id]);
    expect(replica.households.namedBy(kinue.owner.id)).toEqual([]);
  });

  it('passes to the next rung when it is outdated, and is outdated itself when nothing else is valid', async () => {
    const { kinue, toru, say, sayOf, headline } = await makeTown();
    await say(kinue, { ...safe, event: 'ee'.repeat(16) }, startMs);
    await sayOf(toru, kinue, { ...safe, whereabouts: 'shelter', rung: 'desk' }, startMs + hourMs);
    expect(headline(kinue, startMs + dayMs - 1).headline?.rung).toBe('self');
    // No desk is certified in this version.
    expect(headline(kinue, startMs + dayMs).headline).toMatchObject({ rung: 'acquaintance', outdated: false });
    expect(headline(kinue, startMs + 8 * dayMs).headline).toMatchObject({ rung: 'acquaintance', outdated: true });
  });

  it('dated 2099 falls at the author’s next word, and is valid no longer than from its receipt', async () => {
    const { kinue, say, headline } = await makeTown();
    const wrong = await say(kinue, { ...rescue, validSeconds: 3600 }, Date.UTC(2099, 0));
    const receivedAtMs = ({ id }: ItemEntry) => (id === wrong.entry.id ? startMs : null);
    const wrongHead = (nowMs: number) => headline(kinue, nowMs, receivedAtMs).headline;
    expect(wrongHead(startMs + 1)).toMatchObject({ condition: 'needsRescue', atMs: startMs, outdated: false });
    expect(wrongHead(startMs + hourMs)?.outdated).toBe(true);
    expect(headline(kinue, startMs).headline?.outdated).toBe(true);
    const next = await say(kinue, { ...safe, replaces: [wrong.entry.id] }, startMs + 5);
    expect(wrongHead(startMs + 10)).toMatchObject({ entry: next.entry.id, condition: 'safe' });
    const again = await say(kinue, { ...safe, text: 'つぎ' }, startMs + 6);
    expect(wrongHead(startMs + 10)?.entry).toBe(again.entry.id);
  });

  it('by another device is not newest by a clock ahead of the reader', async () => {
    const { kinue, replica, say, headline } = await makeTown();
    const tablet = equip(kinue.owner, createSeeded(9));
    replica.addCertificates([tablet.certificate]);
    await say(kinue, safe, startMs);
    const future = await write(tablet, 'status', toChannelId('life', kinue.owner.id), rescue, {
      clockMs: Date.UTC(2099, 0),
    });
    replica.add([future]);
    expect(headline(kinue, startMs + 1).headline?.condition).toBe('safe');
    expect(headline(kinue, Date.UTC(2099, 0)).headline?.condition).toBe('needsRescue');
  });

  it('taken back gives way to the word before it', async () => {
    const { kinue, replica, say, headline } = await makeTown();
    const first = await say(kinue, safe, startMs);
    const second = await say(kinue, { ...rescue, replaces: [first.entry.id] }, startMs + 1);
    replica.add([await write(kinue, 'erase', second.entry.channel, erasing(second))]);
    expect(headline(kinue, startMs + 2).headline?.entry).toBe(first.entry.id);
  });
});

describe('the safety list', () => {
  it('has trouble first, then silence, those on the move, in shelters, and safe', async () => {
    const { yuka, kinue, toru, midori, replica, say, sayOf } = await makeTown();
    const rows = (nowMs: number) => replica.safetyList({ nowMs, receivedAtMs: never }, new Map());
    const order = (nowMs: number) => rows(nowMs).map((row) => `${row.name} ${row.group}`);
    await say(toru, safe);
    await say(midori, { ...safe, whereabouts: 'moving' });
    expect(order(startMs + 1)).toEqual(['宮田 絹江 silent', '野添 みどり moving', '早川 徹 safe']);
    await sayOf(midori, toru, { ...rescue, rung: 'acquaintance' }, startMs + hourMs);
    expect(order(startMs + 2 * hourMs)[0]).toBe('早川 徹 trouble');
    await say(kinue, { condition: 'needsHelp', whereabouts: 'home' }, startMs + hourMs);
    expect(order(startMs + 2 * hourMs).slice(0, 2)).toEqual(['早川 徹 trouble', '宮田 絹江 trouble']);
    // A month later nobody's word is valid: whoever was in trouble is still looked at first, nobody is shown as safe.
    expect(rows(startMs + 30 * dayMs).map((row) => row.group)).toEqual(['trouble', 'trouble', 'silent']);
    expect(rows(startMs + 30 * dayMs).every((row) => row.headline?.outdated)).toBe(true);
    expect(rows(startMs)[0]?.person).not.toBe(yuka.owner.id);
  });

  it('shows what the person did and when the phone was in contact apart, and what was asked and not answered', async () => {
    const { yuka, kinue, replica } = await makeTown();
    const feed = toChannelId('feed', kinue.owner.id);
    replica.add([
      await write(kinue, 'voice', feed, { text: '朝市' }, { clockMs: startMs + 1 }),
      await write(kinue, 'voice', feed, { text: '先の日付' }, { clockMs: Date.UTC(2099, 0) }),
      await write(yuka, 'status.ask', toChannelId('inbox', kinue.owner.id), {}, { clockMs: startMs + hourMs }),
    ]);
    const contacts = new Map([[kinue.owner.id, startMs + 2 * hourMs]]);
    const time = { nowMs: startMs + 5 * hourMs + 1, receivedAtMs: never };
    const row = () => replica.safetyList(time, contacts).find((one) => one.person === kinue.owner.id);
    expect(row()).toMatchObject({
      lastSign: { atMs: startMs + 1, evidence: 'wrote' },
      contactHours: 3,
      askedAtMs: startMs + hourMs,
      group: 'silent',
    });
    const life = toChannelId('life', kinue.owner.id);
    const sign = { evidence: 'answered', place: { level: 'municipality', municipality: 17_204 } } as const;
    replica.add([await write(kinue, 'life.sign', life, sign, { clockMs: startMs + 2 * hourMs })]);
    expect(row()).toMatchObject({ lastSign: { evidence: 'answered', place: sign.place }, askedAtMs: null });
  });
});
