import { describe, expect, it } from 'vitest';
import { recoveryKeyOf } from '../device/identity.ts';
import { createFaultyNetwork } from './faulty-network.ts';
import { createMemoryDisk } from './memory-disk.ts';
import { restorePerson } from '../device/restore.ts';
import { sha256 } from '../protocol/hash.ts';
import { toChannelId } from '../protocol/ids.ts';
import { archiveId, recipientsIn } from '../log/seal-key.ts';
import type { Dweller } from './town.ts';
import { openGroup, sendMessage } from '../device/talk.ts';
import { reopen, replicaOf, settleRestored, talkOf } from './town.ts';
import { befriend, beginStory, headlineSeen, heldBy, meet, postsSeen, say, sayStatus } from './tell.ts';

const feedOf = ({ person }: Dweller) => toChannelId('feed', person);

function seedOf({ device }: Dweller): Uint8Array {
  const { recoverySeed } = device.core.identity;
  if (recoverySeed === null) throw new Error('the words left the device');
  return recoverySeed;
}

async function name(by: Dweller, whom: Dweller, called: string): Promise<void> {
  const fields = { key: `name/${whom.person}`, value: called };
  const written = await by.device.writeSealed('setting', toChannelId('self', by.person), fields);
  if (!written.ok) throw new Error(written.error.code);
}

/** 由佳 with two friends, a name of her own for one of them, voices, a comment and a status; all of it is at the server. */
async function makeLife() {
  const story = await beginStory(['宮田 由佳', '川島 航一', '原 千夏']);
  const [yuka, koichi, chinatsu] = story.people as [Dweller, Dweller, Dweller];
  await befriend(yuka, koichi);
  await befriend(yuka, chinatsu);
  await say(yuka, 'voice', feedOf(yuka), { text: '海へ行きます' });
  const { id } = await say(koichi, 'voice', feedOf(koichi), { text: '港にいます' });
  await meet(story.people);
  await say(yuka, 'comment', feedOf(koichi), { target: id, text: 'わたしも' });
  await sayStatus(yuka, 'safe');
  await name(yuka, chinatsu, 'ちなつ（二階）');
  await meet(story.people);
  return { ...story, yuka, koichi, chinatsu };
}

const textsOf = (reader: Dweller) =>
  postsSeen(reader)
    .map(({ text, comments }) => [text, comments.length])
    .sort();

