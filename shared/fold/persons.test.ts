import { describe, expect, it } from 'vitest';
import type { Item } from '../log/item.ts';
import { encodeCbor } from '../protocol/cbor-encode.ts';
import { encodeCuts } from '../protocol/cut.ts';
import { createNobleSigner } from '../protocol/engine-noble.ts';
import { toChannelId } from '../protocol/ids.ts';
import { createSeeded } from '../protocol/seeded.ts';
import { createAccess } from './access.ts';
import {
  announce,
  certify,
  copyDevice,
  cutsOf,
  equip,
  revoke,
  rotate,
  settle,
  write,
  type TownDevice,
} from './test-town.ts';

function makePerson(seed: number) {
  const seeded = createSeeded(seed);
  const owner = settle(seeded, '早川 徹');
  const [phone, tablet] = [equip(owner, seeded), equip(owner, seeded)];
  const access = createAccess();
  for (const device of [phone, tablet]) access.addCertificate(device.certificate);
  const channels = {
    card: toChannelId('card', owner.id),
    feed: toChannelId('feed', owner.id),
    life: toChannelId('life', owner.id),
    inbox: toChannelId('inbox', owner.id),
  };
  const say = (device: TownDevice, text: string) => write(device, 'voice', channels.feed, { text });
  const codes = (...items: Item[]) => items.map((item) => access.whyVoid(item)?.code ?? null);
  return { seeded, owner, phone, tablet, access, channels, say, codes };
}

const newRoot = createNobleSigner(new Uint8Array(32).fill(7));

describe('devices', () => {
  it('count once a root of the person stands behind them, whatever came first', async () => {
    const { owner, seeded, access, say, codes, phone } = makePerson(1);
    const browser = equip(owner, seeded);
    const voice = await say(browser, 'はい');
    access.add(voice);
    expect(codes(voice)).toEqual(['uncertified']);
    access.add(await announce(phone, browser.certificate));
    expect(codes(voice)).toEqual([null]);
    expect(access.persons.devicesOf(owner.id)).toContain(browser.id);
  });

  it('take statements of a person in that person’s card only, from any carrier, revoked ones too', async () => {
    const { owner, seeded, access, phone, tablet, codes } = makePerson(2);
    const stranger = equip(settle(seeded, '三上 樹'), seeded);
    access.addCertificate(stranger.certificate);
    const browser = equip(owner, seeded);
    const elsewhere = await write(stranger, 'device.cert', toChannelId('card', stranger.owner.id), {
      certificate: new Uint8Array([...browser.certificate.bytes, ...browser.certificate.signature]),
    });
    access.add(elsewhere);
    expect(codes(elsewhere)).toEqual(['misplaced']);
    expect(access.persons.certificateOf(browser.id)).toBeNull();
    access.add(await revoke(phone, tablet, { cuts: [] }));
    access.add(await announce(tablet, browser.certificate));
    expect(access.persons.isLive(tablet.id)).toBe(false);
    expect(access.persons.isLive(browser.id)).toBe(true);
  });
});

