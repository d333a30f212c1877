import { expect, it } from 'vitest';
import { createReplica } from '../fold/replica.ts';
import { digestOf } from '../fold/digest.ts';
import { createHistory, createTown } from '../fold/test-history.ts';
import { equip, erased, settle, shuffled, write } from '../fold/test-town.ts';
import { toChannelId } from '../protocol/ids.ts';
import { createSeeded } from '../protocol/seeded.ts';
import { createItemKeeper } from './item-keeper.ts';
import { withBody, withoutBody, type Item } from './item.ts';

/** All that an item says, as an object without ways. */
function plain({ entry, previousHash, author, body, statement, voidReason }: Item) {
  const { id, hash, absence, hasBody, channel, device, kind, number, clockMs, counter, after, bodyLength } = entry;
  const header = { id, absence, hasBody, channel, device, kind, number, clockMs, counter, after, bodyLength };
  return { ...header, hash: [...hash], previousHash: [...previousHash], author, body, statement, voidReason };
}

/** The items in pieces of one to eight, as pages bring them. */
function pagesOf(items: readonly Item[], int: (below: number) => number): Item[][] {
  const pages: Item[][] = [];
  for (let at = 0; at < items.length; at += pages.at(-1)?.length ?? 1) pages.push(items.slice(at, at + 1 + int(8)));
  return pages;
}

it('gives items that say the same, in whatever order and pieces they come', async () => {
  const town = createTown(createSeeded(1));
  const statements = new Set<unknown>();
  for (let seed = 1; seed <= 40; seed++) {
    const seeded = createSeeded(seed);
    const { items } = await createHistory(town, seeded);
    const given = shuffled(items, seeded).map((item) => (seeded.chance(0.1) ? erased(item) : item));
    const keeper = createItemKeeper();
    const kept = pagesOf(given, (below) => seeded.int(below)).flatMap((page) => keeper.keep(page));
    expect(kept.map(plain), `seed ${seed}`).toEqual(given.map(plain));
    // Once more and in another order: what was read last must not stand for another.
    expect([...kept].reverse().map(plain), `seed ${seed}`).toEqual([...given].reverse().map(plain));
    for (const { statement } of given) statements.add(statement?.what);
    const [theirs, ours] = [createReplica(null), createReplica(null)];
    theirs.add(given);
    ours.add(kept);
    expect(digestOf(ours), `seed ${seed}`).toEqual(digestOf(theirs));
  }
  expect(statements.size).toBeGreaterThan(2);
});

it('gives back every word, number and absence', async () => {
  const seeded = createSeeded(7);
  const owner = settle(seeded, '宮田 由佳');
  const device = equip(owner, seeded);
  const feed = toChannelId('feed', owner.id);
  const texts = ['', 'a', '便り', '👩‍👩‍👧‍👦', '\u{10ffff}', 'ａﾊﾟ\n\t', '給水は四時。'.repeat(300), '\u0000', 'é é'];
  const clocks = [0, 1, 255, 2 ** 32, 2 ** 48 - 1];
  const items: Item[] = [];
  for (const [i, text] of texts.entries()) {
    const options = { clockMs: clocks[i % clocks.length] ?? 0, counter: i * 300 };
    const target = items.at(-1)?.entry.id;
    items.push(await write(device, 'voice', feed, { text, ...(i % 3 === 1 && { mood: 2 }) }, options));
    if (target) items.push(await write(device, 'comment', feed, { target, text }, { ...options, after: [target] }));
    if (target) items.push(await write(device, 'like', feed, { target }, options));
    const place = { level: 'listed', municipality: 17204, latE5: -1, lonE5: 13_700_000, name: '河井小学校' } as const;
    const full = { text, mood: 255, place, language: 'ja', replaces: target ? [target] : [], validSeconds: 60 };
    items.push(await write(device, 'voice', feed, full, options));
    if (target) items.push(await write(device, 'like', feed, { target, off: true, again: target }, options));
  }
  const bodiless = items.flatMap((item) => [withoutBody(item, 'erased'), withoutBody(item, 'withheld')]);
  const voids = items.map((item) => ({
    ...withoutBody(item, 'withheld'),
    voidReason: { code: 'bad-body', detail: 'text' } as const,
  }));
  const all = [...items, ...bodiless, ...voids, ...items.map((item) => withBody(item, null))];
  const kept = createItemKeeper().keep(all);
  expect(kept.map(plain)).toEqual(all.map(plain));
  expect(new Set(all.map((item) => item.entry.absence)).size).toBeGreaterThan(1);
  // Reading an older one between two readings of the same.
  const [first, second] = kept;
  expect([first?.body, second?.body, first?.body]).toEqual([all[0]?.body, all[1]?.body, all[0]?.body]);
  expect([first?.entry.id, second?.entry.id, first?.entry.id]).toEqual([0, 1, 0].map((i) => all[i]?.entry.id));
});

it('keeps what it was given although the bytes it came in are used again', async () => {
  const seeded = createSeeded(3);
  const owner = settle(seeded, '早川 徹');
  const item = await write(equip(owner, seeded), 'voice', toChannelId('feed', owner.id), { text: '便り' });
  const { hash } = item.entry;
  const [given, previousHash] = [hash.slice(), item.previousHash.slice()];
  const before = plain(item);
  const [kept] = createItemKeeper().keep([{ ...item, entry: { ...item.entry, hash: given }, previousHash }]);
  given.fill(0);
  previousHash.fill(0);
  expect(kept && plain(kept)).toEqual(before);
});
