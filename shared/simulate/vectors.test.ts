import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { archiveKeyOf, recoveryKeyOf } from '../device/identity.ts';
import { decodeKeyList } from '../log/key-list.ts';
import { archiveId, goneRecipient, takeKey } from '../log/seal-key.ts';
import { openBody } from '../log/sealed.ts';
import { createNobleSealEngine, openNobleKey } from '../protocol/seal-noble.ts';
import { makeJoinVectors } from './make-join-vectors.ts';
import { openEscrow } from '../protocol/escrow.ts';
import { stretchByNoble } from '../protocol/stretch-noble.ts';
import { decodeRestoreProof, restoreSignedBytes } from '../sync/restore.ts';
import { makeRestoreVectors } from './make-restore-vectors.ts';
import { makeSealVectors } from './make-seal-vectors.ts';
import { makeTalkVectors } from './make-talk-vectors.ts';
import { createAccess } from '../fold/access.ts';
import { createConversations } from '../fold/conversations.ts';
import { readItem, type Item } from '../log/item.ts';
import type { Entry } from '../protocol/entry.ts';
import { groupChannel, pairChannel } from '../protocol/ids.ts';
import { createSeededKeys } from './seeded-keys.ts';
import { decodeBody, decodeSealedBody, encodeBody } from '../kinds/body.ts';
import { isCertificateSigned, isRevocationSigned, isRotationSigned } from '../log/statements.ts';
import { verifyRun } from '../log/verify-run.ts';
import { bytesToHex, concatBytes, decodeUtf8, encodeUtf8, hexToBytes } from '../protocol/bytes.ts';
import { decodeCertificate } from '../protocol/certificate.ts';
import { decodeRevocation } from '../protocol/cut.ts';
import { decodeSegment } from '../protocol/decode-batch.ts';
import { encodeBatch, type SessionParty } from '../protocol/encode-batch.ts';
import { nobleEngine } from '../protocol/engine-noble.ts';
import { chainHash, entryId, logStart, signedBytes } from '../protocol/entry.ts';
import { sha256 } from '../protocol/hash.ts';
import { decodeHeader } from '../protocol/header.ts';
import { openHandover } from '../protocol/handover.ts';
import { toChannelId } from '../protocol/ids.ts';
import { decodeJoinCode } from '../protocol/join-code.ts';
import { openBatch } from '../protocol/open-batch.ts';
import { decodeRotation } from '../protocol/rotation.ts';
import { createVerifier } from '../protocol/sign.ts';
import { decodeTextCode } from '../protocol/text-code.ts';
import { decodeCursor } from '../sync/cursor.ts';
import { decodeAnswer, decodeRequest } from '../sync/messages.ts';
import { makeVectors } from './make-vectors.ts';
import type { Vector } from './vector.ts';

const verifier = createVerifier(nobleEngine);
const seals = createNobleSealEngine((count) => new Uint8Array(count));
const vectors: readonly Vector[] = JSON.parse(
  readFileSync(new URL('../protocol/vectors.json', import.meta.url), 'utf8'),
);

function bytesOf(hex: unknown): Uint8Array {
  const bytes = hexToBytes(String(hex));
  return bytes.ok ? bytes.value : new Uint8Array();
}

/** Who is in a group by the entries of a vector, taken in backwards. */
async function judgeMembers(vector: Vector): Promise<Found> {
  const access = createAccess();
  access.attachConversations(createConversations);
  const authors = new Map<string, string>();
  for (const bytes of vector['certificates'] as readonly string[]) {
    const certificate = decodeCertificate(bytesOf(bytes));
    if (!certificate.ok) throw new Error(certificate.error.detail);
    access.addCertificate(certificate.value);
    authors.set(certificate.value.device, certificate.value.person);
  }
  const heads = new Map<string, Uint8Array>();
  const items: Item[] = [];
  for (const { header, body } of vector.input as readonly { header: string; body: string }[]) {
    const read = decodeHeader(bytesOf(header));
    if (!read.ok) throw new Error(read.error.detail);
    const { channel, device } = read.value;
    const previous = heads.get(device) ?? logStart(channel, device, 0);
    const hash = chainHash(previous, bytesOf(header));
    heads.set(device, hash);
    const entry = { ...read.value, id: entryId(hash), hash, body: bytesOf(body), absence: null };
    items.push(await readItem(entry as Entry, previous, authors.get(device) ?? '', verifier));
  }
  access.addAll(items.toReversed());
  const channel = String(vector['channel']);
  const conversations = access.conversations();
  const { out } = conversations?.membershipOf(channel) ?? {};
  return { verdict: 'valid', members: conversations?.membersOf(channel).toSorted(), out: [...(out ?? [])].sort() };
}

