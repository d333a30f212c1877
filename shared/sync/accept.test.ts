import { describe, expect, it } from 'vitest';
import { batchOf, createAuthor, type Author } from '../simulate/author.ts';
import { createNeighbours, type Intake } from '../simulate/intake.ts';
import { concatBytes } from '../protocol/bytes.ts';
import { noTables } from '../protocol/encode-batch.ts';
import type { Entry, Run } from '../protocol/entry.ts';
import { encodeHeader } from '../protocol/header.ts';
import { toChannelId } from '../protocol/ids.ts';

/** What is sent, what is refused of it ([run, storedTo, code]), and what must be stored: nothing else may be. */
type Case = {
  readonly bytes: Uint8Array;
  readonly refused: readonly (readonly [number, number, string])[];
  readonly stored: readonly Entry[];
};

type Make = (yuka: Author, koichi: Author, intake: Intake) => Promise<Case>;

const feedOf = (author: Author) => toChannelId('feed', author.person);

function say(author: Author, count: number): Entry[] {
  return Array.from({ length: count }, (_, i) => author.write(feedOf(author), 'voice', { text: `便り ${i}` }));
}

/** `run` with one byte of the signature at `number` turned over. */
function forge(run: Run, number: number): Run {
  const signature = Uint8Array.from(run.signatures.get(number)!, (byte, i) => (i === 7 ? byte ^ 1 : byte));
  return { ...run, signatures: new Map([...run.signatures, [number, signature]]) };
}

/** `run` with a changed entry in it, the chain behind it left as its author made it. */
function bend(run: Run, number: number, change: Partial<Entry>): Run {
  return { ...run, entries: run.entries.map((entry) => (entry.number === number ? { ...entry, ...change } : entry)) };
}