describe('a revocation', () => {
  it('leaves what is below its cuts and voids what is above them and in logs not named, late or early', async () => {
    const { access, tablet, phone, say, codes, channels } = makePerson(3);
    const before = await say(tablet, 'ひとつ');
    const cuts = cutsOf(tablet);
    const after = await say(tablet, 'ふたつ');
    const elsewhere = await write(tablet, 'status', channels.life, { condition: 'safe', whereabouts: 'home' });
    const revocation = await revoke(phone, tablet, { cuts });
    access.addAll([before, after, elsewhere]);
    expect(codes(before, after, elsewhere)).toEqual([null, null, null]);
    access.add(revocation);
    expect(codes(before, after, elsewhere)).toEqual([null, 'revoked', 'revoked']);
    const other = createAccess();
    other.addAll([revocation, await announce(phone, tablet.certificate), after, before]);
    expect(other.whyVoid(before)).toBeNull();
    expect(other.whyVoid(after)?.code).toBe('revoked');
  });

  it('can be raised by a higher serial, and the recovery key’s outranks the root’s', async () => {
    const { access, tablet, phone, say, codes } = makePerson(4);
    const voice = await say(tablet, 'ひとつ');
    const cuts = cutsOf(tablet);
    access.addAll([voice, await revoke(phone, tablet, { cuts: [], serial: 1 })]);
    expect(codes(voice)).toEqual(['revoked']);
    access.add(await revoke(phone, tablet, { cuts, serial: 2 }));
    expect(codes(voice)).toEqual([null]);
    access.add(await revoke(phone, tablet, { cuts: [], serial: 1, by: 'recovery' }));
    expect(codes(voice)).toEqual(['revoked']);
    access.add(await revoke(phone, tablet, { cuts, serial: 9 }));
    expect(codes(voice)).toEqual(['revoked']);
  });

  it('counts only the branch that leads to its cut, as far as the links are here', async () => {
    const { access, tablet, phone, say, codes } = makePerson(5);
    const trunk = await say(tablet, 'みき');
    const copy = copyDevice(tablet);
    const [mine, mineToo] = [await say(tablet, 'こちら'), await say(tablet, 'こちらも')];
    const [other, otherToo] = [await say(copy, 'あちら'), await say(copy, 'あちらも')];
    const revocation = await revoke(phone, tablet, { cuts: cutsOf(tablet) });
    access.addAll([trunk, mine, other, otherToo, revocation]);
    // The entry at the cut is missing, so nothing says which of the two branches leads to it.
    expect(codes(trunk, mine, other, otherToo)).toEqual([null, 'revoked', 'revoked', 'revoked']);
    access.add(mineToo);
    expect(codes(trunk, mine, mineToo, other, otherToo)).toEqual([null, null, null, 'revoked', 'revoked']);
  });

  it('voids an entry at the number of its cut that has another hash', async () => {
    const { access, tablet, phone, say, codes } = makePerson(13);
    const trunk = await say(tablet, 'みき');
    const copy = copyDevice(tablet);
    const other = await say(copy, 'あちら');
    await say(tablet, 'こちら');
    access.addAll([trunk, other, await revoke(phone, tablet, { cuts: cutsOf(tablet) })]);
    expect(codes(trunk, other)).toEqual([null, 'revoked']);
  });

  it('by someone else’s key or for someone else’s device says nothing', async () => {
    const { access, tablet, seeded, say, codes } = makePerson(6);
    const thief = equip(settle(seeded, '三上 樹'), seeded);
    access.addCertificate(thief.certificate);
    const voice = await say(tablet, 'ひとつ');
    access.addAll([voice, await revoke(thief, { ...tablet, owner: thief.owner }, { cuts: [] })]);
    expect(codes(voice)).toEqual([null]);
  });
});

describe('a rotation', () => {
  it('leaves of earlier devices what it names, unless the new root certifies them again', async () => {
    const { access, owner, phone, tablet, say, codes, seeded } = makePerson(7);
    const [early, mine] = [await say(tablet, 'まえ'), await say(phone, 'まえ')];
    const cuts = new Map([[tablet.id, cutsOf(tablet)]]);
    const late = await say(tablet, 'あと');
    const stolen = equip(owner, seeded);
    const theirs = await say(stolen, 'にせ');
    access.addCertificate(stolen.certificate);
    access.addAll([early, late, mine, theirs, await rotate(phone, owner, newRoot, cuts)]);
    expect(codes(early, late, mine, theirs)).toEqual([null, 'rotated', 'rotated', 'rotated']);
    expect(access.persons.rootOf(owner.id)).toEqual({ sequence: 1, key: newRoot.publicKey });
    access.addCertificate(certify(owner, phone.certificate));
    expect(codes(early, late, mine, theirs)).toEqual([null, 'rotated', null, 'rotated']);
    // A root that was replaced certifies and revokes nothing any more.
    const lapsed = { ...owner, roots: owner.roots.slice(0, 1) };
    access.add(await revoke(phone, { ...phone, owner: lapsed }, { cuts: [], serial: 99 }));
    expect(codes(mine)).toEqual([null]);
  });

  it('that goes on with the same new root adds its cuts to those before, in any order', async () => {
    const { owner, seeded, phone, tablet, say, access } = makePerson(17);
    const [one, other, late] = [await say(phone, '電話'), await say(tablet, '板'), await say(tablet, 'あと')];
    const [cut] = cutsOf(tablet);
    const upTo = { name: cut?.name ?? '', number: other.entry.number, hash: other.entry.hash };
    const parts = [
      await rotate(
        phone,
        owner,
        newRoot,
        new Map([
          [phone.id, cutsOf(phone).map((each) => ({ ...each, number: one.entry.number, hash: one.entry.hash }))],
        ]),
      ),
      await rotate(phone, owner, newRoot, new Map([[tablet.id, [upTo]]])),
    ];
    const anew = equip({ ...owner, roots: [...owner.roots] }, seeded);
    const voice = await say(anew, 'あたらしい');
    for (const order of [parts, [...parts].reverse()]) {
      const again = createAccess();
      for (const device of [phone, tablet, anew]) again.addCertificate(device.certificate);
      again.addAll([one, other, late, voice, ...order]);
      expect([one, other, late].map((item) => again.whyVoid(item)?.code ?? null)).toEqual([null, null, 'rotated']);
      expect(again.persons.rootOf(owner.id)).toEqual({ sequence: 2, key: newRoot.publicKey });
    }
    // Another root in between ends what was said before it.
    const rival = createNobleSigner(new Uint8Array(32).fill(9));
    access.addAll([
      one,
      other,
      late,
      ...parts,
      await rotate(phone, { ...owner, roots: [...owner.roots] }, rival, new Map(), 3),
    ]);
    expect(access.whyVoid(one)?.code).toBe('rotated');
  });

  it('of one sequence number is that with the lower hash, and a higher number wins, in any order', async () => {
    const { owner, phone } = makePerson(8);
    const roots = [1, 2, 3].map((byte) => createNobleSigner(new Uint8Array(32).fill(byte)));
    const rivals: Item[] = [];
    for (const root of roots)
      rivals.push(await rotate(phone, { ...owner, roots: [...owner.roots] }, root, new Map(), 2));
    const higher = await rotate(phone, { ...owner, roots: [...owner.roots] }, newRoot, new Map(), 3);
    const winners = [rivals, [...rivals].reverse(), [rivals[1]!, rivals[0]!, rivals[2]!]].map((order) => {
      const access = createAccess();
      access.addAll(order);
      return access.persons.rootOf(owner.id)?.key;
    });
    expect(new Set(winners.map(String)).size).toBe(1);
    const access = createAccess();
    access.addAll([higher, ...rivals]);
    expect(access.persons.rootOf(owner.id)).toEqual({ sequence: 3, key: newRoot.publicKey });
  });
});

