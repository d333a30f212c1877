import { readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { openSealed, sealTo } from './hpke.ts';
import { createNobleSealEngine, openNobleKey } from './seal-noble.ts';
import { runSealVectors } from './seal-vectors.ts';

const read = (path: string) => readFileSync(new URL(`../fixtures/${path}`, import.meta.url), 'utf8');
const files = {
  aes: read('wycheproof/aes_gcm_test.json'),
  x25519: read('wycheproof/x25519_test.json'),
  hkdf: read('wycheproof/hkdf_sha256_test.json'),
  hpke: read('hpke/rfc9180-appendix-a.json'),
};
const engine = createNobleSealEngine((count) => new Uint8Array(randomBytes(count)));
const bytes = (text: string) => new TextEncoder().encode(text);

test('the pure engine gives the answer of every vector that applies', async () => {
  const report = await runSealVectors(files, { engine, openKey: async (secret) => openNobleKey(secret) });
  expect(report).toEqual({
    asked: { aes: 133, x25519: 518, hkdf: 83, hpke: 2 },
    leftOut: { aes: 183, x25519: 0, hkdf: 3, hpke: 26 },
    wrong: [],
  });
});

test('only the right key, info and additional bytes open what was sealed', async () => {
  const own = await engine.makeKey();
  const other = await engine.makeKey();
  const sealed = await sealTo(engine, own.publicKey, bytes('info'), bytes('aad'), bytes('無事です'));
  expect(sealed?.ciphertext.length).toBe(12 + 16);
  if (!sealed) return;
  const open = (key = own, info = 'info', aad = 'aad', what = sealed) =>
    openSealed(engine, key, what, bytes(info), bytes(aad));
  expect(new TextDecoder().decode((await open()) ?? undefined)).toBe('無事です');
  expect(await open(other)).toBeNull();
  expect(await open(own, 'other')).toBeNull();
  expect(await open(own, 'info', 'other')).toBeNull();
  expect(await open(own, 'info', 'aad', { ...sealed, ciphertext: sealed.ciphertext.slice(1) })).toBeNull();
  expect(await open(own, 'info', 'aad', { ...sealed, encapsulated: new Uint8Array(32) })).toBeNull();
  const again = await sealTo(engine, own.publicKey, bytes('info'), bytes('aad'), bytes('無事です'));
  expect(again?.encapsulated).not.toEqual(sealed.encapsulated);
  expect(again?.ciphertext).not.toEqual(sealed.ciphertext);
});

test('nothing is sealed to a key of small order', async () => {
  expect(await sealTo(engine, new Uint8Array(32), bytes(''), bytes(''), bytes('x'))).toBeNull();
});
