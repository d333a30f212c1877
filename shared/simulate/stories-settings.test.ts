import { expect, it } from 'vitest';
import { eraseReplaced } from '../device/erase-replaced.ts';
import { digestOf } from '../fold/digest.ts';
import { toChannelId } from '../protocol/ids.ts';
import { fromSegment } from '../sync/segments.ts';
import { beginStory, heldBy, meet } from './tell.ts';
import { reopen, replicaOf, settleAgain, type Dweller } from './town.ts';

const selfOf = ({ person }: Dweller) => toChannelId('self', person);

async function set(by: Dweller, key: string, value: string): Promise<string> {
  const before = replicaOf(by).settings.entryOf(key);
  const fields = { key, value, ...(before && { replaces: [before] }) };
  const written = await by.device.writeSealed('setting', selfOf(by), fields);
  if (!written.ok) throw new Error(written.error.code);
  return written.value.id;
}

/** 由佳 with a phone and a tablet that know all of one another, and a name that she changed three times. */
async function renamed() {
  const { server, clock, people } = await beginStory(['宮田 由佳']);
  const [phone] = people as [Dweller];
  const tablet = await settleAgain(phone, 700, server, clock);
  await meet([phone, tablet]);
  const ids: string[] = [];
  for (const value of ['みさき', '下の階の美咲', '美咲さん', '美咲']) ids.push(await set(phone, 'name/00', value));
  await set(phone, 'mute/00', 'yes');
  await meet([phone, tablet]);
  return { server, clock, phone, tablet, ids };
}

const isHere = (by: Dweller, id: string) => {
  const item = replicaOf(by).get(id);
  return item !== null && item.entry.hasBody && !replicaOf(by).isErased(item);
};
const bodiesOf = (by: Dweller, ids: readonly string[]) => ids.map((id) => isHere(by, id));
const erase = async ({ device }: Dweller, by: Dweller) => {
  const done = await eraseReplaced(device, replicaOf(by));
  return done.ok ? done.value : done.error.code;
};

it('what a newer value replaced is erased on every device and at the server, and what holds stays', async () => {
  const { server, clock, phone, tablet, ids } = await renamed();
  phone.network.setDown(true);
  expect(await erase(phone, phone)).toBe(3);
  expect(await erase(phone, phone), 'the second time').toBe(0);
  phone.network.setDown(false);
  await meet([phone, tablet]);
  const stored = server
    .store()
    .rows()
    .segments.flatMap((row) => fromSegment(row).entries);
  const atServer = ids.map((id) => stored.find((entry) => entry.id === id)?.body !== null);
  for (const left of [atServer, bodiesOf(phone, ids), bodiesOf(tablet, ids)])
    expect(left).toEqual([false, false, false, true]);
  for (const one of [phone, tablet]) {
    await reopen(one, clock);
    expect(ids.map((id) => replicaOf(one).get(id)?.entry.hasBody)).toEqual([false, false, false, true]);
  }
  for (const one of [phone, tablet]) {
    expect(replicaOf(one).settings.valuesUnder('')).toEqual([
      ['mute/00', 'yes'],
      ['name/00', '美咲'],
    ]);
    expect(await erase(one, one)).toBe(0);
  }
  expect(heldBy(tablet)).toEqual(heldBy(phone));
  expect(digestOf(replicaOf(tablet))).toBe(digestOf(replicaOf(phone)));
});

it('two devices that do it at once, while one of them changes the value, come to the same', async () => {
  const { phone, tablet, ids } = await renamed();
  for (const one of [phone, tablet]) one.network.setDown(true);
  expect(await erase(phone, phone)).toBe(3);
  expect(await erase(tablet, tablet)).toBe(3);
  await set(tablet, 'name/00', '美咲（二階）');
  for (const one of [phone, tablet]) one.network.setDown(false);
  await meet([phone, tablet]);
  for (const one of [phone, tablet]) expect(await erase(one, one)).toBeLessThanOrEqual(1);
  await meet([phone, tablet]);
  for (const one of [phone, tablet]) {
    expect(bodiesOf(one, ids)).toEqual([false, false, false, false]);
    expect(replicaOf(one).settings.valueOf('name/00')).toBe('美咲（二階）');
  }
  expect(digestOf(replicaOf(tablet))).toBe(digestOf(replicaOf(phone)));
});

it('nothing is erased for a value that no other device can have yet, nor of read marks', async () => {
  const { phone, tablet } = await renamed();
  await erase(phone, phone);
  phone.network.setDown(true);
  await set(phone, 'name/00', '保育園の美咲');
  for (const value of ['a', 'b', 'c']) await set(phone, 'read/00', value);
  expect(await erase(phone, phone)).toBe(0);
  phone.network.setDown(false);
  await meet([phone, tablet]);
  expect(await erase(phone, phone)).toBe(1);
});

it('an older value does not come back when its replacement is erased in the middle', async () => {
  const { clock, phone, tablet, ids } = await renamed();
  // The phone dies after the first erasure.
  const { write } = phone.device;
  let left = 1;
  const dying = {
    ...phone.device,
    write: (...args: Parameters<typeof write>) => (left-- > 0 ? write(...args) : new Promise<never>(() => undefined)),
  };
  void eraseReplaced(dying, replicaOf(phone));
  await new Promise((next) => setTimeout(next, 0));
  await phone.device.inTurn(async () => undefined);
  await reopen(phone, clock);
  await meet([phone, tablet]);
  expect(bodiesOf(tablet, ids)).toEqual([false, true, true, true]);
  expect(replicaOf(tablet).settings.valueOf('name/00')).toBe('美咲');
});