const cases: Record<string, Make> = {
  async 'a bad body is void: it is stored and relayed, and so is the rest'(yuka, koichi) {
    const bad = [
      yuka.writeBytes(feedOf(yuka), 0x80, Uint8Array.of(0xa1, 1)),
      yuka.writeBytes(feedOf(yuka), 0x80, Uint8Array.of(0x80)),
    ];
    const runs = [await yuka.run([...bad, ...say(yuka, 2)]), await koichi.run(say(koichi, 1))];
    return { bytes: batchOf(runs), refused: [], stored: runs.flatMap((run) => run.entries) };
  },
  async 'a kind of another lane ends its run at the last signed point'(yuka, koichi) {
    const run = await yuka.run(say(yuka, 6), [2, 4]);
    const runs = [bend(run, 4, { kind: 0x0a }), await koichi.run(say(koichi, 2))];
    return {
      bytes: batchOf(runs),
      refused: [[0, 2, 'bad-entry']],
      stored: [...run.entries.slice(0, 2), ...runs[1]!.entries],
    };
  },
  async 'a header that says another number ends its run at the last signed point'(yuka, koichi) {
    const run = await yuka.run(say(yuka, 6), [3]);
    const headerBytes = encodeHeader({ ...run.entries[4]!, number: 9 });
    const runs = [await koichi.run(say(koichi, 1)), bend(run, 5, { headerBytes })];
    return {
      bytes: batchOf(runs),
      refused: [[1, 3, 'bad-entry']],
      stored: [...runs[0]!.entries, ...run.entries.slice(0, 3)],
    };
  },
  async 'a header that is none is broken from its first entry'(yuka) {
    const run = bend(await yuka.run(say(yuka, 2)), 1, { headerBytes: Uint8Array.of(0x81, 1) });
    return { bytes: batchOf([run]), refused: [[0, 0, 'bad-entry']], stored: [] };
  },
  async 'a changed text makes every later signature wrong and leaves the earlier ones'(yuka, koichi) {
    const run = await yuka.run(say(yuka, 7), [1, 2, 3, 5]);
    const body = koichi.write(feedOf(koichi), 'voice', { text: '別の言葉' }).body;
    return {
      bytes: batchOf([bend(run, 4, { body })]),
      refused: [[0, 3, 'bad-signature']],
      stored: run.entries.slice(0, 3),
    };
  },
  async 'a bad signature at the end keeps the run up to its last good inner point'(yuka, koichi) {
    const run = await yuka.run(say(yuka, 5), [1, 3]);
    const runs = [forge(run, 5), await koichi.run(say(koichi, 1))];
    return {
      bytes: batchOf(runs),
      refused: [[0, 3, 'bad-signature']],
      stored: [...run.entries.slice(0, 3), ...runs[1]!.entries],
    };
  },
  async 'a bad signature at the end of a run without inner points keeps nothing of it'(yuka, koichi) {
    const runs = [forge(await yuka.run(say(yuka, 5)), 5), await koichi.run(say(koichi, 1))];
    return { bytes: batchOf(runs), refused: [[0, 0, 'bad-signature']], stored: runs[1]!.entries };
  },
  async 'a bad signature in the middle is outvoted by the good one behind it'(yuka) {
    const run = forge(await yuka.run(say(yuka, 5), [2, 4]), 2);
    return { bytes: batchOf([run]), refused: [], stored: run.entries };
  },
  async 'a run signed by the key of another is refused whole'(yuka, koichi) {
    const run = await yuka.run(say(yuka, 2));
    const other = await koichi.run(say(koichi, 2));
    return {
      bytes: batchOf([{ ...run, signatures: other.signatures }]),
      refused: [[0, 0, 'bad-signature']],
      stored: [],
    };
  },
  async 'a run without a signature at its end is refused'(yuka) {
    const run = { ...(await yuka.run(say(yuka, 2))), signatures: new Map() };
    return { bytes: batchOf([run]), refused: [[0, 0, 'bad-signature']], stored: [] };
  },
  async 'a run whose beginning is missing waits, with its base and without'(yuka, koichi) {
    const late = await yuka.run(say(yuka, 4).slice(2));
    const runs = [late, await koichi.run(say(koichi, 1))];
    return { bytes: batchOf(runs), refused: [[0, 0, 'gap']], stored: runs[1]!.entries };
  },
  async 'a run without base whose beginning is missing waits'(yuka) {
    const late = await yuka.run(say(yuka, 4).slice(2));
    return { bytes: batchOf([late], [], false), refused: [[0, 0, 'gap']], stored: [] };
  },
  async 'a device of which nothing is known waits, and others do not'(yuka) {
    const midori = await createAuthor('野添 みどり', 3);
    const runs = [await midori.run(say(midori, 2)), await yuka.run(say(yuka, 1))];
    return { bytes: batchOf(runs), refused: [[0, 0, 'unknown-device']], stored: runs[1]!.entries };
  },
  async 'a device whose certificate only the table of the batch brings waits'(yuka) {
    const midori = await createAuthor('野添 みどり', 3);
    const runs = [await midori.run(say(midori, 2)), await yuka.run(say(yuka, 1))];
    return { bytes: batchOf(runs, [midori]), refused: [[0, 0, 'unknown-device']], stored: runs[1]!.entries };
  },
  async 'a device whose certificate stands in a card of the same batch is known'() {
    const midori = await createAuthor('野添 みどり', 3);
    const runs = [await midori.run(say(midori, 2)), await midori.run([midori.announce()])];
    return { bytes: batchOf(runs, [midori]), refused: [], stored: runs.flatMap((run) => run.entries) };
  },
  async 'a certificate in a card whose own run is not taken makes nobody known'() {
    const [midori, toru] = [await createAuthor('野添 みどり', 3), await createAuthor('早川 徹', 4)];
    const runs = [await midori.run([midori.announce(toru.certificate)]), await toru.run(say(toru, 1))];
    const refused = [
      [0, 0, 'unknown-device'],
      [1, 0, 'unknown-device'],
    ] as const;
    return { bytes: batchOf(runs, [midori, toru]), refused, stored: [] };
  },
  async 'two devices of one person may vouch for each other in one batch'() {
    const midori = await createAuthor('野添 みどり', 3);
    const second = await midori.addDevice(4);
    const runs = [
      await midori.run([midori.announce(second.certificate)]),
      await second.run([second.announce(midori.certificate)]),
    ];
    return { bytes: batchOf(runs, [midori, second]), refused: [], stored: runs.flatMap((run) => run.entries) };
  },
  async 'a revoked device is taken up to its cut'(yuka, _, intake) {
    const lost = await yuka.addDevice(5);
    const [first] = say(lost, 1);
    const upToCut = await lost.run([first!]);
    const card = await yuka.run([yuka.announce(lost.certificate), await yuka.revoke(lost)]);
    await intake.accept(batchOf([card], [], true));
    const above = await lost.run([first!, ...say(lost, 2)], [1]);
    return {
      bytes: batchOf([above], [lost]),
      refused: [[0, 1, 'revoked']],
      stored: [...card.entries, ...upToCut.entries],
    };
  },
  async 'a revoked device is not taken in logs that the cut does not name'(yuka, _, intake) {
    const lost = await yuka.addDevice(5);
    const card = await yuka.run([yuka.announce(lost.certificate), await yuka.revoke(lost)]);
    await intake.accept(batchOf([card]));
    return {
      bytes: batchOf([await lost.run(say(lost, 2))], [lost]),
      refused: [[0, 0, 'revoked']],
      stored: card.entries,
    };
  },
  async 'what a stranger writes into a feed ends its run, and is no reason to refuse the other'(yuka, koichi) {
    const target = say(yuka, 1)[0]!;
    const comment = koichi.write(feedOf(yuka), 'comment', { target: target.id, text: 'やあ' });
    const runs = [await koichi.run([comment]), await yuka.run([target])];
    return { bytes: batchOf(runs), refused: [[0, 0, 'not-permitted']], stored: [target] };
  },
  async 'overlapping runs are stored once'(yuka, _, intake) {
    const entries = say(yuka, 6);
    await intake.accept(batchOf([await yuka.run(entries.slice(0, 3), [2])]));
    const runs = [await yuka.run(entries.slice(0, 4), [3]), await yuka.run(entries.slice(1), [4])];
    return { bytes: batchOf(runs), refused: [], stored: entries };
  },
  async 'runs that continue one another in one batch are no fork'(yuka) {
    const entries = say(yuka, 6);
    const runs = [await yuka.run(entries.slice(3)), await yuka.run(entries.slice(0, 3))];
    return { bytes: batchOf(runs), refused: [], stored: entries };
  },
  async 'a fork in one batch is stored on both branches, and both are told'(yuka) {
    const shared = say(yuka, 2);
    const copy = yuka.copy();
    const [own, others] = [say(yuka, 1), copy.write(feedOf(copy), 'voice', { text: '分かれた便り' })];
    const runs = [await yuka.run([...shared, ...own]), await copy.run([...shared, others])];
    return {
      bytes: batchOf(runs),
      refused: [
        [0, 3, 'forked'],
        [1, 3, 'forked'],
      ],
      stored: [...shared, ...own, others],
    };
  },
  async 'a branch that begins at the first number is stored beside the other'(yuka, _, intake) {
    const copy = yuka.copy();
    const own = say(yuka, 2);
    await intake.accept(batchOf([await yuka.run(own)]));
    const others = await copy.run([copy.write(feedOf(copy), 'voice', { text: '分かれた便り' })]);
    return { bytes: batchOf([others]), refused: [[0, 1, 'forked']], stored: [...own, ...others.entries] };
  },
  async 'kinds that this version does not know are stored'(yuka) {
    const run = await yuka.run([yuka.writeBytes(feedOf(yuka), 0x95, Uint8Array.of(0xa0)), ...say(yuka, 1)]);
    return { bytes: batchOf([run]), refused: [], stored: run.entries };
  },
  async 'headers with further elements are stored as they came'(yuka) {
    const entry = yuka.writeBytes(feedOf(yuka), 0x80, Uint8Array.of(0xa0));
    const header = encodeHeader(entry);
    const headerBytes = concatBytes(Uint8Array.of(0x8b), header.subarray(1), Uint8Array.of(0xf6));
    const run = bend(await yuka.run([entry]), 1, { headerBytes });
    return { bytes: batchOf([run], [], true, noTables), refused: [[0, 0, 'bad-signature']], stored: [] };
  },
};

