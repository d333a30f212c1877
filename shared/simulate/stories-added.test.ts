import { describe, expect, it } from 'vitest';
import { addByCode, deviceNameKey, mostDevices } from '../device/add-device.ts';
import { cutOffDevice } from '../device/cut-off.ts';
import { identityOfJoin, makeJoin, readHandover, textOfJoin } from '../device/join.ts';
import { passKeys } from '../device/pass-keys.ts';
import { encodeKeyList, maxListedKeys } from '../log/list-keys.ts';
import { decodeJoinCode } from '../protocol/join-code.ts';
import { sealHandover } from '../protocol/handover.ts';
import { bytesToHex, encodeUtf8 } from '../protocol/bytes.ts';
import { exportFile } from '../device/export-file.ts';
import { toReadableFile } from '../device/readable-file.ts';
import type { Replica } from '../fold/replica.ts';
import { fromSegment } from '../sync/segments.ts';
import { createSeeded } from '../protocol/seeded.ts';
import { toChannelId } from '../protocol/ids.ts';
import { beginStory, carry, heldBy, meet, postsSeen, say } from './tell.ts';
import { createMemoryDisk } from './memory-disk.ts';
import { portsFor, reopen, replicaOf, settleByCode, type Dweller } from './town.ts';

const selfOf = ({ person }: Dweller) => toChannelId('self', person);
const feedOf = ({ person }: Dweller) => toChannelId('feed', person);
const settingOf = (of: Dweller, key: string) => replicaOf(of).settings.valueOf(key);
const revocationOf = (by: Dweller, of: Dweller) => replicaOf(by).persons.revocationOf(of.device.id());

async function set(by: Dweller, key: string, value: string) {
  const written = await by.device.writeSealed('setting', selfOf(by), { key, value });
  if (!written.ok) throw new Error(written.error.code);
}

/** 由佳 with a phone on which she set something, and a browser that she added by its code afterwards. */
async function makeAdded() {
  const story = await beginStory(['宮田 由佳', '川島 航一']);
  const [yuka, koichi] = story.people as [Dweller, Dweller];
  await set(yuka, 'name/1', '下の階の美咲');
  await meet([yuka]);
  const browser = await settleByCode(yuka, 501, story.server, story.clock);
  await meet([yuka, browser]);
  return { ...story, yuka, koichi, browser };
}

/** What a device that waits to be added has around it. */
function newPorts(seed: number, clock: { ms: number }) {
  return portsFor(createSeeded(seed), createMemoryDisk(), () => clock.ms);
}

