import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bytesToHex } from '../../shared/protocol/bytes.ts';
import { createNobleSigner, nobleEngine } from '../../shared/protocol/engine-noble.ts';
import { createSeeded } from '../../shared/protocol/seeded.ts';
import { makeSignAdversaries } from '../../shared/protocol/sign-adversaries.ts';
import { readRfc8032, readWycheproof, runSignVectors } from '../../shared/protocol/sign-vectors.ts';
import { createVerifier } from '../../shared/protocol/sign.ts';
import { createNodeEngine, createNodeSigner } from './engine-node.ts';
import { sodiumEngine } from './engine-sodium.ts';

const readFixture = (path: string) => readFileSync(new URL(`../../shared/fixtures/${path}`, import.meta.url), 'utf8');
const adversaries = makeSignAdversaries();
const vectors = [
  ...readWycheproof(readFixture('wycheproof/ed25519_test.json')),
  ...readRfc8032(readFixture('rfc8032/rfc8032-ed25519.json')),
  ...adversaries,
];
const engines = { node: createNodeEngine(), sodium: sodiumEngine };

for (const [name, engine] of Object.entries(engines)) {
  test(`${name} gives the verdict of the rule on every vector and adversary`, async () => {
    const report = await runSignVectors(vectors, createVerifier(engine).verifySignature);
    expect(report.wrong).toEqual([]);
    expect(report.verdicts.length).toBe(256);
  });

  test(`${name} needs the pre-check: left alone it accepts adversaries`, async () => {
    const alone = await runSignVectors(adversaries, engine.verify);
    const refusable = adversaries.filter((vector, i) => !vector.counts && alone.verdicts[i] === '1');
    expect(refusable.length).toBeGreaterThan(10);
  });

  test(`${name} agrees with the pure engine on changed signatures of many keys`, () => {
    const seed = 8;
    const random = createSeeded(seed);
    const [tried, pure] = [createVerifier(engine), createVerifier(nobleEngine)];
    for (let round = 0; round < 40; round++) {
      const signer = createNobleSigner(random.bytes(32));
      const bytes = random.bytes(random.int(200) + 1);
      const signature = signer.sign(bytes);
      expect(tried.verifySignature(signer.publicKey, bytes, signature), `seed ${seed}`).toBe(true);
      const changed = random.pick([bytes, signature]);
      const at = random.int(changed.length);
      changed[at] = changed[at]! ^ (1 << random.int(8));
      const verdict = pure.verifySignature(signer.publicKey, bytes, signature);
      expect(tried.verifySignature(signer.publicKey, bytes, signature), `seed ${seed}`).toBe(verdict);
    }
  });
}

test('node makes the same key and signature from a seed as the pure signer', () => {
  const random = createSeeded(9);
  for (let round = 0; round < 10; round++) {
    const seed = random.bytes(32);
    const bytes = random.bytes(50);
    const [node, pure] = [createNodeSigner(seed), createNobleSigner(seed)];
    expect(bytesToHex(node.publicKey)).toBe(bytesToHex(pure.publicKey));
    expect(bytesToHex(node.sign(bytes))).toBe(bytesToHex(pure.sign(bytes)));
  }
  expect(() => createNodeSigner(new Uint8Array(31))).toThrow();
});
