import { expect, test } from 'vitest';
import { createByteReader } from './byte-reader.ts';
import { createByteWriter } from './byte-writer.ts';
import { createSeeded } from './seeded.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);

function readVarint(...values: number[]): number | 'failed' {
  const reader = createByteReader(bytes(...values));
  const value = reader.varint();
  return reader.failed() ? 'failed' : value;
}

test('varints take seven bits a byte, lowest first', () => {
  const writer = createByteWriter();
  for (const value of [0, 1, 127, 128, 300, 2 ** 32, Number.MAX_SAFE_INTEGER]) writer.varint(value);
  const expected = [
    [0],
    [1],
    [127],
    [128, 1],
    [172, 2],
    [128, 128, 128, 128, 16],
    [255, 255, 255, 255, 255, 255, 255, 15],
  ];
  expect([...writer.finish()]).toEqual(expected.flat());
  expect(expected.map((values) => readVarint(...values))).toEqual([
    0,
    1,
    127,
    128,
    300,
    2 ** 32,
    Number.MAX_SAFE_INTEGER,
  ]);
});

test('a varint longer than needed, too large or cut off fails', () => {
  for (const bad of [
    [],
    [128],
    [128, 0],
    [255, 128, 0],
    [255, 255, 255, 255, 255, 255, 255, 16],
    [255, 255, 255, 255, 255, 255, 255, 255, 1],
  ])
    expect(readVarint(...bad), String(bad)).toBe('failed');
});

test('a number that is no varint is a mistake of the caller', () => {
  for (const bad of [-1, 0.5, Number.NaN, 2 ** 53]) expect(() => createByteWriter().varint(bad)).toThrow(RangeError);
});

test('a length past the end fails and every read after it gives nothing', () => {
  const reader = createByteReader(bytes(1, 2, 3));
  expect(reader.byte()).toBe(1);
  expect(reader.left()).toBe(2);
  for (const length of [3, Number.MAX_SAFE_INTEGER, -1, Number.NaN]) {
    const fresh = createByteReader(bytes(1, 2));
    expect(fresh.bytes(length).length).toBe(0);
    expect(fresh.failed(), String(length)).toBe(true);
  }
  expect(reader.bytes(3).length).toBe(0);
  expect([reader.byte(), reader.varint(), reader.left(), reader.failed()]).toEqual([0, 0, 0, true]);
});

test('reading nothing at the end is no failure', () => {
  const reader = createByteReader(bytes());
  expect(reader.bytes(0).length).toBe(0);
  expect(reader.failed()).toBe(false);
});

test('what a writer wrote is read back whatever the sizes', () => {
  const seed = 2;
  const random = createSeeded(seed);
  for (let round = 0; round < 200; round++) {
    const numbers = Array.from({ length: random.int(20) }, () => random.int(2 ** random.int(54)));
    const raw = random.bytes(random.int(600));
    const writer = createByteWriter(random.int(8));
    for (const number of numbers) writer.varint(number);
    writer.byte(7);
    writer.bytes(raw);
    const written = writer.finish();
    expect(writer.length()).toBe(written.length);
    const reader = createByteReader(written);
    expect(
      numbers.map(() => reader.varint()),
      `seed ${seed}`,
    ).toEqual(numbers);
    expect(reader.byte()).toBe(7);
    expect(reader.bytes(raw.length)).toEqual(raw);
    expect([reader.left(), reader.failed()]).toEqual([0, false]);
  }
});
