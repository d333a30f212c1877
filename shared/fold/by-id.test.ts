import { expect, it } from 'vitest';
import type { Item } from '../log/item.ts';
import { bytesToHex } from '../protocol/bytes.ts';
import { createSeeded } from '../protocol/seeded.ts';
import { createById } from './by-id.ts';

/** As much of an item as the table asks for. */
function itemWith(hash: Uint8Array): Item {
  return { entry: { hash, id: bytesToHex(hash.subarray(0, 16)) } } as Item;
}

it('holds the same as a map, also where ids begin alike', () => {
  for (let seed = 1; seed <= 30; seed++) {
    const seeded = createSeeded(seed);
    const [held, map] = [createById(), new Map<string, Item>()];
    const alike = seeded.pick([0, 2, 4]);
    for (let i = 0; i < 300; i++) {
      const item = itemWith(Uint8Array.of(...[1, 2, 3, 4].slice(0, alike), ...seeded.bytes(32 - alike)));
      const again = seeded.chance(0.2) ? seeded.pick([item, ...map.values()]) : item;
      const put = itemWith(again.entry.hash);
      held.set(put);
      map.set(put.entry.id, put);
    }
    for (const [id, item] of map) expect(held.get(id), `seed ${seed}`).toBe(item);
    expect([...held.values()], `seed ${seed}`).toEqual([...map.values()]);
    for (let i = 0; i < 50; i++) expect(held.get(bytesToHex(seeded.bytes(16)))).toBeUndefined();
    expect(held.get(`01020304${'00'.repeat(12)}`)).toBeUndefined();
  }
});

it('holds nothing at first', () => {
  const held = createById();
  expect([held.get('00'.repeat(16)), [...held.values()]]).toEqual([undefined, []]);
});
