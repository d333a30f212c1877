import { describe, expect, it } from 'vitest';
import { bytesToHex } from './bytes.ts';
import { encodeCbor } from './cbor-encode.ts';
import { encodeBatch, encodeSegment } from './encode-batch.ts';
import { decodeSegment } from './decode-batch.ts';
import { chainHash, entryId, logStart, type Entry, type Run } from './entry.ts';
import { encodeHeader } from './header.ts';
import { sha256 } from './hash.ts';
import { toChannelId } from './ids.ts';
import { openBatch } from './open-batch.ts';
import { packRun, type Place } from './pack-run.ts';
import { laneOfKind } from './parameters.ts';
import { joinColumns } from './run-columns.ts';
import { createSeeded, type Seeded } from './seeded.ts';

const noHeads = () => null;

function makeRun(seeded: Seeded, count: number, from = 1, earlier: readonly Entry[] = []): Run {
  const channel = toChannelId('comm', bytesToHex(seeded.bytes(16)));
  const device = bytesToHex(seeded.bytes(16));
  let hash = from === 1 ? logStart(channel, device, 2) : sha256(seeded.bytes(32));
  const base = hash;
  const entries: Entry[] = [];
  for (let number = from; number < from + count; number++) {
    const target = earlier.length > 0 && seeded.chance(0.5) ? seeded.pick(earlier) : null;
    const absent = seeded.chance(0.1);
    const body = makeBody(seeded, target);
    const header = {
      channel,
      device,
      kind: target ? 0x81 : 0x80,
      number,
      clockMs: seeded.int(2 ** 31) * 1000,
      counter: seeded.chance(0.2) ? seeded.int(300) : 0,
      after: target && seeded.chance(0.5) ? [target.id] : [],
      bodyLength: body.length,
      bodyHash: sha256(body),
    };
    hash = chainHash(hash, encodeHeader(header));
    const absence = absent ? (seeded.chance(0.5) ? 'erased' : 'withheld') : null;
    entries.push({ ...header, id: entryId(hash), hash, body: absent ? null : body, absence, headerBytes: null });
  }
  const signatures = new Map([[from + count - 1, seeded.bytes(64)]]);
  if (count > 3) signatures.set(from + 1, seeded.bytes(64));
  return { channel, device, lane: 2, from, base, entries, signatures };
}

function makeBody(seeded: Seeded, target: Entry | null): Uint8Array {
  if (seeded.chance(0.1)) return seeded.bytes(1 + seeded.int(40));
  return encodeCbor(
    new Map<number, Parameters<typeof encodeCbor>[0]>([
      [1, seeded.pick(['無事です。', 'ほっとしました', 'water at 町野小', '🐈', '', 'ﾊﾝｶｸ\0'])],
      [
        2,
        new Map<number, number | string>([
          [2, 3_739_000 + seeded.int(1000)],
          [4, '輪島市'],
        ]),
      ],
      [6, target ? bytesOfId(target) : seeded.bytes(300)],
      [9, [target ? target.hash : null, -1 - seeded.int(100_000), true]],
    ]),
  );
}

function bytesOfId(entry: Entry): Uint8Array {
  return entry.hash.slice(0, 16);
}

function placesOf(runs: readonly Run[]): Map<string, Place> {
  return new Map(
    runs.flatMap((run, index) =>
      run.entries.map((entry, offset) => [entry.id, { run: index, offset, hash: entry.hash }]),
    ),
  );
}

