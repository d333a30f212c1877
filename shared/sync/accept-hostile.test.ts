import { describe, expect, it } from 'vitest';
import { createDirectory } from '../host/directory.ts';
import { equalBytes, concatBytes } from '../protocol/bytes.ts';
import { createByteWriter } from '../protocol/byte-writer.ts';
import type { Entry } from '../protocol/entry.ts';
import { toChannelId } from '../protocol/ids.ts';
import { maxBatchBytes, maxBatchEntries } from '../protocol/parameters.ts';
import { createSeeded, type Seeded } from '../protocol/seeded.ts';
import { batchOf, type Author } from '../simulate/author.ts';
import { hashedVerifier } from '../simulate/hashed-keys.ts';
import { createNeighbours, type Intake } from '../simulate/intake.ts';
import { acceptBatch } from './accept.ts';

const feedOf = (author: Author) => toChannelId('feed', author.person);

function say(author: Author, count: number): Entry[] {
  return Array.from({ length: count }, (_, i) => author.write(feedOf(author), 'voice', { text: `便り ${i}` }));
}

/** Several logs of two people, with inner signed points, a run that begins late and another that overlaps. */
async function makeBatches(yuka: Author, koichi: Author): Promise<readonly Uint8Array[]> {
  const voices = say(yuka, 12);
  const others = say(koichi, 5);
  const life = toChannelId('life', yuka.person);
  const status = yuka.write(life, 'status', { condition: 'safe', whereabouts: 'home', text: '無事です' });
  const first = [
    await yuka.run([status]),
    await yuka.run(voices.slice(0, 8), [3, 6]),
    await koichi.run(others.slice(0, 2)),
  ];
  const second = [await yuka.run(voices.slice(5), [9]), await koichi.run(others.slice(1), [3, 4])];
  return [batchOf(first, [yuka]), batchOf(second), batchOf(second, [], false)];
}

function mutate(bytes: Uint8Array, seeded: Seeded): Uint8Array {
  const changed = Uint8Array.from(bytes);
  switch (seeded.int(6)) {
    case 0:
      return changed.subarray(0, seeded.int(changed.length));
    case 1:
      return concatBytes(changed, seeded.bytes(1 + seeded.int(20)));
    case 2:
      return seeded.bytes(seeded.int(400));
    case 3: {
      const [from, to, count] = [seeded.int(changed.length), seeded.int(changed.length), seeded.int(40)];
      changed.copyWithin(to, from, from + count);
      return changed;
    }
    default:
      for (let left = 1 + seeded.int(4); left > 0; left--) changed[seeded.int(changed.length)] = seeded.int(256);
      return changed;
  }
}

/** The first stored entry that nobody wrote so, or null. */
function findForged({ stored }: Intake, authors: readonly Author[]): string | null {
  const written = new Map(authors.flatMap(({ logs }) => [...logs.values()].flat().map((entry) => [entry.id, entry])));
  for (const entry of stored().values()) {
    const honest = written.get(entry.id);
    if (!honest || !equalBytes(honest.hash, entry.hash)) return `entry ${entry.id} was never written`;
    if (entry.body !== null && !equalBytes(entry.body, honest.body!)) return `entry ${entry.id} has another body`;
  }
  return null;
}

