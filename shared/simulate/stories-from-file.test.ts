import { describe, expect, it } from 'vitest';
import { digestOf } from '../fold/digest.ts';
import { recoveryKeyOf } from '../device/identity.ts';
import { planRotations } from '../device/plan-rotations.ts';
import { findInFile, joinTold } from '../device/restore-from-file.ts';
import { sha256 } from '../protocol/hash.ts';
import { toChannelId } from '../protocol/ids.ts';
import { befriend, beginStory, fileOf, headlineSeen, heldBy, meet, postsSeen, say, sayStatus } from './tell.ts';
import { replicaOf, settle, settleFromFile, settleRestored, type Dweller } from './town.ts';

const feedOf = ({ person }: Dweller) => toChannelId('feed', person);

function seedOf({ device }: Dweller): Uint8Array {
  const { recoverySeed } = device.core.identity;
  if (recoverySeed === null) throw new Error('the words left the device');
  return recoverySeed;
}

/** 由佳 with a friend, a name of her own for him, and voices; `lost` was never sent. Then a file of all that her phone has. */
async function makeLife() {
  const story = await beginStory(['宮田 由佳', '川島 航一']);
  const [yuka, koichi] = story.people as [Dweller, Dweller];
  await befriend(yuka, koichi);
  const called = { key: `name/${koichi.person}`, value: '港の航一' };
  await yuka.device.writeSealed('setting', toChannelId('self', yuka.person), called);
  const { id } = await say(koichi, 'voice', feedOf(koichi), { text: '港にいます' });
  await say(yuka, 'voice', feedOf(yuka), { text: '海へ行きます' });
  await meet(story.people);
  yuka.network.setDown(true);
  await say(yuka, 'comment', feedOf(koichi), { target: id, text: 'わたしも' });
  await say(yuka, 'voice', feedOf(yuka), { text: '一度も送らなかった声' });
  await sayStatus(yuka, 'safe');
  return { ...story, yuka, koichi, file: await fileOf(yuka) };
}

/** A new phone with the words and the file. Throws where that comes to nothing. */
async function comeBack(
  { server, clock, yuka, file }: Awaited<ReturnType<typeof makeLife>>,
  seed = 900,
): Promise<Dweller> {
  const anew = await settleFromFile('宮田 由佳', seedOf(yuka), file, seed, server, clock);
  if (!anew.ok) throw new Error(anew.error.code);
  return anew.value;
}

const textsOf = (reader: Dweller, of: Dweller) =>
  postsSeen(reader, of.person)
    .map(({ text }) => text)
    .sort();
const ofYuka = ['一度も送らなかった声', '海へ行きます'];

