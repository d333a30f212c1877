import { readFileSync } from 'node:fs';
import { ed25519 } from '@noble/curves/ed25519.js';
import { expect, test } from 'vitest';
import { bytesToHex, encodeUtf8 } from './bytes.ts';
import { createNobleSigner, nobleEngine } from './engine-noble.ts';
import { makeSignAdversaries } from './sign-adversaries.ts';
import { readRfc8032, readWycheproof, runSignVectors } from './sign-vectors.ts';
import { createAsyncVerifier, createVerifier } from './sign.ts';

const readFixture = (path: string) => readFileSync(new URL(`../fixtures/${path}`, import.meta.url), 'utf8');
const wycheproof = readWycheproof(readFixture('wycheproof/ed25519_test.json'));
const rfc8032 = readRfc8032(readFixture('rfc8032/rfc8032-ed25519.json'));
const adversaries = makeSignAdversaries();

test('every vector of Wycheproof and RFC 8032 applies and gets its verdict', async () => {
  const { verifySignature } = createVerifier(nobleEngine);
  expect([wycheproof.length, wycheproof.filter((vector) => vector.counts).length, rfc8032.length]).toEqual([
    151, 88, 4,
  ]);
  expect((await runSignVectors([...wycheproof, ...rfc8032], verifySignature)).wrong).toEqual([]);
});

test('no adversary passes, and the sound signatures among them do', async () => {
  const report = await runSignVectors(adversaries, createVerifier(nobleEngine).verifySignature);
  expect(report.wrong).toEqual([]);
  expect([adversaries.length, adversaries.filter((vector) => vector.counts).length]).toEqual([101, 3]);
});

test('the adversaries are real: verifiers without the pre-check accept many of them', async () => {
  const accepted = async (verify: Parameters<typeof runSignVectors>[1]) =>
    Array.from((await runSignVectors(adversaries, verify)).verdicts).filter((verdict) => verdict === '1').length;
  expect(await accepted((key, bytes, signature) => ed25519.verify(signature, bytes, key))).toBe(73);
  expect(await accepted((key, bytes, signature) => ed25519.verify(signature, bytes, key, { zip215: false }))).toBe(39);
  expect(await accepted(nobleEngine.verify)).toBe(28);
});

test('the asynchronous verifier gives the same verdicts', async () => {
  const vectors = [...wycheproof.slice(0, 30), ...adversaries];
  const now = await runSignVectors(vectors, createVerifier(nobleEngine).verifySignature);
  const later = createAsyncVerifier({
    isPrimeOrder: async (publicKey) => nobleEngine.isPrimeOrder(publicKey),
    verify: async (...question) => nobleEngine.verify(...question),
  });
  expect(await runSignVectors(vectors, later.verifySignature)).toEqual(now);
});

test('a key is looked at once', () => {
  let asked = 0;
  const verifier = createVerifier({ isPrimeOrder: () => ++asked > 0, verify: () => true });
  const { publicKey } = createNobleSigner(new Uint8Array(32));
  expect([verifier.checkPublicKey(publicKey), verifier.checkPublicKey(publicKey.slice()), asked]).toEqual([
    true,
    true,
    1,
  ]);
});

test('a signer makes the signatures of RFC 8032, which count', () => {
  const examples: { priv: string; pub: string; msg: string; sig: string }[] = JSON.parse(
    readFixture('rfc8032/rfc8032-ed25519.json'),
  );
  for (const { priv, pub, msg, sig } of examples) {
    const signer = createNobleSigner(Buffer.from(priv.slice(0, 64), 'hex'));
    expect([bytesToHex(signer.publicKey), bytesToHex(signer.sign(Buffer.from(msg, 'hex')))]).toEqual([
      pub,
      sig.slice(0, 128),
    ]);
  }
  const signer = createNobleSigner(new Uint8Array(32).fill(1));
  const bytes = encodeUtf8('tayori/1 test無事です');
  expect(createVerifier(nobleEngine).verifySignature(signer.publicKey, bytes, signer.sign(bytes))).toBe(true);
});
