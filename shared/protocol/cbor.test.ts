import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bytesToHex, hexToBytes } from './bytes.ts';
import { decodeCbor } from './cbor-decode.ts';
import { encodeCbor } from './cbor-encode.ts';
import { maxCborDepth, type CborValue } from './cbor.ts';
import { createSeeded, type Seeded } from './seeded.ts';

type Example = { hex: string; roundtrip: boolean; decoded?: unknown; diagnostic?: string };
const examples: Example[] = JSON.parse(
  readFileSync(new URL('../fixtures/cbor/appendix_a.json', import.meta.url), 'utf8'),
);

function decodeHex(hex: string): ReturnType<typeof decodeCbor> {
  const bytes = hexToBytes(hex);
  if (!bytes.ok) throw new Error(`bad hex ${hex}`);
  return decodeCbor(bytes.value);
}

function refusalOf(hex: string): string {
  const decoded = decodeHex(hex);
  return decoded.ok ? 'accepted' : decoded.error.detail;
}

/** The value as JSON would hold it, to compare with the examples. */
function toPlain(value: CborValue): unknown {
  if (value instanceof Uint8Array) return `h'${bytesToHex(value)}'`;
  if (value instanceof Map) return Object.fromEntries(Array.from(value, ([key, item]) => [key, toPlain(item)]));
  return Array.isArray(value) ? value.map(toPlain) : value;
}

/** The accepted examples whose value JSON cannot hold. */
const plainByDiagnostic: Record<string, unknown> = {
  "h''": "h''",
  "h'01020304'": "h'01020304'",
  '{1: 2, 3: 4}': { 1: 2, 3: 4 },
};

test('the examples of RFC 8949 inside the subset are read and written back, the others are refused for their reason', () => {
  const counts: Record<string, number> = {};
  for (const { hex, decoded, diagnostic } of examples) {
    const verdict = refusalOf(hex);
    counts[verdict] = (counts[verdict] ?? 0) + 1;
    const value = decodeHex(hex);
    if (!value.ok) continue;
    expect(bytesToHex(encodeCbor(value.value)), hex).toBe(hex);
    const plain = toPlain(value.value);
    expect(plain, hex).toEqual(diagnostic === undefined ? decoded : plainByDiagnostic[diagnostic]);
  }
  expect(counts).toMatchInlineSnapshot(`
    {
      "accepted": 35,
      "float": 22,
      "indefinite": 11,
      "simple": 4,
      "tag": 8,
      "too-large": 2,
    }
  `);
});

test('each integer has one writing', () => {
  const values = [0, 23, 24, 255, 256, 65535, 65536, 4294967295, 4294967296, Number.MAX_SAFE_INTEGER];
  for (const value of [...values, ...values.map((positive) => -positive)])
    expect(decodeCbor(encodeCbor(value))).toEqual({ ok: true, value: value + 0 });
  expect(bytesToHex(encodeCbor(-0))).toBe('00');
  for (const hex of [
    '1817',
    '1900ff',
    '1a0000ffff',
    '1b00000000ffffffff',
    '3817',
    '5817' + '00'.repeat(23),
    '7800',
    '9800',
    'b800',
  ])
    expect(refusalOf(hex), hex).toBe('not-shortest');
  for (const hex of ['1b0020000000000000', '3b001fffffffffffff', '5bffffffffffffffff'])
    expect(refusalOf(hex), hex).toBe('too-large');
});

test('bytes outside the subset are refused for their reason', () => {
  const refused: Record<string, string> = {
    '': 'truncated',
    '18': 'truncated',
    '1900': 'truncated',
    '4101ff': 'trailing',
    '0000': 'trailing',
    '42ff': 'truncated',
    '61': 'truncated',
    '81': 'truncated',
    '9a7fffffff': 'truncated',
    bb0010000000000000: 'truncated',
    '5f4101ff': 'indefinite',
    '9fff': 'indefinite',
    bfff: 'indefinite',
    ff: 'indefinite',
    '1c': 'reserved',
    fd: 'reserved',
    c000: 'tag',
    f90000: 'float',
    fb: 'float',
    f7: 'simple',
    f814: 'simple',
    e0: 'simple',
    '61ff': 'bad-text',
    '63eda080': 'bad-text',
    '62c080': 'bad-text',
    a12000: 'key-type',
    a1400000: 'key-type',
    a1f600: 'key-type',
    a1800000: 'key-type',
    a202000100: 'key-order',
    a2616100615a00: 'key-order',
    a262616100617a00: 'key-order',
    a261610001f6: 'key-order',
    a201000100: 'key-twice',
    a1: 'truncated',
  };
  for (const [hex, refusal] of Object.entries(refused)) expect(refusalOf(hex), hex).toBe(refusal);
});

