import { digestOf } from '../fold/digest.ts';
import { describe, expect, it } from 'vitest';
import { toChannelId } from '../protocol/ids.ts';
import { fromSegment } from '../sync/segments.ts';
import { perform } from './perform.ts';
import {
  befriend,
  beginStory,
  carry,
  heldBy,
  headlineSeen,
  meet,
  postsSeen,
  say,
  sayStatus,
  type Story,
} from './tell.ts';
import { reopen, replicaOf, settleAgain, type Dweller } from './town.ts';
import type { World } from './world.ts';

const feedOf = ({ person }: Dweller) => toChannelId('feed', person);

/** 由佳 with a phone and a tablet, 航一 and 千夏, all friends of hers. */
async function makeFriends() {
  const story = await beginStory(['宮田 由佳', '川島 航一', '原 千夏']);
  const [yuka, koichi, chinatsu] = story.people as [Dweller, Dweller, Dweller];
  await befriend(yuka, koichi);
  await befriend(yuka, chinatsu);
  const tablet = await settleAgain(yuka, 501, story.server, story.clock);
  await meet([tablet, yuka]);
  return { ...story, yuka, koichi, chinatsu, tablet };
}

describe('a phone whose backup was put back', () => {
  it('ends with one post, its comment and its like, on every replica', async () => {
    const { clock, yuka, koichi, chinatsu, tablet } = await makeFriends();
    const backup = yuka.disk.saved();
    await say(yuka, 'voice', feedOf(yuka), { text: '前の電話から' });
    await meet([yuka]);

    // The copy knows nothing of that voice: it writes at the same place of the log, comments its own post, and hands both over by file.
    await reopen(yuka, clock, backup);
    const post = await say(yuka, 'voice', feedOf(yuka), { text: '雨が上がりました' });
    clock.ms += 60_000;
    await say(yuka, 'comment', feedOf(yuka), { target: post.id, text: '虹も出ています' });
    clock.ms += 60_000;
    await carry(yuka, koichi, true);
    await say(koichi, 'like', feedOf(yuka), { target: post.id });
    await say(koichi, 'comment', feedOf(yuka), { target: post.id, text: '見えました' });
    await meet([koichi]);
    clock.ms += 60_000;

    const before = yuka.device.id();
    await meet([yuka, koichi, chinatsu, tablet], 5);
    expect(yuka.device.id(), 'it found the fork and renewed itself').not.toBe(before);
    for (const one of [yuka, koichi, chinatsu, tablet]) {
      const posts = postsSeen(one, yuka.person);
      expect(posts.map(({ text }) => text).sort(), one.name).toEqual(['前の電話から', '雨が上がりました'].sort());
      const seen = posts.find(({ text }) => text === '雨が上がりました')!;
      expect(
        seen.comments.map(({ text }) => text),
        one.name,
      ).toEqual(['虹も出ています', '見えました']);
      expect(seen.likes, one.name).toEqual([koichi.person]);
      expect(seen.id).toBe(post.id);
    }
    expect(digestOf(replicaOf(yuka))).toBe(digestOf(replicaOf(tablet)));
    expect(yuka.device.own().filter((row) => row.state === 'unsent')).toEqual([]);
  });

  it('loses no word that was written between, whoever hears of which branch first', async () => {
    const { clock, yuka, koichi, tablet } = await makeFriends();
    const backup = yuka.disk.saved();
    const texts = ['一', '二', '三', '四', '五'];
    await say(yuka, 'voice', feedOf(yuka), { text: '一' });
    await carry(yuka, tablet, true);
    await say(yuka, 'voice', feedOf(yuka), { text: '二' });
    await meet([yuka]);
    await reopen(yuka, clock, backup);
    for (const text of ['三', '四']) await say(yuka, 'voice', feedOf(yuka), { text });
    await carry(yuka, koichi);
    await meet([koichi, tablet, yuka], 3);
    await say(yuka, 'voice', feedOf(yuka), { text: '五' });
    await meet([yuka, koichi, tablet], 4);
    for (const one of [yuka, koichi, tablet]) {
      expect(
        postsSeen(one, yuka.person)
          .map(({ text }) => text)
          .sort(),
        one.name,
      ).toEqual(texts.sort());
    }
    expect(digestOf(replicaOf(yuka))).toBe(digestOf(replicaOf(tablet)));
  });
});