describe('a lent device', () => {
  it('writes no more than its certificate allows over all its logs, and nothing that governs friends', async () => {
    const { owner, seeded, access, say, codes, channels } = makePerson(9);
    const kiosk = equip(owner, seeded, { class: 'kiosk', maxEntries: 3 });
    access.addCertificate(kiosk.certificate);
    const items = [
      await write(kiosk, 'voice', channels.feed, { text: '1' }, { clockMs: 1 }),
      await write(kiosk, 'status', channels.life, { condition: 'safe', whereabouts: 'shelter' }, { clockMs: 2 }),
      await write(kiosk, 'voice', channels.feed, { text: '3' }, { clockMs: 3 }),
      await write(kiosk, 'voice', channels.feed, { text: '4' }, { clockMs: 4 }),
    ];
    access.addAll([...items].reverse());
    expect(codes(...items)).toEqual([null, null, null, 'over-limit']);
    // An entry that is missing is counted by the number of a later one.
    const gap = createAccess();
    gap.addCertificate(kiosk.certificate);
    gap.addAll([items[3]!, items[1]!]);
    expect(gap.whyVoid(items[3]!)?.code).toBe('over-limit');
    expect(codes(await say(kiosk, 'まだ'))).toEqual(['over-limit']);
    const friend = settle(seeded, '三上 樹').id;
    const add = await write(kiosk, 'friend.add', toChannelId('inbox', friend), { person: friend });
    expect(codes(add)).toEqual(['lent']);
  });

  it('ends with its own word: what it wrote later or elsewhere is void', async () => {
    const { owner, seeded, access, say, codes, channels } = makePerson(10);
    const kiosk = equip(owner, seeded, { class: 'kiosk', maxEntries: 50 });
    access.addCertificate(kiosk.certificate);
    const voice = await say(kiosk, 'かりて');
    const end = await write(kiosk, 'session.end', channels.card, { cuts: encodeCbor(encodeCuts(cutsOf(kiosk))) });
    const later = await say(kiosk, 'だれか');
    const elsewhere = await write(kiosk, 'card.set', channels.card, { name: 'だれか' });
    access.addAll([later, elsewhere, end, voice]);
    expect(codes(voice, end, later, elsewhere)).toEqual([null, null, 'session-ended', 'session-ended']);
    expect(access.persons.isLive(kiosk.id)).toBe(false);
  });

  it('keeps to its scope', async () => {
    const { owner, seeded, access, say, codes, channels } = makePerson(11);
    const lite = equip(owner, seeded, { class: 'lite', scope: { lanes: [0], kinds: null, channels: [channels.life] } });
    access.addCertificate(lite.certificate);
    const sign = await write(lite, 'life.sign', channels.life, { evidence: 'opened' });
    expect(codes(sign, await say(lite, 'こえ'))).toEqual([null, 'out-of-scope']);
  });
});

it('the end of a person erases all bodies, and a cut below it brings them back', async () => {
  const { access, owner, tablet, phone, say, channels } = makePerson(12);
  const voice = await say(phone, 'いた');
  const end = await write(tablet, 'person.end', channels.card, {});
  access.addAll([end, voice]);
  expect(access.persons.hasEnded(owner.id)).toBe(true);
  expect(access.counts(voice)).toBe(false);
  access.add(await revoke(phone, tablet, { cuts: [] }));
  expect(access.counts(voice)).toBe(true);
});
