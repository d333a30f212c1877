import { digestOf } from './digest.ts';
import { expect, it } from 'vitest';
import type { Item, ItemEntry } from '../log/item.ts';
import { createSeeded } from '../protocol/seeded.ts';
import type { PersonId } from '../protocol/ids.ts';
import { createHistory, createTown, type Conflict } from './test-history.ts';
import { createReplica } from './replica.ts';
import { shuffled, erased } from './test-town.ts';

const town = createTown(createSeeded(1));
const histories = 100;
const ordersOfEach = 4;

const everything = { channels: null, limit: 1000 };
const time = {
  nowMs: Date.UTC(2026, 0, 2),
  receivedAtMs: ({ id }: ItemEntry) => (id < '8' ? Date.UTC(2026, 0, 1) + Number.parseInt(id.slice(0, 4), 16) : null),
};

function replicaOf(items: readonly Item[], viewer: PersonId | null) {
  const replica = createReplica(viewer);
  replica.add(items);
  return replica;
}

it(`the same set in any order and with duplicates gives the same digest (${histories * ordersOfEach} orders)`, async () => {
  const seen = new Map<Conflict, number>();
  for (let seed = 1; seed <= histories; seed++) {
    const seeded = createSeeded(seed);
    const { items, conflicts } = await createHistory(town, seeded);
    for (const conflict of conflicts) seen.set(conflict, (seen.get(conflict) ?? 0) + 1);
    const viewer = seed % 3 === 0 ? town[0]!.owner.id : null;
    const whole = replicaOf(items, viewer);
    const digest = digestOf(whole);
    const posts = whole.voices.list(everything, time);
    for (let order = 0; order < ordersOfEach; order++) {
      const replica = createReplica(viewer);
      const opened = new Set<string>();
      for (const item of shuffled(items, seeded)) {
        for (const change of replica.add([item])) {
          const name = `${change.person} ${change.channel}`;
          // A change is told when it is one.
          expect(opened.has(name), `seed ${seed}`).toBe(!change.opened);
          if (change.opened) opened.add(name);
          else opened.delete(name);
        }
        // Looking at views between additions must change nothing.
        if (seeded.chance(0.03)) digestOf(replica);
        if (seeded.chance(0.05)) replica.voices.list({ channels: null, limit: 3 }, time);
      }
      expect(replica.voices.list(everything, time), `seed ${seed}`).toEqual(posts);
      expect(digestOf(replica), `seed ${seed}`).toBe(digest);
      const told = [...opened].filter((name) => name.startsWith(town[0]!.owner.id)).map((name) => name.slice(33));
      const readable = replica.access.readableChannels(town[0]!.owner.id);
      const isOther = (channel: string) => !channel.includes(town[0]!.owner.id);
      expect(told.filter(isOther).sort(), `seed ${seed}`).toEqual(readable.filter(isOther));
    }
  }
  for (const [conflict, count] of seen) expect(count, conflict).toBeGreaterThanOrEqual(10);
  expect(seen.size).toBe(14);
});

it('a replica whose bodies were dropped by erasures agrees with one that still has them', async () => {
  let dropped = 0;
  for (let seed = 1; seed <= 40; seed++) {
    const { items } = await createHistory(town, createSeeded(seed));
    const whole = replicaOf(items, null);
    const { erasures } = whole.access.ground;
    const kept = items.map((item) => (erasures.isErased(item) ? erased(item) : item));
    dropped += kept.filter((item, i) => item !== items[i]).length;
    expect(digestOf(replicaOf(kept, null)), `seed ${seed}`).toBe(digestOf(whole));
  }
  expect(dropped).toBeGreaterThan(50);
});