describe('a device that was added by its code', () => {
  it('is that person, reads what was set before it was there, and knows its own name', async () => {
    const { yuka, koichi, browser } = await makeAdded();
    expect(browser.person).toBe(yuka.person);
    expect(settingOf(browser, 'name/1')).toBe('下の階の美咲');
    expect(settingOf(browser, deviceNameKey(browser.device.id()))).toBe('居間のパソコン');
    expect(replicaOf(browser).cards.cardOf(yuka.person)?.name).toBe('宮田 由佳');
    await say(browser, 'voice', feedOf(yuka), { text: 'パソコンから' });
    await meet([browser, yuka]);
    await carry(yuka, koichi);
    expect(postsSeen(koichi, yuka.person).map(({ text }) => text)).toEqual(['パソコンから']);
  });

  it('holds neither the root nor the recovery seed, and can add and cut off no other', async () => {
    const { yuka, browser, clock } = await makeAdded();
    expect(browser.device.core.identity).toMatchObject({ root: null, recoverySeed: null });
    const { code } = await makeJoin(newPorts(7, clock).keys, { class: 'phone', name: '' }, newPorts(8, clock).random);
    expect(await addByCode(browser.device, code, '由佳')).toEqual({ ok: false, error: { code: 'no-root' } });
    const cut = await cutOffDevice(browser.device, yuka.device.id(), 'stolen');
    expect(cut).toEqual({ ok: false, error: { code: 'no-root' } });
    expect(revocationOf(browser, yuka)).toBeNull();
  });

  it('reads the old things again after a start, and what the phone sets from now on', async () => {
    const { yuka, browser, clock } = await makeAdded();
    await reopen(browser, clock);
    expect(settingOf(browser, 'name/1')).toBe('下の階の美咲');
    await set(yuka, 'name/2', '航一さん');
    await meet([yuka, browser]);
    expect(settingOf(browser, 'name/2')).toBe('航一さん');
  });

  it('reads them also when the keys come last', async () => {
    const { yuka, clock, server } = await makeAdded();
    const third = await settleByCode(yuka, 502, server, clock);
    const rows = yuka.device.own().filter((row) => row.log.startsWith(selfOf(yuka)));
    for (const row of rows.filter(({ log }) => log.endsWith('2')).concat(rows.filter(({ log }) => log.endsWith('0'))))
      await third.device.receive(row.batch, {});
    expect(settingOf(third, 'name/1')).toBe('下の階の美咲');
  });

  it('takes no key out of the device in a file, and the server holds none', async () => {
    const { yuka, browser, server } = await makeAdded();
    const keys = yuka.device.core.sealing.held().map(({ key }) => bytesToHex(key));
    expect(keys.length).toBeGreaterThan(1);
    const files: string[] = [];
    for (const { device } of [yuka, browser]) {
      const items = (device.core.folds as Replica).items();
      const head = { person: device.person, name: '', atMs: 0 };
      const file = await exportFile(device, false);
      files.push(
        bytesToHex(file),
        toReadableFile(file, items, head, () => ''),
      );
    }
    const { segments } = server.store().rows();
    files.push(
      ...segments.flatMap((row) => fromSegment(row).entries.map(({ body }) => bytesToHex(body ?? new Uint8Array()))),
    );
    for (const key of keys) expect(files.some((file) => file.includes(key))).toBe(false);
    // The same search finds what stands there in clear.
    const cardName = bytesToHex(encodeUtf8('宮田 由佳'));
    expect(files.filter((file) => file.includes(cardName) || file.includes('宮田 由佳')).length).toBeGreaterThan(2);
  });

  it('is added twice without anything being written twice', async () => {
    const { yuka, clock } = await makeAdded();
    const ports = newPorts(9, clock);
    const join = await makeJoin(ports.keys, { class: 'phone', name: '予備' }, ports.random);
    const first = await addByCode(yuka.device, join.code, '由佳');
    const held = heldBy(yuka);
    const again = await addByCode(yuka.device, join.code, '由佳');
    if (!first.ok || !again.ok) throw new Error('not added');
    expect(heldBy(yuka)).toEqual(held);
    for (const { sealed } of [first.value, again.value])
      expect(await readHandover(ports, join, sealed)).toMatchObject({ ok: true, value: { name: '由佳' } });
    expect(await passKeys(yuka.device, first.value.device)).toEqual({ ok: true, value: 0 });
  });

  it('passes more keys than one entry holds', async () => {
    const { yuka, clock, server } = await makeAdded();
    const { passed } = yuka.device.core.sealing;
    const keys = Array.from({ length: 2 * maxListedKeys + 1 }, (_, i) => ({
      id: i.toString(16).padStart(32, '0'),
      channel: toChannelId('self', i.toString(16).padStart(32, '1')),
      key: new Uint8Array(32).fill(i),
    }));
    for (let at = 0; at < keys.length; at += maxListedKeys) {
      const body = { keys: encodeKeyList(keys.slice(at, at + maxListedKeys)) };
      const written = await yuka.device.writeSealed('keys', selfOf(yuka), body);
      if (!written.ok) throw new Error(written.error.code);
    }
    expect(passed.all().length).toBeGreaterThan(keys.length);
    const third = await settleByCode(yuka, 502, server, clock);
    await meet([yuka, third]);
    for (const { id, key } of keys) expect(third.device.core.sealing.passed.candidates(id)[0]?.key).toEqual(key);
  });

  it('believes keys from nobody else, and a false key hides no right one', async () => {
    const { yuka, koichi, browser } = await makeAdded();
    const [real] = yuka.device.core.sealing.held();
    if (!real) throw new Error('no key');
    const list = encodeKeyList([{ ...real, key: new Uint8Array(32) }]);
    const { passed } = browser.device.core.sealing;
    const item = (author: string, owner: string) => ({
      author,
      body: { kind: 'keys' as const, keys: list },
      entry: { channel: toChannelId('self', owner) },
    });
    const before = passed.all().length;
    passed.take(item(koichi.person, koichi.person) as never, real.id);
    passed.take(item(koichi.person, yuka.person) as never, real.id);
    expect(passed.candidates(real.id).every(({ key }) => key.some((byte) => byte !== 0))).toBe(true);
    passed.take(item(yuka.person, yuka.person) as never, real.id);
    expect(passed.all().length).toBe(before);
    await reopen(browser, { ms: yuka.device.core.ports.nowMs() });
    expect(settingOf(browser, 'name/1')).toBe('下の階の美咲');
  });

  it('goes on as it is when it was put back to an older copy, until it was added again', async () => {
    const { yuka, browser, clock } = await makeAdded();
    await meet([browser, yuka]);
    const backup = browser.disk.saved();
    await say(browser, 'voice', feedOf(yuka), { text: '一' });
    await meet([browser, yuka]);
    await reopen(browser, clock, backup);
    await say(browser, 'voice', feedOf(yuka), { text: '二' });
    await meet([browser, yuka], 4);
    const before = browser.device.id();
    expect(browser.device.core.holdings.isForked(before)).toBe(true);
    const texts = () => postsSeen(yuka, yuka.person).map(({ text }) => text);
    expect(texts().sort()).toEqual(['一', '二'].sort());

    const ports = browser.device.core.ports;
    const join = await makeJoin(ports.keys, { class: 'browser', name: '居間' }, ports.random);
    const added = await addByCode(yuka.device, join.code, '由佳');
    const joined = added.ok ? await readHandover(ports, join, added.value.sealed) : added;
    if (!joined.ok) throw new Error(joined.error.code);
    await say(browser, 'voice', feedOf(yuka), { text: '三' });
    await browser.device.renew(identityOfJoin(join, joined.value));
    expect(browser.device.id()).not.toBe(before);
    await meet([yuka, browser], 4);
    expect(texts().sort()).toEqual(['一', '三', '二'].sort());
    expect(settingOf(browser, 'name/1')).toBe('下の階の美咲');
  });
});

