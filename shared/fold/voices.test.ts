import { digestOf } from './digest.ts';
import { expect, it } from 'vitest';
import type { Item, ItemEntry } from '../log/item.ts';
import { toChannelId } from '../protocol/ids.ts';
import { createSeeded } from '../protocol/seeded.ts';
import { createReplica } from './replica.ts';
import { newestFirst } from './timeline.ts';
import { befriend, copyDevice, equip, erasing, settle, shuffled, erased, write, type TownDevice } from './test-town.ts';

const time = { nowMs: 1_000_000, receivedAtMs: () => null };
const all = { channels: null, limit: 100 };

async function makeFriends() {
  const seeded = createSeeded(1);
  const [yuka, toru] = ['宮田 由佳', '早川 徹'].map((name) => equip(settle(seeded, name), seeded)) as [
    TownDevice,
    TownDevice,
  ];
  const replica = createReplica(null);
  replica.addCertificates([yuka.certificate, toru.certificate]);
  replica.add(await befriend(yuka, toru));
  return { seeded, yuka, toru, replica, feed: toChannelId('feed', yuka.owner.id) };
}

it('a post written on a forked device, commented and liked under its old id, is one post after the renewal', async () => {
  const { seeded, yuka, toru, replica, feed } = await makeFriends();
  const sent = await write(yuka, 'voice', feed, { text: 'みき' });
  const restored = copyDevice(yuka);
  // Unsent on the forked device, carried by file to 早川, who answers it under its old id.
  const post = await write(yuka, 'voice', feed, { text: 'ふね' }, { clockMs: 2_000 });
  const own = await write(yuka, 'comment', feed, { target: post.entry.id, text: '写真はあとで' }, { clockMs: 2_001 });
  const like = await write(toru, 'like', feed, { target: post.entry.id }, { clockMs: 3_000 });
  const other = await write(restored, 'voice', feed, { text: 'べつ' }, { clockMs: 2_500 });
  const renewed = equip(yuka.owner, seeded);
  replica.addCertificates([renewed.certificate]);
  const againPost = await write(renewed, 'voice', feed, { text: 'ふね', again: post.entry.id }, { clockMs: 4_000 });
  const againOwn = await write(
    renewed,
    'comment',
    feed,
    { target: againPost.entry.id, text: '写真はあとで', again: own.entry.id },
    { clockMs: 4_001 },
  );
  const items = [sent, post, own, like, other, againPost, againOwn];
  const whole = shuffled(items, createSeeded(3));
  replica.add(whole);
  const posts = replica.voices.list(all, time);
  expect(posts.map((one) => one.text)).toEqual(['べつ', 'ふね', 'みき']);
  expect(posts[1]).toMatchObject({
    id: post.entry.id,
    ids: [post.entry.id, againPost.entry.id],
    likes: [toru.owner.id],
    comments: [{ text: '写真はあとで', id: own.entry.id }],
  });
  // Where the first writing never came, the second stands for it.
  const later = createReplica(null);
  later.addCertificates([yuka.certificate, toru.certificate, renewed.certificate]);
  later.add([...(await befriend(yuka, toru)), like, againPost, againOwn]);
  const [only] = later.voices.list(all, time);
  expect(only).toMatchObject({ id: post.entry.id, text: 'ふね', likes: [toru.owner.id], comments: [{}] });
});

it('likes are one a person and can be taken back; comments come in the order of the set', async () => {
  const { yuka, toru, replica, feed } = await makeFriends();
  const post = await write(yuka, 'voice', feed, { text: 'ふね' });
  const target = post.entry.id;
  const like = await write(toru, 'like', feed, { target });
  replica.add([like, await write(yuka, 'like', feed, { target }), post]);
  expect(replica.voices.post(target, time)?.likes).toHaveLength(2);
  replica.add([await write(toru, 'like', feed, { target, off: true, replaces: [like.entry.id] })]);
  expect(replica.voices.post(target, time)?.likes).toEqual([yuka.owner.id]);
  const first = await write(toru, 'comment', feed, { target, text: '一' }, { clockMs: 9_000 });
  const second = await write(yuka, 'comment', feed, { target, text: '二' }, { clockMs: 5, after: [first.entry.id] });
  const below = await write(yuka, 'comment', feed, { target: first.entry.id, text: '一の一' }, { clockMs: 10_000 });
  replica.add([below, second, first]);
  const comments = replica.voices.post(target, time)?.comments;
  expect(comments?.map((one) => one.text)).toEqual(['一', '二']);
  expect(comments?.[0]?.comments.map((one) => one.text)).toEqual(['一の一']);
});

