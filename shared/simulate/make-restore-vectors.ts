import { recoveryKeyOf } from '../device/identity.ts';
import { proveRecovery } from '../device/restore.ts';
import { bytesToHex } from '../protocol/bytes.ts';
import { sealEscrow } from '../protocol/escrow.ts';
import { createNobleSealEngine } from '../protocol/seal-noble.ts';
import { stretchByNoble } from '../protocol/stretch-noble.ts';
import { encodeRestoreProof } from '../sync/restore.ts';
import { createSeededKeys } from './seeded-keys.ts';
import type { Vector } from './vector.ts';

const bytesOf = (byte: number, count: number) => new Uint8Array(count).fill(byte);
const random = (count: number) => bytesOf(9, count);
const keys = createSeededKeys(random);
const engine = { ...createNobleSealEngine(random), stretch: stretchByNoble };
const hex = bytesToHex;

/** The vectors of proofs of a recovery key and of seeds under a passphrase, always the same: salt and nonce are fixed here, and nowhere else. */
export async function makeRestoreVectors(): Promise<readonly Vector[]> {
  const seed = bytesOf(1, 16);
  const serverKey = bytesOf(5, 32);
  const origin = 'https://tayori.example';
  const proof = await proveRecovery(keys, seed, { serverKey, nonce: bytesOf(6, 40) }, origin);
  const { publicKey } = await recoveryKeyOf(keys, seed);
  const person = hex(bytesOf(3, 16));
  const passphrase = 'ウリキレ　さいせい じゆう むろん とどける';
  const sealed = await sealEscrow(engine, seed, passphrase, person, random);
  const escrow = { input: hex(sealed), person };
  const bent = sealed.slice();
  bent[6] = (bent[6] as number) + 1;
  return [
    {
      type: 'restore',
      comment: 'a proof by the recovery key of sixteen bytes 01',
      input: hex(encodeRestoreProof(proof)),
      serverKey: hex(serverKey),
      verdict: 'valid',
      recoveryKey: hex(publicKey),
    },
    {
      type: 'restore',
      comment: 'the same at another server',
      input: hex(encodeRestoreProof(proof)),
      serverKey: hex(bytesOf(4, 32)),
      verdict: 'void',
    },
    {
      type: 'restore',
      comment: 'the same said to be of another origin',
      input: hex(encodeRestoreProof({ ...proof, origin: 'https://tayori.invalid' })),
      serverKey: hex(serverKey),
      verdict: 'void',
    },
    {
      type: 'escrow',
      comment: 'five words, one in katakana',
      ...escrow,
      passphrase,
      verdict: 'valid',
      seed: hex(seed),
    },
    {
      type: 'escrow',
      comment: 'the same words without spaces',
      ...escrow,
      passphrase: 'うりきれさいせいじゆうむろんとどける',
      verdict: 'valid',
      seed: hex(seed),
    },
    { type: 'escrow', comment: 'another word', ...escrow, passphrase: 'うりきれ', verdict: 'void' },
    { type: 'escrow', comment: 'of another person', ...escrow, person: hex(seed), passphrase, verdict: 'void' },
    { type: 'escrow', comment: 'one round more is claimed', input: hex(bent), person, passphrase, verdict: 'void' },
  ];
}