describe('a handover', () => {
  it('makes no device of what it was not made for', async () => {
    const { yuka, koichi, clock } = await makeAdded();
    const ports = newPorts(20, clock);
    const join = await makeJoin(ports.keys, { class: 'phone', name: '' }, ports.random);
    const other = await makeJoin(ports.keys, { class: 'phone', name: '' }, ports.random);
    const mine = await addByCode(yuka.device, join.code, '由佳');
    const theirs = await addByCode(koichi.device, other.code, '航一');
    if (!mine.ok || !theirs.ok) throw new Error('not added');
    expect(await readHandover(ports, other, mine.value.sealed), 'sealed to another').toMatchObject({
      error: { code: 'unreadable' },
    });
    const bent = mine.value.sealed.slice();
    bent[40] = (bent[40] ?? 0) ^ 1;
    expect(await readHandover(ports, join, bent)).toMatchObject({ error: { code: 'unreadable' } });
    const opened = await readHandover(ports, other, theirs.value.sealed);
    if (!opened.ok) throw new Error(opened.error.code);
    const asIfMine = { certificate: opened.value.certificateBytes, name: '由佳', rotations: [] };
    const swapped = await sealHandover(ports.seals, join.code.sealingKey, join.code.handover, asIfMine);
    expect(await readHandover(ports, join, swapped!), 'for other keys').toMatchObject({ error: { code: 'not-ours' } });
    const good = await readHandover(ports, join, mine.value.sealed);
    if (!good.ok) throw new Error(good.error.code);
    const unsigned = good.value.certificateBytes.slice();
    unsigned[unsigned.length - 1] = (unsigned.at(-1) ?? 0) ^ 1;
    const forged = { certificate: unsigned, name: '由佳', rotations: [] };
    const faked = await sealHandover(ports.seals, join.code.sealingKey, join.code.handover, forged);
    expect(await readHandover(ports, join, faked!), 'signed by nobody').toMatchObject({ error: { code: 'not-ours' } });
  });

  it('is asked for by a code that survives being pasted, and by no other text', async () => {
    const ports = newPorts(30, { ms: 0 });
    const join = await makeJoin(ports.keys, { class: 'browser', name: '居間のパソコン' }, ports.random);
    expect(decodeJoinCode(`  どうぞ：${textOfJoin(join)}\n`)).toEqual(join.code);
    for (const text of ['', 'tayori-join:', textOfJoin(join).slice(0, -20), 'https://tayori.example/i/abc'])
      expect(decodeJoinCode(text), text).toBeNull();
  });

  it('is given to no more than twenty devices at once', async () => {
    const { yuka, clock } = await makeAdded();
    const ports = newPorts(40, clock);
    const codes = [];
    for (let i = 0; i < mostDevices; i++) {
      const { code } = await makeJoin(ports.keys, { class: 'phone', name: `${i}` }, ports.random);
      codes.push((await addByCode(yuka.device, code, '由佳')).ok);
    }
    expect(codes.filter((isAdded) => isAdded)).toHaveLength(mostDevices - 2);
    expect(codes.slice(-2)).toEqual([false, false]);
  });
});