it('an erased post shows nothing of itself, whether its body is still here, gone, or comes later', async () => {
  const { yuka, toru, feed } = await makeFriends();
  const post = await write(yuka, 'voice', feed, { text: 'けす' });
  const comment = await write(toru, 'comment', feed, { target: post.entry.id, text: 'どうして' });
  const erase = await write(yuka, 'erase', feed, erasing(post));
  const friends = await befriend(yuka, toru);
  const states = [
    [post, erase],
    [erase, post],
    [erased(post), erase],
    [erase, erased(post), post],
  ].map((order) => {
    const replica = createReplica(null);
    replica.addCertificates([yuka.certificate, toru.certificate]);
    replica.add([...friends, comment, ...order]);
    expect(replica.voices.list(all, time)).toMatchObject([{ text: null, isAbsent: true, comments: [{}] }]);
    return digestOf(replica);
  });
  expect(new Set(states).size).toBe(1);
});

it('erased under its first name a post is erased, and another hash with the same id erases nothing', async () => {
  const { yuka, replica, feed } = await makeFriends();
  const post = await write(yuka, 'voice', feed, { text: 'ふね' });
  const again = await write(yuka, 'voice', feed, { text: 'ふね', again: post.entry.id });
  const targetHash = post.entry.hash.map((byte, i) => (i === 31 ? byte ^ 1 : byte));
  replica.add([post, again, await write(yuka, 'erase', feed, { ...erasing(post), targetHash })]);
  expect(replica.voices.post(post.entry.id, time)?.text).toBe('ふね');
  replica.add([await write(yuka, 'erase', feed, erasing(post))]);
  expect(replica.get(again.entry.id)?.body).not.toBeNull();
  expect(replica.voices.post(post.entry.id, time)).toMatchObject({ text: null, isAbsent: true });
});

it('a correction stands beside what its own author wrote, and beside nothing else', async () => {
  const { yuka, toru, replica, feed } = await makeFriends();
  const post = await write(yuka, 'voice', feed, { text: '給水は三時' });
  const targets = [post.entry.id];
  const mine = await write(yuka, 'correct', feed, { targets, text: '給水は四時' });
  const theirs = await write(toru, 'correct', feed, { targets, text: '給水は五時' });
  replica.add([theirs, mine, post]);
  expect(replica.voices.post(post.entry.id, time)?.corrections.map((one) => one.text)).toEqual(['給水は四時']);
  expect(replica.isVoid(theirs)?.code).toBe('not-permitted');
});

it('a voice dated 2099 is listed at its receipt, with its clock beside it, and stays on top of nothing', async () => {
  const { yuka, replica, feed } = await makeFriends();
  const wrong = await write(yuka, 'voice', feed, { text: '未来' }, { clockMs: Date.UTC(2099, 0) });
  const later = await write(yuka, 'voice', feed, { text: 'いま' }, { clockMs: 900_000 });
  replica.add([wrong, later]);
  const receivedAtMs = ({ id }: ItemEntry) => (id === wrong.entry.id ? 500_000 : null);
  const posts = replica.voices.list(all, { nowMs: 1_000_000, receivedAtMs });
  expect(posts.map((post) => [post.text, post.atMs])).toEqual([
    ['いま', 900_000],
    ['未来', 500_000],
  ]);
  expect(replica.voices.list({ ...all, limit: 1 }, { nowMs: 1_000_000, receivedAtMs })[0]?.text).toBe('いま');
  expect(posts[1]?.clockMs).toBe(Date.UTC(2099, 0));
});

it('a clock set right later moves what was already listed', async () => {
  const { yuka, toru, replica, feed } = await makeFriends();
  const theirs = toChannelId('feed', toru.owner.id);
  replica.add([
    await write(yuka, 'voice', feed, { text: 'さき' }, { clockMs: 100 }),
    await write(toru, 'voice', theirs, { text: 'なか' }, { clockMs: 150 }),
    await write(toru, 'voice', theirs, { text: 'あと' }, { clockMs: 200 }),
  ]);
  const texts = () => replica.voices.list({ ...all, limit: 1 }, time).map((post) => post.text);
  expect(texts()).toEqual(['あと']);
  const fields = { fromMs: 100, toMs: 100, offsetMs: 500 };
  replica.add([await write(yuka, 'clock', toChannelId('card', yuka.owner.id), fields)]);
  expect(texts()).toEqual(['さき']);
});

