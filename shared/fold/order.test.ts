import { expect, it } from 'vitest';
import type { Item } from '../log/item.ts';
import { toChannelId } from '../protocol/ids.ts';
import { createSeeded } from '../protocol/seeded.ts';
import { isAhead, shownTimeMs } from './clocks.ts';
import { orderEntries } from './order.ts';
import { createReplica } from './replica.ts';
import { createHistory, createTown } from './test-history.ts';
import { equip, settle, shuffled, write } from './test-town.ts';

function makeDevice() {
  const seeded = createSeeded(1);
  const device = equip(settle(seeded, '早川 徹'), seeded);
  const channels = { feed: toChannelId('feed', device.owner.id), card: toChannelId('card', device.owner.id) };
  const replica = createReplica(null);
  replica.addCertificates([device.certificate]);
  const say = (clockMs: number, after: readonly string[] = [], counter = 0) =>
    write(device, 'voice', channels.feed, { text: 'こえ' }, { clockMs, counter, after });
  return { device, channels, replica, say };
}

it('an entry comes after its log predecessor and what it names, whatever the clocks say', async () => {
  const { device, channels, replica, say } = makeDevice();
  const [first, second] = [await say(9_000), await say(1_000)];
  const sign = await write(
    device,
    'life.sign',
    toChannelId('life', device.owner.id),
    { evidence: 'opened' },
    { clockMs: 5, after: [second.entry.id] },
  );
  const alone = await write(device, 'clock', channels.card, { fromMs: 1, toMs: 1, offsetMs: 0 }, { clockMs: 9_001 });
  expect(replica.order([alone, sign, second, first, second])).toEqual([first, second, sign, alone]);
  // Without its predecessor in the set nothing holds an entry back.
  expect(replica.order([alone, sign, second])).toEqual([second, sign, alone]);
});

it('of entries free to come, the smallest by clock, counter and id comes first', async () => {
  const seeded = createSeeded(2);
  const devices = [1, 2, 3].map(() => equip(settle(seeded, '三上 樹'), seeded));
  const { replica } = makeDevice();
  const channel = toChannelId('feed', devices[0]!.owner.id);
  const items: Item[] = [];
  for (const [i, device] of devices.entries()) {
    items.push(await write(device, 'voice', channel, { text: 'こえ' }, { clockMs: 7, counter: i === 0 ? 1 : 0 }));
  }
  const [last, ...others] = items;
  others.sort((a, b) => (a.entry.id < b.entry.id ? -1 : 1));
  expect(replica.order(items)).toEqual([...others, last]);
});

it('the order is one for a set, keeps every link, and drops duplicates', async () => {
  const town = createTown(createSeeded(1));
  for (let seed = 1; seed <= 30; seed++) {
    const seeded = createSeeded(seed);
    const { items } = await createHistory(town, seeded);
    const replica = createReplica(null);
    replica.add(items);
    const ids = (list: readonly Item[]) => list.map((item) => item.entry.id);
    const ordered = replica.order(items);
    expect(ids(replica.order(shuffled(items, seeded))), `seed ${seed}`).toEqual(ids(ordered));
    const placeById = new Map(ordered.map((item, place) => [item.entry.id, place]));
    expect(placeById.size, `seed ${seed}`).toBe(ordered.length);
    for (const [place, item] of ordered.entries()) {
      const previous = Buffer.from(item.previousHash.subarray(0, 16)).toString('hex');
      for (const id of [previous, ...item.entry.after]) expect(placeById.get(id) ?? -1).toBeLessThan(place);
    }
  }
});

it('clock entries correct what their device wrote in their stretch, the last one alone', async () => {
  const { device, channels, replica, say } = makeDevice();
  const [early, late] = [await say(1_000), await say(90_000)];
  const correct = (fromMs: number, toMs: number, offsetMs: number) =>
    write(device, 'clock', channels.card, { fromMs, toMs, offsetMs });
  replica.add([early, late, await correct(0, 2_000, 500), await correct(0, 2_000, 7_000_000)]);
  const { clocks } = replica.access.ground;
  expect([early, late].map(clocks.correctedMs)).toEqual([7_001_000, 90_000]);
  replica.add([await correct(0, 99_000, -50_000)]);
  expect([early, late].map(clocks.correctedMs)).toEqual([0, 40_000]);
  expect(orderEntries([late, early], clocks)).toEqual([early, late]);
});

it('an entry is listed at the earlier of its clock and its receipt, and never later than now', () => {
  expect(shownTimeMs(100, 200, 300)).toBe(100);
  expect(shownTimeMs(250, 200, 300)).toBe(200);
  expect(shownTimeMs(Date.UTC(2099, 0), null, 300)).toBe(300);
  expect([isAhead(300_000, 0), isAhead(300_001, 0)]).toEqual([false, true]);
});
