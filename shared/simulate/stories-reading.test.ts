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