it('comments that lead in a circle through second names end', async () => {
  const { yuka, toru, replica, feed } = await makeFriends();
  const lost = await write(yuka, 'comment', feed, { target: '22'.repeat(16), text: '無' });
  const reply = await write(toru, 'comment', feed, { target: lost.entry.id, text: '返' });
  const again = await write(yuka, 'comment', feed, { target: reply.entry.id, text: '輪', again: lost.entry.id });
  replica.add([reply, again]);
  expect(replica.voices.post(reply.entry.id, time)).toMatchObject({ comments: [{ text: '輪', comments: [] }] });
  expect(digestOf(replica)).toHaveLength(64);
});

it('a timeline gives the same as sorting everything, for any limit', () => {
  for (let seed = 1; seed <= 50; seed++) {
    const seeded = createSeeded(seed);
    const line = newestFirst<{ id: string; clockMs: number; atMs: number }>(
      (a, b) => a.clockMs - b.clockMs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
    );
    const made = Array.from({ length: 30 }, (_, i) => {
      const clockMs = seeded.int(50);
      const atMs = seeded.chance(0.3) ? seeded.int(clockMs + 1) : clockMs;
      return { id: String(i).padStart(2, '0'), clockMs, atMs };
    });
    for (const one of made) {
      // Some come first without what they say, and are looked at or not before they come again.
      if (seeded.chance(0.3)) line.put({ ...one, atMs: one.clockMs });
      if (seeded.chance(0.2))
        line.take(
          3,
          0,
          (early) => early,
          (early) => early.clockMs,
        );
      line.put(one);
    }
    const sorted = [...made].sort((a, b) => b.atMs - a.atMs || (a.id < b.id ? 1 : -1));
    const limit = 1 + seeded.int(30);
    const found = line.take(
      limit,
      0,
      (one) => one,
      (one) => one.clockMs,
    );
    expect(found, `seed ${seed}`).toEqual(sorted.slice(0, limit));
    const above = seeded.int(30);
    const place = sorted[above]!;
    const below = line.take(
      limit,
      0,
      (one) => (sorted.indexOf(one) > above ? one : null),
      (one) => one.clockMs,
      { place, leads: (one) => one.atMs < one.clockMs },
    );
    expect(below, `seed ${seed}, after ${above}`).toEqual(sorted.slice(above + 1, above + 1 + limit));
  }
});

it('a page goes on where the one before ended, also where clocks are the same and where one leads', async () => {
  const { yuka, replica, feed } = await makeFriends();
  const ahead = await write(yuka, 'voice', feed, { text: '未来' }, { clockMs: 900_000 });
  const items: Item[] = [ahead];
  for (let i = 0; i < 9; i++)
    items.push(await write(yuka, 'voice', feed, { text: `便り ${i}` }, { clockMs: i >> 2, counter: i }));
  replica.add(items);
  const received = { ...time, receivedAtMs: ({ id }: ItemEntry) => (id === ahead.entry.id ? 1 : null) };
  const whole = replica.voices.list(all, received);
  const paged: unknown[] = [];
  for (let after: (typeof whole)[number] | undefined; ;) {
    const page = replica.voices.list({ ...all, limit: 3, ...(after && { after }) }, received);
    paged.push(...page);
    after = page.at(-1);
    if (!after) break;
  }
  expect(whole).toHaveLength(10);
  expect(paged).toEqual(whole);
});

it('adding an item to a replica with many costs no walk through them', async () => {
  const { yuka, replica, feed } = await makeFriends();
  const items: Item[] = [];
  for (let i = 0; i < 50; i++) items.push(await write(yuka, 'voice', feed, { text: `便り ${i}` }, { clockMs: i }));
  expect(replica.add(items)).toEqual([]);
  expect(replica.voices.list({ ...all, limit: 3 }, time).map((post) => post.text)).toEqual([
    '便り 49',
    '便り 48',
    '便り 47',
  ]);
});