describe('what becomes of the parts of a batch', () => {
  it.each(Object.entries(cases))('%s', async (_, make) => {
    const { intake, yuka, koichi } = await createNeighbours();
    const before = new Set(intake.stored().keys());
    const { bytes, refused, stored } = await make(yuka, koichi, intake);
    const expected = refused.map(([run, storedTo, code]) => ({ run, storedTo, code }));
    expect((await intake.accept(bytes)).refused).toEqual(expected);
    const fresh = [...intake.stored().keys()].filter((id) => !before.has(id));
    expect(fresh.sort()).toEqual(stored.map((entry) => entry.id).sort());

    const again = await intake.accept(bytes);
    expect([again.refused, again.stored], 'the second time').toEqual([expected, []]);
    expect([...(await intake.understood())].sort()).toEqual([...intake.stored().keys()].sort());
    const anew = await intake.accept(bytes);
    expect([anew.refused, anew.stored], 'after a restart').toEqual([expected, []]);
  });

  it('a full store acknowledges nothing, and everything once it has room', async () => {
    const { intake, yuka, koichi } = await createNeighbours();
    const rows = intake.server.store().rows();
    const runs = [await yuka.run(say(yuka, 40), [32]), await koichi.run(say(koichi, 1))];
    intake.server.store().setFull(true);
    const full = await intake.accept(batchOf(runs));
    expect(full.refused).toEqual([0, 1].map((run) => ({ run, storedTo: 0, code: 'no-space' })));
    expect(full.stored).toEqual([]);
    expect(intake.server.store().rows()).toEqual(rows);
    intake.server.store().setFull(false);
    const later = await intake.accept(batchOf(runs));
    expect([later.refused, later.stored.length]).toEqual([[], 41]);
  });

  it('a full store acknowledges again what it had before', async () => {
    const { intake, yuka, koichi } = await createNeighbours();
    const entries = say(yuka, 3);
    await intake.accept(batchOf([await yuka.run(entries.slice(0, 2))]));
    intake.server.store().setFull(true);
    const runs = [await yuka.run(entries), await koichi.run(say(koichi, 1))];
    const { refused } = await intake.accept(batchOf(runs));
    expect(refused).toEqual([
      { run: 0, storedTo: 2, code: 'no-space' },
      { run: 1, storedTo: 0, code: 'no-space' },
    ]);
  });
});