describe('a tablet that was lost and cut off', () => {
  /** The phone of 由佳 cuts her tablet off; what that one has written so far counts. */
  async function cutOff(story: Story & { yuka: Dweller; tablet: Dweller }): Promise<void> {
    const world = { ...story, dwellers: [story.yuka, story.tablet] } as unknown as World;
    await perform(world, { kind: 'revokeDevice', actor: 0, a: 0, b: 0, c: 0 });
    expect(story.tablet.isRevoked).toBe(true);
  }

  it('counts nowhere above its cut, whatever it claims and however it comes', async () => {
    const story = await makeFriends();
    const { clock, yuka, koichi, chinatsu, tablet } = story;
    await say(tablet, 'voice', feedOf(yuka), { text: '失くす前' });
    await sayStatus(tablet, 'safe');
    const everyone = [yuka, koichi, chinatsu];
    await meet([tablet, ...everyone]);
    await cutOff(story);

    const lies: string[] = [];
    for (const offMs of [0, -3 * 365 * 86_400_000, 73 * 365 * 86_400_000]) {
      tablet.clockOffMs = offMs;
      lies.push((await say(tablet, 'voice', feedOf(yuka), { text: `偽り ${offMs}` })).id);
      lies.push((await sayStatus(tablet, 'needsRescue')).id);
      lies.push((await say(tablet, 'card.set', toChannelId('card', yuka.person), { name: '偽者' })).id);
    }
    const inbox = toChannelId('inbox', koichi.person);
    lies.push((await say(tablet, 'friend.remove', inbox, { person: koichi.person })).id);
    // 千夏 gets it by file before she hears of the cut, 航一 after, 由佳 both ways; the server is asked in between.
    await carry(tablet, chinatsu);
    await meet([yuka, koichi]);
    await carry(tablet, koichi);
    await carry(tablet, yuka);
    tablet.clockOffMs = 0;
    await meet([tablet, chinatsu, ...everyone]);
    clock.ms += 3_600_000;
    for (const one of everyone) {
      expect(
        postsSeen(one, yuka.person).map(({ text }) => text),
        one.name,
      ).toEqual(['失くす前']);
      expect(headlineSeen(one, yuka)?.condition, one.name).toBe('safe');
      expect(replicaOf(one).cards.cardOf(yuka.person)?.name).toBe('宮田 由佳');
      const replica = replicaOf(one);
      const held = lies.flatMap((id) => replica.get(id) ?? []);
      if (one !== koichi) expect(held.length, one.name).toBeGreaterThan(0);
      expect(
        held.map((item) => replica.isVoid(item)?.code),
        one.name,
      ).toEqual(held.map(() => 'revoked'));
    }
    const { directory } = story.server;
    expect(directory().access.friends.areFriends(yuka.person, koichi.person)).toBe(true);
    expect(lies.filter((id) => new Set(serverIds(story)).has(id))).toEqual([]);
  });

  it('is told that what it wrote since is not accepted, and keeps the text', async () => {
    const story = await makeFriends();
    const { yuka, tablet } = story;
    await say(tablet, 'voice', feedOf(yuka), { text: '失くす前' });
    await meet([tablet, yuka]);
    await cutOff(story);
    await meet([yuka]);
    const { id } = await say(tablet, 'voice', feedOf(yuka), { text: '戻ってきました' });
    await meet([tablet]);
    const row = tablet.device.own().find((one) => one.id === id);
    expect([row?.state, row?.code]).toEqual(['refused', 'revoked']);
    expect(heldBy(tablet)).toContain(id);
  });

  it('whose word of what counts is raised later counts up to there', async () => {
    const story = await makeFriends();
    const { yuka, tablet, koichi } = story;
    await say(tablet, 'voice', feedOf(yuka), { text: '一' });
    await meet([tablet, yuka]);
    await cutOff(story);
    await say(tablet, 'voice', feedOf(yuka), { text: '二' });
    await carry(tablet, yuka);
    await meet([yuka, koichi]);
    expect(postsSeen(koichi, yuka.person).map(({ text }) => text)).toEqual(['一']);
    tablet.isRevoked = false;
    const world = { ...story, dwellers: [yuka, tablet] } as unknown as World;
    await perform(world, { kind: 'revokeDevice', actor: 0, a: 3, b: 0, c: 0 });
    await meet([yuka, koichi]);
    await carry(yuka, koichi);
    for (const one of [yuka, koichi]) {
      expect(
        postsSeen(one, yuka.person)
          .map(({ text }) => text)
          .sort(),
        one.name,
      ).toEqual(['一', '二']);
    }
  });
});

function serverIds({ server }: Story): readonly string[] {
  const { segments } = server.store().rows();
  return segments.flatMap((row) => fromSegment(row).entries.map((entry) => entry.id));
}
