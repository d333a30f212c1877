import { expect, it } from 'vitest';
import { createSeeded } from '../protocol/seeded.ts';
import { decodeAnswer, plainAnswer } from './messages.ts';
import { createPageReader, encodePage } from './pages.ts';

it('pages come whole however the line cuts them', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const seeded = createSeeded(seed);
    const answers = Array.from({ length: 5 }, () => ({
      ...plainAnswer,
      batch: seeded.bytes(seeded.int(40_000)),
      more: true,
    }));
    const stream = Buffer.concat(answers.map(encodePage));
    const reader = createPageReader();
    const pages: Uint8Array[] = [];
    for (let at = 0; at < stream.length;) {
      const size = 1 + seeded.int(9_000);
      pages.push(...reader.push(stream.subarray(at, at + size)));
      at += size;
    }
    const found = pages.map((page) => decodeAnswer(page));
    // As one piece: compared byte by byte by the runner it took half a minute.
    const batches = found.map((one) => Buffer.from((one.ok && one.value.batch) || []));
    expect(batches.length).toBe(answers.length);
    expect(
      batches.every((batch, i) => batch.equals(answers[i]?.batch ?? new Uint8Array())),
      `seed ${seed}`,
    ).toBe(true);
  }
});

it('what is cut off at the end is no page', () => {
  const page = encodePage({ ...plainAnswer, batch: new Uint8Array(300) });
  expect(createPageReader().push(page.subarray(0, page.length - 1))).toEqual([]);
});