type Found = { verdict: string; [more: string]: unknown };

/** What this code makes of the input of a vector. */
async function judge(vector: Vector): Promise<Found> {
  const input = bytesOf(vector.input);
  switch (vector.type) {
    case 'certificate': {
      const decoded = decodeCertificate(input);
      if (!decoded.ok) return { verdict: 'broken' };
      const { person, device } = decoded.value;
      return (await isCertificateSigned(decoded.value, verifier))
        ? { verdict: 'valid', person, device }
        : { verdict: 'void' };
    }
    case 'rotation': {
      const decoded = decodeRotation(input);
      if (!decoded.ok) return { verdict: 'broken' };
      const isSigned = await isRotationSigned(decoded.value, verifier);
      return isSigned ? { verdict: 'valid', person: decoded.value.person } : { verdict: 'void' };
    }
    case 'revocation': {
      const decoded = decodeRevocation(input);
      if (!decoded.ok) return { verdict: 'broken' };
      const isSigned = await isRevocationSigned(decoded.value, verifier);
      return isSigned ? { verdict: 'valid', cut: decoded.value.cuts[0]?.name } : { verdict: 'void' };
    }
    case 'recovery': {
      const keys = createSeededKeys((count) => new Uint8Array(count));
      const archive = await archiveKeyOf(keys, input);
      return {
        verdict: 'valid',
        recoveryKey: bytesToHex((await recoveryKeyOf(keys, input)).publicKey),
        archiveKey: bytesToHex(archive.publicKey),
        archiveId: archiveId(archive.publicKey),
      };
    }
    case 'restore': {
      const proof = decodeRestoreProof(input);
      if (!proof.ok) return { verdict: 'broken' };
      const { nonce, origin, recoveryKey, signature } = proof.value;
      const signed = restoreSignedBytes({ serverKey: bytesOf(vector.serverKey), nonce }, recoveryKey, origin);
      const isGood = verifier.verifySignature(recoveryKey, signed, signature);
      return isGood ? { verdict: 'valid', recoveryKey: bytesToHex(recoveryKey) } : { verdict: 'void' };
    }
    case 'escrow': {
      const engine = { ...seals, stretch: stretchByNoble };
      const seed = await openEscrow(engine, input, String(vector.passphrase), String(vector.person));
      if (seed === 'unreadable') return { verdict: 'broken' };
      return seed === 'wrong' ? { verdict: 'void' } : { verdict: 'valid', seed: bytesToHex(seed) };
    }
    case 'key': {
      const own = openNobleKey(bytesOf(vector.secret));
      const key = await takeKey(seals, String(vector.channel), input, String(vector.device), own);
      return key ? { verdict: 'valid', key: bytesToHex(key) } : { verdict: 'void' };
    }
    case 'sealed': {
      const header = decodeHeader(bytesOf(vector.header));
      if (!header.ok) return { verdict: 'broken' };
      const body = decodeBody(header.value.kind, header.value.channel, input);
      if (!body.ok || !body.value) return { verdict: 'void' };
      const entry = { ...header.value, id: '', hash: input, body: input, absence: null, headerBytes: null };
      const inner = await openBody(seals, bytesOf(vector.key), entry, body.value);
      if (inner?.kind !== 'setting') return { verdict: 'void' };
      const { kind, ...fields } = inner;
      return { verdict: 'valid', inner: bytesToHex(encodeBody(kind, fields)) };
    }
    case 'channel': {
      const [first, second] = vector.input as [string, string?];
      const channel = second ? pairChannel(first, second) : groupChannel(first, bytesOf(vector['nonce']));
      return { verdict: 'valid', channel };
    }
    case 'members':
      return judgeMembers(vector);
    case 'join': {
      const code = decodeJoinCode(String(vector.input));
      if (!code) return { verdict: 'broken' };
      const { signingKey, sealingKey, handover, name } = code;
      const keys = { signingKey: bytesToHex(signingKey), sealingKey: bytesToHex(sealingKey) };
      return { verdict: 'valid', ...keys, name, handover: bytesToHex(handover) };
    }
    case 'handover': {
      const opened = await openHandover(seals, openNobleKey(bytesOf(vector.secret)), bytesOf(vector.id), input);
      if (!opened) return { verdict: 'void' };
      return { verdict: 'valid', certificate: bytesToHex(opened.certificate), name: opened.name };
    }
    case 'keys': {
      const body = decodeSealedBody(0x85, toChannelId('self', '00'.repeat(16)), input);
      const [first] = body.ok && body.value?.kind === 'keys' ? decodeKeyList(body.value.keys) : [];
      return first ? { verdict: 'valid', id: first.id, key: bytesToHex(first.key) } : { verdict: 'void' };
    }
    case 'gone':
      return { verdict: 'valid', id: goneRecipient(String(vector.input)).id };
    case 'invite':
      return { verdict: 'valid', hash: bytesToHex(sha256(concatBytes(encodeUtf8('tayori/1 invite'), input))) };
    case 'log':
    case 'fork':
      return judgeLog(vector);
    case 'body':
    case 'erasure': {
      const body = decodeBody(Number(vector.kind), String(vector.channel), input);
      if (!body.ok) return { verdict: 'void' };
      const target = body.value?.kind === 'erase' ? { target: bytesToHex(body.value.targetHash.subarray(0, 16)) } : {};
      return { verdict: 'valid', ...target };
    }
    case 'batch':
      return judgeBatch(input, (vector.session as SessionParty | undefined) ?? null);
    case 'row': {
      const row = decodeSegment(input, String(vector.channel), String(vector.device));
      if (!row.ok) return { verdict: 'broken' };
      const opened = openBatch(encodeBatch([row.value]), () => null);
      return { verdict: 'valid', ids: opened.ok ? opened.value.runs[0]?.entries.map((entry) => entry.id) : [] };
    }
    case 'text': {
      const text = decodeTextCode(input);
      const plain = text.ok ? decodeUtf8(text.value) : null;
      return plain?.ok ? { verdict: 'valid', text: plain.value } : { verdict: 'broken' };
    }
    case 'cursor':
      return { verdict: decodeCursor(input).ok ? 'valid' : 'broken' };
    case 'request':
      return { verdict: decodeRequest(input).ok ? 'valid' : 'broken' };
    case 'answer':
      return { verdict: decodeAnswer(input).ok ? 'valid' : 'broken' };
  }
}

