import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createVerifier, type Verifier } from '../../shared/protocol/sign.ts';
import { createNodeEngine, createNodeSigner } from './engine-node.ts';
import { openVerdicts } from './known-verdicts.ts';

let folder: string;
let asked: number;
const secret = new Uint8Array(32).fill(7);
const signer = createNodeSigner(new Uint8Array(32).fill(1));
const { publicKey } = signer;
const bytes = new Uint8Array(40).fill(3);
const signature = signer.sign(bytes);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tayori-verdicts-'));
  asked = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = () => join(folder, 'verdicts.known');

function open(by = secret) {
  const verifier = createVerifier(createNodeEngine());
  const counting: Verifier = {
    checkPublicKey: (key) => ++asked > 0 && verifier.checkPublicKey(key),
    verifySignature: (...question) => ++asked > 0 && verifier.verifySignature(...question),
  };
  return openVerdicts(path(), by, counting);
}

async function askAll({ verifier }: ReturnType<typeof open>) {
  const other = Uint8Array.from(bytes, (byte) => byte ^ 1);
  return [
    await verifier.checkPublicKey(publicKey),
    await verifier.verifySignature(publicKey, bytes, signature),
    await verifier.verifySignature(publicKey, other, signature),
    await verifier.checkPublicKey(new Uint8Array(32)),
  ];
}
const verdicts = [true, true, false, false];

async function saved(): Promise<void> {
  const first = open();
  expect(await askAll(first)).toEqual(verdicts);
  expect(await first.save()).toBe(true);
  asked = 0;
}

test('what was found good is not asked again after a restart, and what was bad is', async () => {
  await saved();
  expect(await askAll(open())).toEqual(verdicts);
  expect(asked).toBe(2);
});

test('a signature cut off whose end stands before the bytes is another question', async () => {
  await saved();
  const longer = new Uint8Array([signature[63] ?? 0, ...bytes]);
  expect(await open().verifier.verifySignature(publicKey, longer, signature.subarray(0, 63))).toBe(false);
});

test('a file that is damaged, cut off or of another server counts as none', async () => {
  await saved();
  const whole = readFileSync(path());
  const flipped = Buffer.from(whole);
  flipped[30] = (flipped[30] ?? 0) ^ 1;
  for (const damaged of [flipped, whole.subarray(0, whole.length - 32), whole.subarray(0, 5), Buffer.alloc(0)]) {
    writeFileSync(path(), damaged);
    asked = 0;
    expect(await askAll(open())).toEqual(verdicts);
    expect(asked).toBe(4);
  }
  writeFileSync(path(), whole);
  asked = 0;
  expect(await askAll(open(new Uint8Array(32).fill(8)))).toEqual(verdicts);
  expect(asked).toBe(4);
});

test('what no start asks for any more is forgotten', async () => {
  await saved();
  const second = open();
  await second.verifier.checkPublicKey(publicKey);
  await second.save();
  expect(await askAll(open())).toEqual(verdicts);
  expect(asked).toBe(3);
});

test('a folder that cannot be written costs nothing but the next start', async () => {
  const first = open();
  await askAll(first);
  rmSync(folder, { recursive: true });
  expect(await first.save()).toBe(false);
});
