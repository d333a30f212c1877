import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { bytesToHex, encodeUtf8 } from './bytes.ts';
import { createSha256Stream, sha256 } from './hash.ts';
import { createSeeded } from './seeded.ts';

test('the digest is that of FIPS 180-4', () => {
  expect(bytesToHex(sha256(encodeUtf8('abc')))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
  expect(bytesToHex(sha256(encodeUtf8('')))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

test('whole, in parts and by the platform give the same digest', () => {
  const seed = 5;
  const random = createSeeded(seed);
  for (let round = 0; round < 100; round++) {
    const bytes = random.bytes(random.int(300));
    const cut = random.int(bytes.length + 1);
    const stream = createSha256Stream();
    stream.update(bytes.subarray(0, cut));
    stream.update(bytes.subarray(cut));
    const expected = createHash('sha256').update(bytes).digest('hex');
    expect(bytesToHex(sha256(bytes)), `seed ${seed}`).toBe(expected);
    expect(bytesToHex(stream.digest()), `seed ${seed}`).toBe(expected);
  }
});