describe('a device that was cut off with the root', () => {
  it('can open nothing under a later key, also none that was passed on since', async () => {
    const { yuka, browser, clock, server } = await makeAdded();
    expect(await cutOffDevice(yuka.device, browser.device.id(), 'lost')).toMatchObject({ ok: true });
    clock.ms += 60_000;
    await set(yuka, 'name/9', 'ひみつ');
    const third = await settleByCode(yuka, 503, server, clock);
    await meet([yuka, third]);
    expect(settingOf(third, 'name/9')).toBe('ひみつ');
    await carry(yuka, browser);
    expect(settingOf(browser, 'name/1'), 'what it could read it still can').toBe('下の階の美咲');
    expect(settingOf(browser, 'name/9')).toBeNull();
    const after = new Set(yuka.device.core.sealing.held().map(({ id }) => id));
    const its = new Set(browser.device.core.sealing.held().map(({ id }) => id));
    expect([...after].filter((id) => !its.has(id)).length, 'keys that it has not').toBeGreaterThan(0);
  });

  it('counts to what was held of it, and further once that is raised', async () => {
    const { yuka, browser, koichi } = await makeAdded();
    await say(browser, 'voice', feedOf(yuka), { text: '一' });
    await meet([browser, yuka]);
    await say(browser, 'voice', feedOf(yuka), { text: '二' });
    await cutOffDevice(yuka.device, browser.device.id(), 'retired');
    await carry(browser, yuka);
    const seenBy = (one: Dweller) => postsSeen(one, yuka.person).map(({ text }) => text);
    expect(seenBy(yuka)).toEqual(['一']);
    const before = revocationOf(yuka, browser);
    expect(before).toMatchObject({ reason: 1, serial: 1 });
    expect(before?.cuts.length ?? 0).toBe(16);
    await cutOffDevice(yuka.device, browser.device.id(), 'retired');
    expect(revocationOf(yuka, browser)).toMatchObject({ serial: 2 });
    await carry(yuka, koichi);
    for (const one of [yuka, koichi]) expect(seenBy(one).sort()).toEqual(['一', '二'].sort());
  });

  it('is never the one in hand, and never another person’s', async () => {
    const { yuka, koichi } = await makeAdded();
    await carry(koichi, yuka);
    expect(await cutOffDevice(yuka.device, yuka.device.id(), 'lost')).toMatchObject({ error: { code: 'own' } });
    const foreign = await cutOffDevice(yuka.device, koichi.device.id(), 'lost');
    expect(foreign).toMatchObject({ error: { code: 'unknown' } });
  });
});