describe('hostile batches', () => {
  it('2,400 random and bent batches throw nothing and leave no part of a broken run', async () => {
    const kept = { whole: 0, parts: 0, nothing: 0 };
    for (let seed = 1; seed <= 2_400; seed++) {
      const seeded = createSeeded(seed);
      const { intake, yuka, koichi } = await createNeighbours();
      const before = intake.stored().size;
      const bytes = mutate(seeded.pick(await makeBatches(yuka, koichi)), seeded);
      const taken = await intake.take(bytes).catch((error: unknown) => `seed ${seed}: ${String(error)}`);
      if (typeof taken === 'string') throw new Error(taken);
      expect(findForged(intake, [yuka, koichi]), `seed ${seed}`).toBeNull();
      const count = intake.stored().size - before;
      kept[count === 0 || !taken.ok ? 'nothing' : taken.value.refused.length === 0 ? 'whole' : 'parts']++;
    }
    expect(kept.parts, 'bent batches of which something could be kept').toBeGreaterThan(100);
    expect(kept.nothing).toBeGreaterThan(500);
  });

  it('20,000 entries in one batch are taken, one more is no batch', async () => {
    const { intake, yuka } = await createNeighbours();
    const entries = say(yuka, maxBatchEntries + 1);
    const points = entries.map((entry) => entry.number).filter((number) => number % 32 === 0);
    await expect(intake.accept(batchOf([await yuka.run(entries, points)]))).rejects.toThrow('20,000');
    expect(intake.stored().size).toBe(2);
    const { refused, stored } = await intake.accept(batchOf([await yuka.run(entries.slice(0, -1), points)]));
    expect([refused, stored.length]).toEqual([[], maxBatchEntries]);
  });

  it('5,000 entries in runs of one, in the wrong order, are taken once', async () => {
    const { intake, yuka } = await createNeighbours();
    const entries = say(yuka, 5_000);
    const runs = await Promise.all(entries.map((entry) => yuka.run([entry])));
    const { refused, stored } = await intake.accept(batchOf(runs.reverse()));
    expect([refused, stored.length]).toEqual([[], 5_000]);
    expect((await intake.accept(batchOf(runs))).stored).toEqual([]);
  });

  it.each([
    ['more bytes than a batch has', () => new Uint8Array(maxBatchBytes + 1).fill(1)],
    ['a claim of 2^40 devices', () => claim(2 ** 40)],
    ['a claim of 2^40 frames', () => claim(0, 0, 0, 2 ** 40)],
    ['a version of tomorrow', () => Uint8Array.of(2, 0, 0, 0, 0)],
    ['nothing at all', () => new Uint8Array(0)],
  ])('%s is no batch', async (_, make) => {
    const { intake } = await createNeighbours();
    await expect(intake.accept(make())).rejects.toThrow(Error);
    expect(intake.stored().size).toBe(2);
  });

  it('a run that claims 4 billion entries and brings one is no batch', async () => {
    const { intake, yuka } = await createNeighbours();
    const run = await yuka.run(say(yuka, 1));
    const bytes = batchOf([run]);
    // The frame stands behind version, device, rotations and channel: flags, number, count.
    const at = bytes.findIndex((byte, i) => byte === 2 && bytes[i + 1] === 1 && bytes[i + 2] === 1);
    const bent = concatBytes(bytes.subarray(0, at + 2), varint(2 ** 32 - 2), bytes.subarray(at + 3));
    await expect(intake.accept(bent)).rejects.toThrow('20,000');
  });

  it('what a budget does not take is named and kept out, and everything else goes on', async () => {
    const { intake, yuka, koichi } = await createNeighbours();
    const store = intake.server.store();
    const loads: number[] = [];
    const directory = createDirectory(store, {
      whyNot(author, { count }) {
        if (author === yuka.person) loads.push(count);
        return author === yuka.person ? 'not-admitted' : null;
      },
    });
    for (const author of [yuka, koichi]) {
      await intake.accept(batchOf([await author.run([...author.logs.values()].flat())]));
    }
    directory.learn([yuka.certificate, koichi.certificate], []);
    const ports = { store, directory, verifier: hashedVerifier };
    const cards = [await yuka.run([...yuka.logs.values()].flat()), await koichi.run([...koichi.logs.values()].flat())];
    const runs = [await yuka.run(say(yuka, 40)), await koichi.run([koichi.announce()])];
    const accepted = await acceptBatch(batchOf([...cards, ...runs], [yuka, koichi]), null, ports);
    expect(accepted.ok && accepted.value.refused.map(({ run, code }) => [run, code])).toContainEqual([
      2,
      'not-admitted',
    ]);
    expect(loads, 'asked once a run, with all of it').toContain(40);
    expect([...intake.stored().values()].filter((entry) => entry.device === yuka.device)).toHaveLength(1);
  });
});

function claim(...counts: number[]): Uint8Array {
  return concatBytes(Uint8Array.of(1), ...counts.map(varint));
}

function varint(value: number): Uint8Array {
  const writer = createByteWriter(8);
  writer.varint(value);
  return writer.finish();
}
