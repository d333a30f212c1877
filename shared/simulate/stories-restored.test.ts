import { describe, expect, it } from 'vitest';
import type { Entry } from '../protocol/entry.ts';
import { toChannelId } from '../protocol/ids.ts';
import { fromSegment } from '../sync/segments.ts';
import type { SimulatedServer } from './server.ts';
import { befriend, beginStory, heldBy, meet, postsSeen, say, servedTo } from './tell.ts';
import { reopen, keptEntries, settleAgain, type Dweller } from './town.ts';

const feedOf = ({ person }: Dweller) => toChannelId('feed', person);

function storedBy(server: SimulatedServer): ReadonlyMap<string, Entry> {
  const entries = server
    .store()
    .rows()
    .segments.flatMap((row) => fromSegment(row).entries);
  return new Map(entries.map((entry) => [entry.id, entry]));
}

async function makeFriends() {
  const story = await beginStory(['宮田 由佳', '川島 航一', '原 千夏']);
  const [yuka, koichi, chinatsu] = story.people as [Dweller, Dweller, Dweller];
  await befriend(yuka, koichi);
  await befriend(yuka, chinatsu);
  return { ...story, yuka, koichi, chinatsu };
}

describe('a server whose backup was restored', () => {
  it('takes a new epoch, is offered what it lost, and nothing is missing', async () => {
    const { server, yuka, koichi, chinatsu, people } = await makeFriends();
    const backup = server.store().rows();
    const { id } = await say(yuka, 'voice', feedOf(yuka), { text: '失われる便り' });
    await meet([yuka, koichi]);
    await say(koichi, 'comment', feedOf(yuka), { target: id, text: '届きました' });
    await meet(people);
    const before = [...storedBy(server).keys()].sort();
    expect(yuka.device.own().every((row) => row.state === 'server')).toBe(true);
    await server.restore('00000000000000e2', backup);
    await meet(people, 4);
    expect([...storedBy(server).keys()].sort()).toEqual(before);
    for (const one of people) {
      expect(one.device.core.meta.epoch).toBe('00000000000000e2');
      expect(heldBy(one), one.name).toEqual(servedTo(server, one));
      expect(one.device.own().filter((row) => row.state !== 'server')).toEqual([]);
    }
    expect(postsSeen(chinatsu, yuka.person)[0]?.comments).toHaveLength(1);
  });

  it('gets back the logs of someone who never comes again, from friends who have them', async () => {
    const { server, yuka, koichi, chinatsu, people } = await makeFriends();
    const backup = server.store().rows();
    for (let i = 0; i < 100; i++) await say(yuka, 'voice', feedOf(yuka), { text: `便り ${i}` });
    await meet(people);
    const before = [...storedBy(server).keys()].sort();
    await server.restore('00000000000000e2', backup);
    await meet([koichi, chinatsu], 4);
    expect([...storedBy(server).keys()].sort()).toEqual(before);
    const anew = await settleAgain(koichi, 900, server, { ms: 1_700_000_000_000 });
    await meet([anew]);
    expect(postsSeen(anew, yuka.person)).toHaveLength(100);
  });

  it.each([2_048, 8_192])('gets them back from a friend who had them in pages of %i bytes', async (budget) => {
    const { server, clock, yuka, koichi, people } = await makeFriends();
    const backup = server.store().rows();
    for (let i = 0; i < 200; i++) {
      clock.ms += 1_000;
      await say(yuka, 'voice', feedOf(yuka), { text: `便り ${i}` });
      if (i % 10 === 0) await meet([yuka], 1);
    }
    await meet([yuka], 1);
    // A new tablet reads from the newest down, page by page; older pages come without signatures.
    const tablet = await settleAgain(koichi, 900, server, clock);
    tablet.conversation.limit(budget, 15);
    await meet([tablet]);
    expect(heldBy(tablet)).toEqual(servedTo(server, tablet));
    const before = [...storedBy(server).values()]
      .filter((entry) => entry.channel === feedOf(yuka))
      .map((entry) => entry.id);
    await server.restore('00000000000000e2', backup);
    await meet([tablet], 6);
    expect(before.filter((id) => !storedBy(server).has(id))).toEqual([]);
    await meet(people);
    expect(postsSeen(koichi, yuka.person)).toHaveLength(200);
  });

  it('gets back more than one request carries', async () => {
    const { server, yuka, koichi } = await makeFriends();
    const backup = server.store().rows();
    for (let i = 0; i < 200; i++) {
      await say(yuka, 'voice', feedOf(yuka), { text: `${i} ${'便り'.repeat(400)}` });
      if (i % 50 === 49) await meet([yuka, koichi], 1);
    }
    await meet([yuka, koichi]);
    const before = [...storedBy(server).keys()];
    await server.restore('00000000000000e2', backup);
    await meet([koichi], 2);
    expect(before.filter((id) => !storedBy(server).has(id))).toEqual([]);
  });

  it('brings back nothing that was erased, whoever offers it first', async () => {
    for (const order of [0, 1]) {
      const { server, clock, yuka, koichi, chinatsu, people } = await makeFriends();
      const voice = await say(yuka, 'voice', feedOf(yuka), { text: '取り消される便り' });
      await meet(people);
      const backup = server.store().rows();
      const { hash, device, kind, number } = voice;
      const erase = { targetHash: hash, device, kindNumber: kind, number, reason: 'withdrawn' as const };
      await say(yuka, 'erase', feedOf(yuka), erase);
      await meet([yuka]);
      await server.restore('00000000000000e2', backup);
      // 千夏 has not heard of the erasure and holds the words still.
      await meet(order === 0 ? [chinatsu, koichi, yuka] : [yuka, koichi, chinatsu], 1);
      await meet(people, 4);
      expect(storedBy(server).get(voice.id)?.body).toBeNull();
      for (const one of people) {
        await reopen(one, clock);
        expect((await keptEntries(one)).get(voice.id)?.body ?? null, one.name).toBeNull();
      }
      expect(people.flatMap((one) => postsSeen(one, yuka.person))).toEqual([]);
    }
  });

  it('gets back from the owner of a feed what a former friend once wrote there', async () => {
    const { server, clock, yuka, koichi, people } = await makeFriends();
    const backup = server.store().rows();
    const { id } = await say(yuka, 'voice', feedOf(yuka), { text: '便り' });
    await meet([yuka, koichi]);
    const comment = await say(koichi, 'comment', feedOf(yuka), { target: id, text: '友だちのころ' });
    await meet([koichi, yuka]);
    clock.ms += 60_000;
    await say(koichi, 'friend.remove', toChannelId('inbox', yuka.person), { person: yuka.person });
    await meet(people);
    await server.restore('00000000000000e2', backup);
    // His line carries life alone, so the end of the friendship is there before the comment.
    koichi.conversation.limit(262_144, 1);
    await meet([koichi]);
    await meet([yuka], 4);
    expect(storedBy(server).get(comment.id)?.body).toEqual(comment.body);
    const tablet = await settleAgain(yuka, 900, server, clock);
    await meet([tablet]);
    expect(postsSeen(tablet, yuka.person)[0]?.comments.map(({ text }) => text)).toEqual(['友だちのころ']);
  });
});