/** Written out from the specification, without the code that packs and opens batches. */
function judgeLog(vector: Vector): Found {
  const rows = vector.input as readonly { header: string; body: string }[];
  let hash = logStart(String(vector.channel), String(vector.device), 2);
  const base = bytesToHex(hash);
  const ids: string[] = [];
  for (const [i, row] of rows.entries()) {
    const header = decodeHeader(bytesOf(row.header));
    if (!header.ok || header.value.number !== i + 1) return { verdict: 'broken' };
    if (bytesToHex(header.value.bodyHash) !== bytesToHex(sha256(bytesOf(row.body)))) return { verdict: 'broken' };
    hash = chainHash(hash, bytesOf(row.header));
    ids.push(entryId(hash));
  }
  const isSigned = verifier.verifySignature(bytesOf(vector.signingKey), signedBytes(hash), bytesOf(vector.signature));
  if (!isSigned) return { verdict: 'broken' };
  if (vector.type === 'fork') return { verdict: 'valid', ids: [(vector.ids as string[])[0], ids[1]] };
  return { verdict: 'valid', base, ids, head: bytesToHex(hash) };
}

async function judgeBatch(input: Uint8Array, session: SessionParty | null): Promise<Found> {
  const opened = openBatch(input, () => null, session);
  if (!opened.ok) return { verdict: 'broken', code: opened.error.code };
  const ids: string[] = [];
  for (const open of opened.value.runs) {
    if (open.problem?.code === 'gap') return { verdict: 'not now', code: 'gap' };
    const key = opened.value.certificates[0]?.signingKey ?? bytesOf(certificateKey());
    const { run, problem } = await verifyRun(open, key, verifier);
    if (problem || run === null) return { verdict: 'broken', code: problem?.code };
    ids.push(...run.entries.map((entry) => entry.id));
  }
  return { verdict: 'valid', ids };
}

function certificateKey(): unknown {
  return vectors.find((vector) => vector.type === 'log')?.signingKey;
}

describe('the published vectors', () => {
  it('are what the generator gives', async () => {
    const made = [
      ...makeVectors(),
      ...(await makeSealVectors()),
      ...(await makeRestoreVectors()),
      ...(await makeJoinVectors()),
      ...(await makeTalkVectors()),
    ];
    expect(JSON.parse(JSON.stringify(made))).toEqual(vectors);
  });

  it('hold valid, void and broken ones of every sort', () => {
    const verdicts = new Set(vectors.map((vector) => vector.verdict));
    expect([...verdicts].sort()).toEqual(['broken', 'not now', 'valid', 'void']);
    expect(vectors.length).toBeGreaterThan(50);
  });

  it.each(vectors.map((vector) => [`${vector.type}: ${vector.comment} (${vector.verdict})`, vector] as const))(
    '%s',
    async (_, vector) => {
      const found = await judge(vector);
      for (const [key, value] of Object.entries(found)) expect(value, key).toEqual(vector[key]);
    },
  );
});
