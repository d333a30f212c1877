import { digestOf } from '../fold/digest.ts';
import { describe, expect, it } from 'vitest';
import { toChannelId } from '../protocol/ids.ts';
import { createSeeded } from '../protocol/seeded.ts';
import { befriend, beginStory, heldBy, meet, postsSeen, say, sayStatus, servedTo } from './tell.ts';
import { replicaOf, settleAgain, type Dweller } from './town.ts';

const feedOf = ({ person }: Dweller) => toChannelId('feed', person);
const wordTo = (to: Dweller) => toChannelId('inbox', to.person);

/** Voices, comments of their own and a status now and then. */
async function live(people: readonly Dweller[], count: number, seed: number): Promise<void> {
  const seeded = createSeeded(seed);
  for (let i = 0; i < count; i++) {
    const one = people[i % people.length]!;
    const { id } = await say(one, 'voice', feedOf(one), { text: `${one.name} ${seed} ${i}` });
    if (seeded.chance(0.2)) await say(one, 'comment', feedOf(one), { target: id, text: `追伸 ${i}` });
    if (seeded.chance(0.1)) await sayStatus(one, 'safe');
  }
}

describe('what a reader holds is what the server would give', () => {
  it('when a friend is accepted after 1,000 other arrivals', async () => {
    const { server, people } = await beginStory(['宮田 由佳', '川島 航一', '原 千夏', '早川 徹']);
    const [yuka, koichi, chinatsu, toru] = people as [Dweller, Dweller, Dweller, Dweller];
    await befriend(koichi, toru);
    await live([yuka], 40, 1);
    await meet([yuka]);
    // One by one, so that each is an arrival of its own; 航一 hears of some by 徹, and of none by 千夏.
    for (let i = 0; i < 500; i++) {
      for (const one of [chinatsu, toru]) {
        const channel = toChannelId('feed', one.person, i % 10 === 0 ? 0 : i % 250);
        await say(one, 'voice', channel, { text: `${one.name} ${i}` });
        await one.conversation.wake('wrote');
      }
      if (i % 100 === 50) await meet([koichi], 1);
    }
    expect(server.store().arrival(0)).toBeGreaterThan(1_000);
    expect(postsSeen(koichi, yuka.person)).toEqual([]);
    await befriend(koichi, yuka);
    await live([yuka], 5, 2);
    await meet([yuka, koichi, toru, koichi]);
    expect(postsSeen(koichi, yuka.person)).toHaveLength(45);
    for (const one of [yuka, koichi]) expect(heldBy(one), one.name).toEqual(servedTo(server, one));
  });

  it('when a friend is unfriended and befriended again', async () => {
    const { server, clock, people } = await beginStory(['宮田 由佳', '川島 航一']);
    const [yuka, koichi] = people as [Dweller, Dweller];
    await befriend(yuka, koichi);
    await live([yuka], 30, 1);
    await meet([yuka, koichi]);
    for (let round = 0; round < 3; round++) {
      clock.ms += 60_000;
      const ended = await say(yuka, 'friend.remove', wordTo(koichi), { person: koichi.person });
      await live([yuka], 20, 10 + round);
      await meet([yuka, koichi]);
      expect(postsSeen(koichi, yuka.person), 'dropped when it closed').toEqual([]);
      expect(heldBy(koichi)).toEqual(servedTo(server, koichi));
      clock.ms += 60_000;
      await say(yuka, 'friend.add', wordTo(koichi), { person: koichi.person, replaces: [ended.id] });
      await live([yuka], 7, 20 + round);
      await meet([yuka, koichi]);
      expect(postsSeen(koichi, yuka.person)).toHaveLength(30 + (round + 1) * 27);
      expect(heldBy(koichi)).toEqual(servedTo(server, koichi));
    }
  });

  it.each([1, 2, 3])('by budgets of 2 KB until all has come (seed %i)', async (seed) => {
    const { server, clock, people } = await beginStory(['宮田 由佳', '川島 航一', '原 千夏'], seed);
    const [yuka, koichi, chinatsu] = people as [Dweller, Dweller, Dweller];
    for (const other of [koichi, chinatsu]) await befriend(yuka, other);
    await live([yuka, chinatsu], 200, seed);
    await meet([yuka, chinatsu]);
    const tablet = await settleAgain(koichi, 900 + seed, server, clock);
    for (const one of [koichi, tablet]) one.conversation.limit(2_048, 15);
    const seeded = createSeeded(seed);
    for (let i = 0; i < 30; i++) {
      tablet.conversation.limit(2_048, seeded.chance(0.3) ? 1 : 15);
      await meet([tablet, koichi], 1);
      await live([yuka], 1, 100 * seed + i);
      await meet([yuka], 1);
    }
    tablet.conversation.limit(2_048, 15);
    await meet([yuka, chinatsu, koichi, tablet]);
    for (const one of [yuka, koichi, tablet]) expect(heldBy(one), one.name).toEqual(servedTo(server, one));
    expect(digestOf(replicaOf(tablet))).toBe(digestOf(replicaOf(koichi)));
  });

  it.each([1, 2, 3, 4, 5])('when the line breaks between answers while friends write on (seed %i)', async (seed) => {
    const { server, people } = await beginStory(['宮田 由佳', '川島 航一', '原 千夏', '早川 徹'], seed);
    const [yuka, koichi, ...others] = people as [Dweller, Dweller, Dweller, Dweller];
    const seeded = createSeeded(seed);
    const friends = [yuka, ...others];
    for (const one of friends) await befriend(koichi, one);
    koichi.conversation.limit(2_048, 15);
    for (let i = 0; i < 40; i++) {
      for (const one of friends) {
        // Runs of many sizes, so that what is left of a budget is now too little for one and now enough for another.
        for (let n = seeded.int(6); n > 0; n--)
          await say(one, 'voice', feedOf(one), { text: `${one.name} ${i} ${'あ'.repeat(seeded.int(300))}` });
        await one.conversation.wake('wrote');
      }
      koichi.network.breakAfter(1 + seeded.int(3));
      await meet([koichi], 1);
      koichi.network.setDown(false);
    }
    await meet([koichi]);
    expect(heldBy(koichi)).toEqual(servedTo(server, koichi));
    expect(koichi.device.core.meta.unverified, 'all of it could be verified').toBeUndefined();
  });

  it('when a friend writes on while the first answer is made', async () => {
    const { server, clock, people } = await beginStory(['宮田 由佳', '川島 航一']);
    const [yuka, koichi] = people as [Dweller, Dweller];
    await befriend(yuka, koichi);
    await live([yuka], 20, 1);
    await meet([yuka]);
    const tablet = await settleAgain(koichi, 900, server, clock);
    const store = server.store();
    const { read } = store;
    let written = 0;
    let isWriting = false;
    store.read = async (query) => {
      const found = await read(query);
      if (query.lane === 2 && !isWriting && written < 8) {
        // Her own answer is read from here too.
        isWriting = true;
        await say(yuka, 'voice', feedOf(yuka), { text: `meanwhile ${++written}` });
        await yuka.conversation.wake('wrote');
        isWriting = false;
      }
      return found;
    };
    await meet([tablet]);
    expect(written).toBeGreaterThan(0);
    store.read = read;
    await meet([yuka, tablet]);
    expect(heldBy(tablet)).toEqual(servedTo(server, tablet));
    expect(tablet.device.core.meta.unverified, 'all of it could be verified').toBeUndefined();
  });

  it('on a line that carries life only, with life alone', async () => {
    const { server, people } = await beginStory(['宮田 由佳', '川島 航一']);
    const [yuka, koichi] = people as [Dweller, Dweller];
    await befriend(yuka, koichi);
    koichi.conversation.limit(2_048, 1);
    await live([yuka], 100, 1);
    await meet([yuka, koichi]);
    expect(postsSeen(koichi, yuka.person)).toEqual([]);
    expect(
      replicaOf(koichi).statuses.statementsAbout(yuka.person, { nowMs: 1_700_000_000_000, receivedAtMs: () => null }),
    ).toHaveLength(1);
    koichi.conversation.limit(2_048, 15);
    await meet([koichi]);
    expect(heldBy(koichi)).toEqual(servedTo(server, koichi));
  });
});