test('map keys are written in bytewise order whatever the order of insertion', () => {
  const keys = [0, 23, 24, 255, 256, '', 'a', 'z', 'zz', 'é', '～', '\u{10000}'];
  const map = new Map(keys.map((key) => [key, 1]));
  const reversed = new Map([...keys].reverse().map((key) => [key, 1]));
  expect(encodeCbor(reversed)).toEqual(encodeCbor(map));
  const decoded = decodeCbor(encodeCbor(reversed));
  expect(decoded.ok && [...(decoded.value as Map<number | string, number>).keys()]).toEqual(keys);
});

test('nesting ends at the greatest depth, for reading and writing', () => {
  const nested = (depth: number): CborValue => (depth === 0 ? 1 : [nested(depth - 1)]);
  expect(decodeCbor(encodeCbor(nested(maxCborDepth)))).toEqual({ ok: true, value: nested(maxCborDepth) });
  expect(() => encodeCbor(nested(maxCborDepth + 1))).toThrow('nested deeper');
  expect(refusalOf('81'.repeat(maxCborDepth + 1) + '00')).toBe('too-deep');
  expect(refusalOf('81'.repeat(100_000))).toBe('too-deep');
});

test('what has no encoding is a mistake of the caller and leaves the next call sound', () => {
  const bad: unknown[] = [
    0.5,
    Number.NaN,
    2 ** 53,
    -(2 ** 53),
    '\ud800',
    undefined,
    {},
    1n,
    new Map([[-1, 0]]),
    new Map([[null, 0]]),
    [[undefined]],
  ];
  for (const value of bad) expect(() => encodeCbor(value as CborValue)).toThrow();
  expect(bytesToHex(encodeCbor([1, 'a']))).toBe('82016161');
});

test('byte strings are views on the input', () => {
  const input = Uint8Array.of(0x42, 1, 2);
  const decoded = decodeCbor(input);
  expect(decoded.ok && (decoded.value as Uint8Array).buffer).toBe(input.buffer);
});

function makeValue(random: Seeded, depth: number): CborValue {
  const kind = random.int(depth === 0 ? 5 : 7);
  if (kind === 0) return random.int(2 ** random.int(54)) * (random.chance(0.5) ? 1 : -1) + 0;
  if (kind === 1) return random.bytes(random.int(300));
  if (kind === 2)
    return Array.from({ length: random.int(30) }, () =>
      random.pick(['a', 'Z', 'é', '無', 'で', '😀', '\ufeff', '\0']),
    ).join('');
  if (kind === 3) return random.chance(0.5);
  if (kind === 4) return null;
  if (kind === 5) return Array.from({ length: random.int(6) }, () => makeValue(random, depth - 1));
  return new Map(
    Array.from({ length: random.int(6) }, () => [
      random.chance(0.5) ? random.int(300) : String(random.int(2000)),
      makeValue(random, depth - 1),
    ]),
  );
}

test('any value survives writing and reading', () => {
  const seed = 3;
  const random = createSeeded(seed);
  for (let round = 0; round < 1000; round++) {
    const value = makeValue(random, 4);
    expect(decodeCbor(encodeCbor(value)), `seed ${seed} round ${round}`).toEqual({ ok: true, value });
  }
});

test('accepted bytes are exactly what writing the value gives', () => {
  const seed = 4;
  const random = createSeeded(seed);
  let accepted = 0;
  for (let round = 0; round < 30_000; round++) {
    const bytes = random.chance(0.3) ? random.bytes(random.int(12)) : encodeCbor(makeValue(random, 2));
    if (bytes.length > 0 && random.chance(0.9)) bytes[random.int(Math.min(bytes.length, 12))] = random.int(256);
    const decoded = decodeCbor(bytes);
    if (!decoded.ok) continue;
    accepted++;
    expect(bytesToHex(encodeCbor(decoded.value)), `seed ${seed} round ${round}`).toBe(bytesToHex(bytes));
  }
  expect(accepted).toBeGreaterThan(1000);
});
