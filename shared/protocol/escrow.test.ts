import { webcrypto } from 'node:crypto';
import { expect, it } from 'vitest';
import { bytesToHex, encodeUtf8 } from './bytes.ts';
import { decodeCbor } from './cbor-decode.ts';
import { encodeCbor } from './cbor-encode.ts';
import { escrowRounds, openEscrow, sealEscrow, type EscrowEngine } from './escrow.ts';
import { createNobleSealEngine } from './seal-noble.ts';
import { createSeeded } from './seeded.ts';
import { stretchByNoble } from './stretch-noble.ts';

const seeded = createSeeded(77);
const random = (count: number) => seeded.bytes(count);
const seed = random(16);
const person = bytesToHex(random(16));
const words = 'うりきれ　さいせい　じゆう　むろん　とどける';

async function stretchByNode(passphrase: Uint8Array, salt: Uint8Array, rounds: number): Promise<Uint8Array> {
  const key = await webcrypto.subtle.importKey('raw', passphrase.slice(), 'PBKDF2', false, ['deriveBits']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt: salt.slice(), iterations: rounds };
  return new Uint8Array(await webcrypto.subtle.deriveBits(how, key, 256));
}

const engine: EscrowEngine = { ...createNobleSealEngine(random), stretch: stretchByNode };

it('stretches as RFC 7914 has it, by the platform and without it', async () => {
  // RFC 7914 §11: PBKDF2-HMAC-SHA-256 of "Password" with the salt "NaCl", 80,000 rounds; the first 32 of its 64 bytes.
  const wanted = '4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56';
  for (const stretch of [stretchByNode, stretchByNoble]) {
    expect(bytesToHex(await stretch(encodeUtf8('Password'), encodeUtf8('NaCl'), 80_000))).toBe(wanted);
  }
});

it('gives the seed for the passphrase, however it is written, and nothing for another', async () => {
  const kept = await sealEscrow(engine, seed, words, person, random);
  for (const typed of [words, 'ウリキレ さいせい ジユウ ﾑﾛﾝ とどける', words.replaceAll('　', '')]) {
    expect(await openEscrow(engine, kept, typed, person), typed).toEqual(seed);
  }
  expect(await openEscrow(engine, kept, words.replace('むろん', 'むろ'), person)).toBe('wrong');
  expect(await openEscrow(engine, kept, words, bytesToHex(random(16))), 'of somebody else').toBe('wrong');
});

it('holds nothing that can be read, and never the same twice', async () => {
  const [one, other] = [
    await sealEscrow(engine, seed, words, person, random),
    await sealEscrow(engine, seed, words, person, random),
  ];
  expect(bytesToHex(one)).not.toContain(bytesToHex(seed));
  expect(bytesToHex(one)).not.toBe(bytesToHex(other));
  expect(one.length).toBeLessThan(128);
});

it('is refused with fewer rounds than it must have, or so many that no phone ends', async () => {
  const kept = decodeCbor(await sealEscrow(engine, seed, words, person, random));
  if (!kept.ok || !Array.isArray(kept.value)) throw new Error('not an array');
  const [version, rounds, ...others] = kept.value;
  expect(rounds).toBe(escrowRounds);
  for (const changed of [1000, escrowRounds - 1, 20_000_000]) {
    expect(await openEscrow(engine, encodeCbor([version ?? 1, changed, ...others]), words, person)).toBe('unreadable');
  }
  const more = encodeCbor([version ?? 1, escrowRounds + 1, ...others]);
  expect(await openEscrow(engine, more, words, person), 'the rounds are under the seal').toBe('wrong');
  expect(await openEscrow(engine, random(80), words, person)).toBe('unreadable');
});
