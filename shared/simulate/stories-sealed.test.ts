import { describe, expect, it } from 'vitest';
import { encodeBody } from '../kinds/body.ts';
import { kindNumber } from '../kinds/kinds.ts';
import type { Item } from '../log/item.ts';
import { encodeUtf8 } from '../protocol/bytes.ts';
import type { Entry } from '../protocol/entry.ts';
import { toChannelId } from '../protocol/ids.ts';
import { archiveKeyOf } from '../device/identity.ts';
import { archiveId, recipientsIn, takeKey } from '../log/seal-key.ts';
import { openBody } from '../log/sealed.ts';
import { createHashedKeys, createHashedSeals } from './hashed-keys.ts';
import { beginStory, carry, meet, say, sayBytes } from './tell.ts';
import { cutOff } from './perform.ts';
import { keptEntries, reopen, replicaOf, settleAgain, type Dweller } from './town.ts';

const selfOf = ({ person }: Dweller) => toChannelId('self', person);
const keyItems = (of: Dweller) => [...replicaOf(of).items()].filter((item) => item.body?.kind === 'conv.key');
const sealedItems = (of: Dweller) => [...replicaOf(of).items()].filter((item) => item.body?.kind === 'sealed.social');
const settingOf = (of: Dweller, key: string) => replicaOf(of).settings.valueOf(key);

async function set(by: Dweller, key: string, value: string | undefined) {
  const replaced = replicaOf(by).settings.entryOf(key);
  const fields = { key, ...(value !== undefined && { value }), ...(replaced !== null && { replaces: [replaced] }) };
  const written = await by.device.writeSealed('setting', selfOf(by), fields);
  if (!written.ok) throw new Error(written.error.code);
  return written.value;
}

/** 由佳 with a phone and a tablet that know of one another. */
async function makeTwoDevices() {
  const story = await beginStory(['宮田 由佳', '川島 航一']);
  const [yuka, koichi] = story.people as [Dweller, Dweller];
  const tablet = await settleAgain(yuka, 501, story.server, story.clock);
  await meet([tablet, yuka], 3);
  return { ...story, yuka, koichi, tablet };
}

/** Whether any body, as its bytes are kept, has the UTF-8 of `text` in it. */
function isInClear(entries: Iterable<Entry>, text: string): boolean {
  const wanted = encodeUtf8(text).join();
  return [...entries].some(({ body }) => body !== null && body.join().includes(wanted));
}