describe('a phone at the bottom of the sea', () => {
  it('is replaced by one with the words: what she held, her friends, her settings and her card are there', async () => {
    const { server, clock, yuka, koichi, chinatsu } = await makeLife();
    const anew = await settleRestored('宮田 由佳', seedOf(yuka), 900, server, clock);
    await meet([anew, koichi, chinatsu, anew]);
    const had = new Set(heldBy(yuka));
    const has = heldBy(anew);
    expect(has.filter((id) => had.has(id))).toEqual([...had].sort());
    expect(has.length - had.size, 'a rotation and a certificate').toBe(2);
    expect(textsOf(anew)).toEqual(textsOf(yuka));
    const [before, after] = [replicaOf(yuka), replicaOf(anew)];
    expect(after.friends.friendsOf(anew.person)).toEqual(before.friends.friendsOf(yuka.person));
    expect(after.friends.friendsOf(anew.person)).toHaveLength(2);
    expect(after.settings.valueOf(`name/${chinatsu.person}`)).toBe('ちなつ（二階）');
    expect(after.cards.cardOf(anew.person)).toMatchObject({ name: '宮田 由佳' });
    expect(headlineSeen(anew, anew)).toMatchObject({ rung: 'self' });
    expect(anew.device.core.identity.recoverySeed).toBeNull();
  });

  it('reads the sealed conversations of before, and is written to with those of now', async () => {
    const { server, clock, yuka, koichi, chinatsu } = await makeLife();
    const deskOf = (dweller: Dweller, command: string) => ({
      device: dweller.device,
      replica: replicaOf(dweller),
      ...talkOf(dweller),
      command,
    });
    const group = await openGroup(deskOf(yuka, 'g'), [koichi.person, chinatsu.person], '海の会');
    if (!group.ok) throw new Error(group.error.code);
    const talk = async (by: Dweller, text: string) => {
      clock.ms += 1_000;
      const sent = await sendMessage(deskOf(by, text), group.value, { text });
      if (!sent.ok) throw new Error(sent.error.code);
    };
    await talk(yuka, '浜で会いましょう');
    await meet([yuka, koichi, chinatsu]);
    await talk(koichi, '3時に');
    await meet([koichi, yuka, chinatsu]);
    const anew = await settleRestored('宮田 由佳', seedOf(yuka), 901, server, clock);
    await meet([anew, koichi, chinatsu, anew]);
    const heard = (dweller: Dweller) =>
      talkOf(dweller)
        .messages.threadOf(group.value)
        .map(({ body }) => body?.text);
    expect(heard(anew)).toEqual(['浜で会いましょう', '3時に']);
    expect(talkOf(anew).messages.titleOf(group.value)).toBe('海の会');
    await talk(koichi, '新しい電話に');
    await meet([koichi, anew, chinatsu]);
    await talk(anew, '読めました');
    await meet([anew, koichi, chinatsu]);
    const all = ['浜で会いましょう', '3時に', '新しい電話に', '読めました'];
    expect([heard(anew), heard(koichi), heard(chinatsu)]).toEqual([all, all, all]);
    // The phone in the sea, should somebody find it, was given no key of what came after.
    for (const batch of [...koichi.device.core.own.values()].map((row) => row.batch))
      await yuka.device.receive(batch, {});
    expect(heard(yuka)).toEqual(['浜で会いましょう', '3時に']);
  });

  it('goes on: friends take its words for hers, and what it seals is for it and the archive alone', async () => {
    const { server, clock, yuka, koichi, chinatsu } = await makeLife();
    const anew = await settleRestored('宮田 由佳', seedOf(yuka), 900, server, clock);
    await meet([anew, koichi, chinatsu]);
    await say(anew, 'voice', feedOf(anew), { text: '新しい電話から' });
    clock.ms += 60_000;
    await sayStatus(anew, 'needsHelp');
    await name(anew, koichi, 'こういち');
    await meet([anew, koichi]);
    expect(textsOf(koichi).flat()).toContain('新しい電話から');
    expect(headlineSeen(koichi, anew)).toMatchObject({ condition: 'needsHelp' });
    expect(anew.device.own().every((row) => row.state === 'server')).toBe(true);
    const archive = archiveId(replicaOf(anew).cards.cardOf(anew.person)?.archiveKey ?? new Uint8Array());
    const keys = [...replicaOf(anew).items()].flatMap(({ body }) => (body?.kind === 'conv.key' ? [body] : []));
    // The second leaves room for the phone that was lost, without a key in it.
    expect(keys.map(({ recipients }) => recipientsIn(recipients).length)).toEqual([2, 3]);
    expect(keys.map(({ recipients }) => recipientsIn(recipients)).flat()).toContain(archive);
    expect(recipientsIn(keys.at(-1)?.recipients ?? new Uint8Array())).not.toContain(yuka.device.id());
    await reopen(anew, clock);
    expect(replicaOf(anew).settings.valueOf(`name/${chinatsu.person}`), 'after a start').toBe('ちなつ（二階）');
  });

  it('shuts the old one out, and what that wrote after the heads is void wherever it comes', async () => {
    const { server, clock, yuka, koichi, chinatsu } = await makeLife();
    await reopen(yuka, clock);
    const seed = seedOf(yuka);
    const late = await say(yuka, 'voice', feedOf(yuka), { text: 'だれかが拾って書いた' });
    const anew = await settleRestored('宮田 由佳', seed, 900, server, clock);
    await meet([anew, koichi, chinatsu]);
    yuka.network.next('session-gone');
    await yuka.conversation.wake('tapped');
    expect(yuka.conversation.state().trouble).toBe('replaced');
    const batch = yuka.device.own().find((row) => row.id === late.id)?.batch ?? null;
    await koichi.device.receive(batch, {});
    expect(textsOf(koichi).flat()).not.toContain('だれかが拾って書いた');
    const item = replicaOf(koichi).get(late.id);
    expect(item && replicaOf(koichi).access.whyVoid(item)?.code).toBe('rotated');
  });

  it('can be replaced again: the second new phone cuts off the first, and nothing that a cut left out comes back', async () => {
    const { server, clock, yuka, koichi, chinatsu } = await makeLife();
    const seed = seedOf(yuka);
    const told = await server.find(sha256((await recoveryKeyOf(yuka.device.core.ports.keys, seed)).publicKey));
    const between = await say(yuka, 'voice', feedOf(yuka), { text: 'あいだに来た' });
    await yuka.conversation.wake('tapped');
    // The first new phone was told the heads before that came.
    const disk = createMemoryDisk();
    const { ports } = yuka.device.core;
    expect(told && (await restorePerson({ ...ports, disk }, seed, told)).ok).toBe(true);
    const first = { ...yuka, disk, network: createFaultyNetwork(server) };
    await reopen(first, clock, disk.saved());
    await meet([first, koichi]);
    const second = await settleRestored('宮田 由佳', seed, 901, server, clock);
    await meet([second, koichi, chinatsu]);
    expect(replicaOf(koichi).persons.rootOf(second.person)?.sequence).toBe(2);
    await say(first, 'voice', feedOf(first), { text: '一台目' });
    first.network.next('session-gone');
    await first.conversation.wake('tapped');
    expect(first.conversation.state().trouble).toBe('replaced');
    expect(textsOf(second).flat()).toContain('海へ行きます');
    for (const reader of [koichi, second]) {
      const item = replicaOf(reader).get(between.id);
      expect(item ? replicaOf(reader).access.whyVoid(item)?.code : 'rotated').toBe('rotated');
    }
  });
});

