import { expect, it } from 'vitest';
import type { Item } from '../log/item.ts';
import { toChannelId } from '../protocol/ids.ts';
import { createSeeded } from '../protocol/seeded.ts';
import { candidatesOf, newestOf } from './newest.ts';
import { createReplica } from './replica.ts';
import { copyDevice, equip, settle, write, type TownDevice } from './test-town.ts';

function makePerson() {
  const seeded = createSeeded(1);
  const owner = settle(seeded, '三上 樹');
  const [phone, tablet] = [equip(owner, seeded), equip(owner, seeded)];
  const replica = createReplica(null);
  replica.addCertificates([phone.certificate, tablet.certificate]);
  const { ground } = replica.access;
  const set = async (device: TownDevice, clockMs: number, more: { replaces?: string[]; again?: string } = {}) => {
    const card = toChannelId('card', owner.id);
    const item = await write(device, 'card.set', card, { name: `${clockMs}`, ...more }, { clockMs });
    replica.add([item]);
    return item;
  };
  const names = (values: readonly Item[]) =>
    candidatesOf(values, ground).map((item) => (item.body?.kind === 'card.set' ? item.body.name : ''));
  return { phone, tablet, set, names, ground };
}

it('a value falls at the word that replaces it, whatever their clocks say', async () => {
  const { phone, tablet, set, names, ground } = makePerson();
  const future = await set(phone, Date.UTC(2099, 0));
  const next = await set(tablet, 5, { replaces: [future.entry.id] });
  expect(names([future, next])).toEqual(['5']);
  expect(newestOf([next, future], ground)).toBe(next);
});

it('values that did not see each other stand side by side, and the later clock holds unless it is ahead', async () => {
  const { phone, tablet, set, names, ground } = makePerson();
  const values = [await set(phone, 700_000), await set(tablet, 3)];
  expect(names(values)).toEqual(['3', '700000']);
  expect(newestOf(values, ground)).toBe(values[0]);
  expect(newestOf(values, ground, 4)).toBe(values[1]);
  expect(newestOf([values[0]!], ground, 4)).toBe(values[0]);
});

it('a later value of one log replaces an earlier one on its branch, and none on another', async () => {
  const { phone, set, names } = makePerson();
  const [first, second] = [await set(phone, 9), await set(phone, 8)];
  expect(names([first, second])).toEqual(['8']);
  const copy = copyDevice(phone);
  const [mine, other] = [await set(phone, 6), await set(copy, 7)];
  expect(names([first, second, mine, other])).toEqual(['6', '7']);
});

it('what replaces one name of a value replaces the value, and nothing replaces itself by a second name', async () => {
  const { phone, tablet, set, names } = makePerson();
  const old = await set(phone, 1);
  const again = await set(tablet, 2, { again: old.entry.id, replaces: [old.entry.id] });
  expect(names([old, again])).toEqual(['1', '2']);
  const copy = copyDevice(phone);
  const next = await set(copy, 0, { replaces: [old.entry.id] });
  expect(names([old, again, next])).toEqual(['0']);
});