describe('a batch', () => {
  it('gives back every entry, with and without references, for 200 seeds', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const seeded = createSeeded(seed);
      const first = makeRun(seeded, 1 + seeded.int(6));
      const second = makeRun(seeded, 1 + seeded.int(6), 1 + seeded.int(3), first.entries);
      const runs = seeded.chance(0.5) ? [first, second] : [second, first];
      for (const places of [new Map<string, Place>(), placesOf(runs)]) {
        const opened = openBatch(encodeBatch(runs.map((run) => packRun(run, true, places))), noHeads);
        if (!opened.ok) throw new Error(`seed ${seed}: ${opened.error.detail}`);
        expect(
          opened.value.runs.map((run) => run.problem),
          `seed ${seed}`,
        ).toEqual([null, null]);
        expect(
          opened.value.runs.map((run) => run.entries),
          `seed ${seed}`,
        ).toEqual(runs.map((run) => run.entries));
        expect(opened.value.runs.map((run) => new Map(run.signatures.map((p) => [p.number, p.signature])))).toEqual(
          runs.map((run) => new Map([...run.signatures].sort(([a], [b]) => a - b))),
        );
      }
    }
  });

  it('needs the head of the reader where a run carries no base', () => {
    const run = makeRun(createSeeded(5), 3, 7);
    const bytes = encodeBatch([packRun(run, false)]);
    const blind = openBatch(bytes, noHeads);
    expect(blind.ok && blind.value.runs[0]?.problem?.code).toBe('gap');
    const seeing = openBatch(bytes, (_channel, _device, _lane, number) => (number === 6 ? run.base : null));
    expect(seeing.ok && seeing.value.runs[0]?.entries).toEqual(run.entries);
  });

  it('names the session device and its person in one byte each', () => {
    const run = makeRun(createSeeded(6), 1);
    const session = { person: run.channel.slice(2, 34), device: run.device };
    const bytes = encodeBatch([packRun(run, false)], { certificates: [], rotations: [], session });
    expect(bytes.length).toBe(encodeBatch([packRun(run, false)]).length - 32);
    const opened = openBatch(bytes, noHeads, session);
    expect(opened.ok && opened.value.runs[0]?.entries).toEqual(run.entries);
    expect(openBatch(bytes, noHeads).ok).toBe(false);
  });

  it('keeps headers of a later version as they were received', () => {
    const run = makeRun(createSeeded(8), 1);
    const entry = run.entries[0] as Entry;
    const headerBytes = Uint8Array.of(0x8b, ...encodeHeader(entry).subarray(1), 7);
    const hash = chainHash(run.base, headerBytes);
    const later: Run = { ...run, entries: [{ ...entry, headerBytes, hash, id: entryId(hash) }] };
    const opened = openBatch(encodeBatch([packRun(later, false)]), noHeads);
    expect(opened.ok && opened.value.runs[0]?.entries).toEqual(later.entries);
  });

  it('joins the rows of one log into one run', () => {
    const whole = makeRun(createSeeded(9), 6);
    const cut = (from: number, to: number): Run => ({
      ...whole,
      from,
      base: whole.entries[from - 2]?.hash ?? whole.base,
      entries: whole.entries.slice(from - 1, to),
      signatures: new Map([[to, Uint8Array.from({ length: 64 }, () => to)]]),
    });
    const rows = [cut(1, 2), cut(3, 3), cut(4, 6)].map((run) => {
      const row = decodeSegment(encodeSegment(packRun(run, true)), run.channel, run.device);
      if (!row.ok) throw new Error(row.error.detail);
      return row.value;
    });
    const opened = openBatch(encodeBatch([joinColumns(rows, 'last')]), noHeads);
    expect(opened.ok && opened.value.runs[0]?.entries).toEqual(whole.entries);
    expect(opened.ok && opened.value.runs[0]?.signatures.map((point) => point.number)).toEqual([6]);
  });

  it('refuses any other bytes without throwing, for 5,000 mutations', () => {
    let refused = 0;
    for (let seed = 1; seed <= 5_000; seed++) {
      const seeded = createSeeded(seed);
      const bytes = encodeBatch([packRun(makeRun(createSeeded(seed % 7), 3), true)]);
      for (let i = 1 + seeded.int(3); i > 0; i--) bytes[seeded.int(bytes.length)] = seeded.int(256);
      const mutated = seeded.chance(0.3) ? bytes.subarray(0, seeded.int(bytes.length)) : bytes;
      const opened = openBatch(mutated, noHeads);
      if (!opened.ok || opened.value.runs.some((run) => run.problem)) refused++;
      else
        expect(
          opened.value.runs.every((run) => run.entries.every((entry) => laneOfKind(entry.kind) === run.lane)),
        ).toBe(true);
    }
    expect(refused).toBeGreaterThan(250);
  });
});