describe('restoring', () => {
  it('keeps nothing or everything: a full phone is as before, and one that died after it goes on', async () => {
    const { server, clock, yuka, koichi } = await makeLife();
    const seed = seedOf(yuka);
    const { ports } = yuka.device.core;
    const told = await server.find(sha256((await recoveryKeyOf(ports.keys, seed)).publicKey));
    if (told === null) throw new Error('nobody');
    const disk = createMemoryDisk();
    disk.setFull(true);
    expect(await restorePerson({ ...ports, disk }, seed, told)).toMatchObject({
      ok: false,
      error: { code: 'device-full' },
    });
    expect(disk.saved()).toMatchObject({ identity: null, own: [] });
    disk.setFull(false);
    const died = disk.dieInNext(true);
    void restorePerson({ ...ports, disk }, seed, told);
    await died;
    const anew = { ...yuka, network: createFaultyNetwork(server) };
    await reopen(anew, clock, disk.saved());
    await meet([anew, koichi]);
    expect(textsOf(anew)).toEqual(textsOf(yuka));
    expect(await restorePerson({ ...ports, disk }, seed, told), 'a person is here').toMatchObject({
      error: { code: 'not-empty' },
    });
  });

  it('is refused where the server answers with somebody else', async () => {
    const { server, yuka, koichi } = await makeLife();
    const { ports } = yuka.device.core;
    const theirs = await server.find(sha256((await recoveryKeyOf(ports.keys, seedOf(koichi))).publicKey));
    if (theirs === null) throw new Error('nobody');
    const restored = await restorePerson({ ...ports, disk: createMemoryDisk() }, seedOf(yuka), theirs);
    expect(restored).toMatchObject({ ok: false, error: { code: 'not-theirs' } });
  });

  it('of words that nobody has finds nobody', async () => {
    const { server, yuka } = await makeLife();
    const { publicKey } = await recoveryKeyOf(yuka.device.core.ports.keys, new Uint8Array(16));
    expect(await server.find(sha256(publicKey))).toBeNull();
  });

  it('carries a person with more logs than one rotation can name', async () => {
    const { server, clock, people } = await beginStory([
      '宮田 由佳',
      ...Array.from({ length: 90 }, (_, i) => `友 ${i}`),
    ]);
    const [yuka, ...friends] = people as [Dweller, ...Dweller[]];
    for (const friend of friends) {
      await say(yuka, 'friend.add', toChannelId('inbox', friend.person), { person: friend.person });
      await say(friend, 'friend.add', toChannelId('inbox', yuka.person), { person: yuka.person });
      const { id } = await say(friend, 'voice', feedOf(friend), { text: friend.name });
      await friend.conversation.wake('tapped');
      await say(yuka, 'comment', feedOf(friend), { target: id, text: 'こんにちは' });
    }
    await meet([yuka, yuka]);
    const anew = await settleRestored('宮田 由佳', seedOf(yuka), 900, server, clock);
    await meet([anew, ...friends.slice(0, 3), anew], 2);
    expect(anew.device.core.identity.rotations).toHaveLength(2);
    for (const reader of [anew, friends[0] as Dweller]) {
      expect(replicaOf(reader).persons.rootOf(anew.person)?.sequence).toBe(2);
      expect(replicaOf(reader).persons.devicesOf(anew.person).filter(replicaOf(reader).persons.isLive)).toEqual([
        anew.device.id(),
      ]);
    }
    expect(replicaOf(anew).friends.friendsOf(anew.person)).toHaveLength(90);
    expect(textsOf(anew).filter(([, comments]) => comments === 1)).toHaveLength(90);
  });
});