describe('the words and a file', () => {
  it('give back the person without any line: all that the file has, friends, names of one’s own, sealed history', async () => {
    const life = await makeLife();
    const { yuka, koichi } = life;
    life.clock.ms += 86_400_000;
    const anew = await comeBack(life);
    anew.network.setDown(true);
    expect(anew.person).toBe(yuka.person);
    const has = heldBy(anew);
    expect(has).toEqual(expect.arrayContaining([...heldBy(yuka)]));
    expect(has.length - heldBy(yuka).length, 'a rotation and a certificate').toBe(2);
    const [before, after] = [replicaOf(yuka), replicaOf(anew)];
    expect(after.friends.friendsOf(anew.person)).toEqual(before.friends.friendsOf(yuka.person));
    expect(after.settings.valueOf(`name/${koichi.person}`)).toBe('港の航一');
    expect(after.cards.cardOf(anew.person)?.name).toBe('宮田 由佳');
    expect(textsOf(anew, yuka)).toEqual(ofYuka);
    await say(anew, 'voice', feedOf(anew), { text: 'もどりました' });
    expect(textsOf(anew, anew)).toEqual([...ofYuka, 'もどりました'].sort());
  });

  it('speak to everyone once there is a line: friends see the new phone, and what the lost one never sent', async () => {
    const life = await makeLife();
    const { yuka, koichi } = life;
    const anew = await comeBack(life);
    await say(anew, 'voice', feedOf(anew), { text: 'もどりました' });
    await meet([anew, koichi, anew]);
    expect(textsOf(koichi, yuka)).toEqual([...ofYuka, 'もどりました'].sort());
    expect(postsSeen(koichi, koichi.person)[0]?.comments).toHaveLength(1);
    expect(headlineSeen(koichi, yuka)?.condition).toBe('safe');
    expect(replicaOf(koichi).persons.isLive(yuka.device.id())).toBe(false);
    expect(anew.device.own().filter((row) => row.state !== 'server')).toEqual([]);
    // Whoever finds the old phone is not heard.
    yuka.network.setDown(false);
    await say(yuka, 'voice', feedOf(yuka), { text: '拾った人の声' });
    await meet([yuka, koichi]);
    expect(textsOf(koichi, yuka)).not.toContain('拾った人の声');
  });

  it('the second time, on another phone, leave the first one behind and give the same', async () => {
    const life = await makeLife();
    const [first, second] = [await comeBack(life, 900), await comeBack(life, 901)];
    expect(textsOf(second, second)).toEqual(textsOf(first, first));
    await meet([first, life.koichi]);
    const third = await settleRestored('宮田 由佳', seedOf(life.yuka), 902, life.server, life.clock);
    await meet([third, life.koichi, third]);
    expect(textsOf(third, third)).toEqual(ofYuka);
  });

  it('taken in again on the restored phone add nothing', async () => {
    const life = await makeLife();
    const anew = await comeBack(life);
    const before = [heldBy(anew), digestOf(replicaOf(anew))];
    for (const batch of life.file) await anew.device.receive(batch, {});
    expect([heldBy(anew), digestOf(replicaOf(anew))]).toEqual(before);
  });

  it('of somebody else are no way in', async () => {
    const { server, clock, koichi, file } = await makeLife();
    const stranger = await settle('原 千夏', 77, server, clock);
    const wrong = await settleFromFile('x', seedOf(stranger), file, 900, server, clock);
    expect(wrong).toMatchObject({ ok: false, error: { code: 'not-theirs' } });
    // A friend's words open the friend, as far as the file knows them.
    const friend = await settleFromFile('x', seedOf(koichi), file, 901, server, clock);
    expect(friend.ok && friend.value.person).toBe(koichi.person);
  });

  it('and a line besides bring back what either has', async () => {
    const life = await makeLife();
    const { server, yuka, koichi, file } = life;
    // The phone lived on after the file was made, and the server heard of it.
    yuka.network.setDown(false);
    await say(yuka, 'voice', feedOf(yuka), { text: 'ファイルのあとの声' });
    await meet([yuka, koichi]);
    const older = await settleFromFile('x', seedOf(yuka), file, 900, server, life.clock);
    if (!older.ok) throw new Error(older.error.code);
    const { ports } = older.value.device.core;
    const inFile = await findInFile(ports, seedOf(yuka), file);
    const atServer = await server.find(sha256((await recoveryKeyOf(ports.keys, seedOf(yuka))).publicKey));
    const both = inFile.ok && atServer ? joinTold(atServer, inFile.value) : null;
    if (!inFile.ok || !atServer || !both) throw new Error('nobody');
    const cutsOf = (told: typeof both) =>
      planRotations(told.heads, told.person).parts.flatMap((part) => [...part.values()].flat());
    const sum = (told: typeof both) => cutsOf(told).reduce((all, cut) => all + cut.number, 0);
    expect(sum(both)).toBe(sum(atServer));
    expect(sum(both)).toBeGreaterThan(sum(inFile.value));
    expect(joinTold({ ...atServer, person: koichi.person }, inFile.value)).toBeNull();
  });

  it('give nobody back who has left', async () => {
    const { server, clock, yuka } = await makeLife();
    const seed = seedOf(yuka);
    await say(yuka, 'person.end', toChannelId('card', yuka.person), {});
    const gone = await settleFromFile('x', seed, await fileOf(yuka), 900, server, clock);
    expect(gone).toMatchObject({ ok: false, error: { code: 'person-ended' } });
  });

  it('with a byte changed anywhere give nothing that was not signed', async () => {
    const { server, clock, yuka, file } = await makeLife();
    const bytes = file.map((batch) => batch.slice());
    const [first] = bytes;
    if (first) first[first.length >> 1] = (first[first.length >> 1] ?? 0) ^ 1;
    const anew = await settleFromFile('x', seedOf(yuka), bytes, 900, server, clock);
    const held = anew.ok ? heldBy(anew.value) : [];
    const own = anew.ok ? anew.value.device.own().map((row) => row.id) : [];
    expect(held.filter((id) => !heldBy(yuka).includes(id) && !own.includes(id))).toEqual([]);
  });
});