describe('settings, sealed for the own devices', () => {
  it('are read by the other device, and the newest word holds on both', async () => {
    const { yuka, tablet, clock } = await makeTwoDevices();
    await set(yuka, 'name/1', '美咲（下の階）');
    await meet([yuka, tablet]);
    expect(settingOf(tablet, 'name/1')).toBe('美咲（下の階）');
    clock.ms += 60_000;
    await set(tablet, 'name/1', '美咲（二階）');
    await meet([tablet, yuka]);
    expect(settingOf(yuka, 'name/1')).toBe('美咲（二階）');
    await set(yuka, 'name/1', undefined);
    await meet([yuka, tablet]);
    expect([settingOf(yuka, 'name/1'), settingOf(tablet, 'name/1')]).toEqual([null, null]);
    expect(keyItems(yuka), 'one key serves them all').toHaveLength(1);
  });

  it('agree where both were set at once, whichever came first', async () => {
    const { yuka, tablet } = await makeTwoDevices();
    await set(yuka, 'name/1', '電話から');
    await set(tablet, 'name/1', '板から');
    await meet([yuka, tablet], 3);
    expect(settingOf(yuka, 'name/1')).toBe(settingOf(tablet, 'name/1'));
    expect(keyItems(yuka), 'each made a key, offline').toHaveLength(2);
    await set(yuka, 'quiet', '22');
    await set(tablet, 'theme', 'dark');
    await meet([yuka, tablet], 3);
    expect(keyItems(tablet), 'and from then on both use the lower').toHaveLength(2);
    const last = sealedItems(tablet)
      .slice(-2)
      .map((item) => item.body);
    expect(new Set(last.map((body) => (body?.kind === 'sealed.social' ? body.key : '')))).toHaveProperty('size', 1);
  });

  it('are read by nobody else, and stand in no store in clear', async () => {
    const { yuka, koichi, tablet } = await makeTwoDevices();
    await set(yuka, 'name/1', 'ひみつの呼び名');
    await say(yuka, 'voice', toChannelId('feed', yuka.person), { text: 'みんなへの声' });
    await meet([yuka, tablet]);
    await carry(yuka, koichi);
    expect(sealedItems(koichi), 'he carries it').toHaveLength(1);
    expect(replicaOf(koichi).settings.valuesUnder('')).toEqual([]);
    const held = [...(await keptEntries(koichi)).values()];
    expect(isInClear(held, 'みんなへの声')).toBe(true);
    expect(isInClear(held, 'ひみつの呼び名')).toBe(false);
    const sizes = sealedItems(koichi).map(({ body }) => (body?.kind === 'sealed.social' ? body.ciphertext.length : 0));
    expect(sizes).toEqual([64 + 16]);
  });

  it('are there again after a start, and when the key comes after them', async () => {
    const { yuka, tablet, clock } = await makeTwoDevices();
    await set(yuka, 'name/1', '美咲');
    await reopen(yuka, clock);
    expect(settingOf(yuka, 'name/1')).toBe('美咲');
    const runs = yuka.device.own().filter((row) => row.log.startsWith(selfOf(yuka)));
    expect(runs).toHaveLength(2);
    for (const row of runs.reverse()) await tablet.device.receive(row.batch, { meta: tablet.device.core.meta });
    expect(settingOf(tablet, 'name/1')).toBe('美咲');
  });

  it('are sealed to no device that was cut off', async () => {
    const { yuka, tablet, clock } = await makeTwoDevices();
    await set(yuka, 'name/1', 'まえ');
    await meet([yuka, tablet]);
    await cutOff(yuka, tablet);
    clock.ms += 60_000;
    await set(yuka, 'name/1', 'あと');
    const [, last] = keyItems(yuka).sort((a, b) => a.entry.number - b.entry.number);
    const given = last?.body?.kind === 'conv.key' ? recipientsIn(last.body.recipients) : [];
    expect(given).toContain(yuka.device.id());
    expect(given).not.toContain(tablet.device.id());
    await carry(yuka, tablet);
    expect(settingOf(tablet, 'name/1'), 'all that it can still read').toBe('まえ');
  });

  it('are read with the archive key of the recovery words alone', async () => {
    const { yuka } = await makeTwoDevices();
    await set(yuka, 'name/1', '美咲');
    const seed = yuka.device.core.identity.recoverySeed!;
    const random = (count: number) => new Uint8Array(count);
    const keys = createHashedKeys(random);
    const archive = await archiveKeyOf(keys, seed);
    const [key] = keyItems(yuka) as [Item];
    const [sealed] = sealedItems(yuka) as [Item];
    if (key.body?.kind !== 'conv.key' || !sealed.body) throw new Error('no key');
    const own = await keys.openSealing(archive.secret);
    const { recipients } = key.body;
    const found = await takeKey(createHashedSeals(random), selfOf(yuka), recipients, archiveId(archive.publicKey), own);
    expect(await openBody(createHashedSeals(random), found!, sealed.entry, sealed.body)).toMatchObject({
      kind: 'setting',
      key: 'name/1',
      value: '美咲',
    });
  });

  it('have a nonce of their own each, also on a phone that was put back', async () => {
    const { yuka, clock } = await makeTwoDevices();
    const backup = yuka.disk.saved();
    await set(yuka, 'a', '一');
    await set(yuka, 'a', '二');
    const before = sealedItems(yuka);
    await reopen(yuka, clock, backup);
    await set(yuka, 'a', '三');
    const all = [...before, ...sealedItems(yuka)];
    const nonces = all.map(({ body }) => (body?.kind === 'sealed.social' ? body.nonce.join() : ''));
    expect(new Set(nonces).size).toBe(3);
  });

  it('open in their own place only', async () => {
    const { yuka, tablet } = await makeTwoDevices();
    await set(yuka, 'name/1', '美咲');
    const [sealed] = sealedItems(yuka) as [Item];
    await sayBytes(yuka, selfOf(yuka), sealed.entry.kind, (await keptEntries(yuka)).get(sealed.entry.id)!.body!);
    await meet([yuka, tablet]);
    expect(sealedItems(tablet)).toHaveLength(2);
    expect(tablet.device.core.sealing.openedBody(sealed.entry.id)).toMatchObject({ key: 'name/1' });
    const copy = sealedItems(tablet).find((item) => item.entry.id !== sealed.entry.id)!;
    expect(tablet.device.core.sealing.openedBody(copy.entry.id)).toBeNull();
  });

  it('do not stand in clear by mistake: such an entry is void', async () => {
    const { yuka, tablet } = await makeTwoDevices();
    const body = encodeBody('setting', { key: 'name/1', value: 'x' });
    const id = await sayBytes(yuka, selfOf(yuka), kindNumber('setting'), body);
    await meet([yuka, tablet]);
    const item = replicaOf(tablet).get(id)!;
    expect(replicaOf(tablet).isVoid(item)?.code).toBe('bad-body');
    expect(settingOf(tablet, 'name/1')).toBeNull();
  });

  it('are written again by a phone that was put back, and stay readable on both', async () => {
    const { yuka, tablet, clock } = await makeTwoDevices();
    await set(yuka, 'a', '一');
    await meet([yuka, tablet]);
    const backup = yuka.disk.saved();
    await set(yuka, 'b', '前の電話から');
    await meet([yuka, tablet]);
    await reopen(yuka, clock, backup);
    clock.ms += 60_000;
    await set(yuka, 'c', '戻した電話から');
    const before = yuka.device.id();
    await meet([yuka, tablet], 5);
    expect(yuka.device.id()).not.toBe(before);
    for (const one of [yuka, tablet]) {
      expect(replicaOf(one).settings.valuesUnder(''), one.name).toEqual([
        ['a', '一'],
        ['b', '前の電話から'],
        ['c', '戻した電話から'],
      ]);
    }
    expect(yuka.device.own().filter((row) => row.state === 'unsent')).toEqual([]);
    await reopen(yuka, clock);
    expect(replicaOf(yuka).settings.valuesUnder('')).toHaveLength(3);
  });
});
