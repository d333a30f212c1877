import { expect, it } from 'vitest';
import { createSeeded } from '../protocol/seeded.ts';
import { decodeCursor, encodeCursor, firstCursor, maxGaps, tidyGaps, type Cursor, type Gap } from './cursor.ts';

const channel = `03${'ab'.repeat(16)}00`;

it('a cursor is read as it was written', () => {
  const cursor: Cursor = {
    epoch: '0011223344556677',
    shards: [
      { upTo: [5_000_000_000, 7, 4_999_999_999, 0], gaps: [{ lane: 2, channel, after: 3, upTo: 900 }] },
      { upTo: [0, 0, 0, 0], gaps: [] },
    ],
  };
  const decoded = decodeCursor(encodeCursor(cursor));
  expect(decoded.ok && decoded.value).toEqual(cursor);
});

it('a cursor of one shard stays under 100 bytes with three open gaps', () => {
  const first = firstCursor('0011223344556677', [5_000_000]);
  const gaps: Gap[] = [0, 1, 2].map((lane) => ({ lane: lane as 0, channel, after: 0, upTo: 4_000_000 }));
  const cursor = { ...first, shards: [{ upTo: first.shards[0]?.upTo ?? [], gaps }] };
  expect(encodeCursor({ ...first, shards: [{ upTo: [1, 1, 1, 1], gaps: [] }] }).length).toBeLessThan(20);
  expect(encodeCursor(cursor).length).toBeLessThan(100);
});

it('any other bytes are refused or name a cursor that writes itself again, for 5,000 seeds', () => {
  let refused = 0;
  for (let seed = 1; seed <= 5_000; seed++) {
    const seeded = createSeeded(seed);
    const bytes = encodeCursor(firstCursor('0011223344556677', [1 + seeded.int(1_000_000)]));
    for (let i = 1 + seeded.int(4); i > 0; i--) bytes[seeded.int(bytes.length)] = seeded.int(256);
    const decoded = decodeCursor(bytes.subarray(0, 1 + seeded.int(bytes.length)));
    if (!decoded.ok) refused++;
    else expect(decodeCursor(encodeCursor(decoded.value)), `seed ${seed}`).toEqual(decoded);
  }
  expect(refused).toBeGreaterThan(1000);
});

it('tidying gaps loses nothing that was lacking', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const seeded = createSeeded(seed);
    const gaps = Array.from({ length: 1 + seeded.int(120) }, (): Gap => {
      const after = seeded.int(1000);
      return {
        lane: seeded.int(4) as 0,
        channel: seeded.chance(0.5) ? channel : null,
        after,
        upTo: after + seeded.int(40),
      };
    });
    const tidy = tidyGaps(gaps);
    expect(tidy.length).toBeLessThanOrEqual(maxGaps);
    const lacks = (list: readonly Gap[], lane: number, arrival: number, of: string) =>
      list.some(
        (gap) =>
          gap.lane === lane &&
          (gap.channel === null || gap.channel === of) &&
          arrival > gap.after &&
          arrival <= gap.upTo,
      );
    for (let i = 0; i < 200; i++) {
      const [lane, arrival, of] = [seeded.int(4), seeded.int(1050), seeded.chance(0.5) ? channel : 'other'];
      if (lacks(gaps, lane, arrival, of)) expect(lacks(tidy, lane, arrival, of), `seed ${seed}`).toBe(true);
    }
  }
});
