import { encodeBody } from '../kinds/body.ts';
import { appendEntry, emptyHead, runOfEntry, type Head } from '../log/append.ts';
import { bytesToHex, concatBytes, encodeUtf8 } from '../protocol/bytes.ts';
import {
  certificateSignedBytes,
  decodeCertificate,
  encodeCertificateFields,
  type Certificate,
} from '../protocol/certificate.ts';
import { cutName, encodeRevocationFields, revocationSignedBytes } from '../protocol/cut.ts';
import { encodeBatch, encodeSegment } from '../protocol/encode-batch.ts';
import { createNobleSigner } from '../protocol/engine-noble.ts';
import { signedBytes, type Entry, type Run } from '../protocol/entry.ts';
import { encodeHeader } from '../protocol/header.ts';
import { sha256 } from '../protocol/hash.ts';
import { toChannelId, type ChannelId } from '../protocol/ids.ts';
import { packRun, type Place } from '../protocol/pack-run.ts';
import { domain } from '../protocol/parameters.ts';
import { encodeRotationFields } from '../protocol/encode-rotation.ts';
import { rotationSignedBytes } from '../protocol/rotation.ts';
import { encodeTextCode } from '../protocol/text-code.ts';
import { encodeCursor, firstCursor } from '../sync/cursor.ts';
import { encodeAnswer, encodeRequest, plainAnswer, plainRequest } from '../sync/messages.ts';
import type { Vector } from './vector.ts';

const clockMs = 1_700_000_000_000;
const seedOf = (byte: number) => new Uint8Array(32).fill(byte);
const root = createNobleSigner(seedOf(1));
const recovery = createNobleSigner(seedOf(2));
const signing = createNobleSigner(seedOf(3));
const newRoot = createNobleSigner(seedOf(4));
const sealingKey = seedOf(5);
const salt = seedOf(6).subarray(0, 8);

/** All vectors of the specification, always the same. Keys come from seeds that are printed in them. */
export function makeVectors(): readonly Vector[] {
  const certificate = makeCertificate();
  const feed = toChannelId('feed', certificate.person);
  const run = makeRun(certificate, feed, ['無事です。', '町野は雨です。', 'water at 町野小 🚰']);
  return [
    ...certificateVectors(certificate),
    ...statementVectors(certificate, feed),
    ...entryVectors(certificate, feed, run),
    ...batchVectors(certificate, run),
    ...textVectors(),
    ...messageVectors(certificate),
  ];
}

function makeCertificate(): Certificate {
  const bytes = encodeCertificateFields({
    firstRoot: root.publicKey,
    recoveryHash: sha256(recovery.publicKey),
    sequence: 0,
    root: root.publicKey,
    signingKey: signing.publicKey,
    sealingKey,
    class: 'phone',
    scope: null,
    maxEntries: null,
    notBeforeMs: null,
    notAfterMs: null,
    serial: 1,
  });
  const decoded = decodeCertificate(concatBytes(bytes, root.sign(certificateSignedBytes(bytes))));
  if (!decoded.ok) throw new Error(decoded.error.detail);
  return decoded.value;
}

function makeRun(certificate: Certificate, channel: ChannelId, texts: readonly string[]): Run {
  const first = emptyHead(channel, certificate.device, 2);
  let head: Head = first;
  const entries: Entry[] = [];
  for (const [i, text] of texts.entries()) {
    const body = encodeBody('voice', { text });
    const after = entries.slice(-1).map((entry) => entry.id);
    const entry = appendEntry(
      certificate.device,
      head,
      { channel, kind: 0x80, body, after },
      { ms: clockMs + i * 60_000, counter: 0 },
    );
    entries.push(entry);
    head = entry;
  }
  const last = entries.at(-1) as Entry;
  const signatures = new Map([[last.number, signing.sign(signedBytes(last.hash))]]);
  return { channel, device: certificate.device, lane: 2, from: 1, base: first.hash, entries, signatures };
}

function certificateVectors(certificate: Certificate): Vector[] {
  const whole = concatBytes(certificate.bytes, certificate.signature);
  const seeds = { rootSeed: '01'.repeat(32), recoverySeed: '02'.repeat(32), signingSeed: '03'.repeat(32) };
  const ids = { person: certificate.person, device: certificate.device };
  const wrongClass = Uint8Array.from(whole);
  wrongClass[wrongClass.length - 64 - 6] = 0x17;
  return [
    {
      type: 'certificate',
      comment: 'a phone certified by the first root',
      input: hex(whole),
      verdict: 'valid',
      ...ids,
      ...seeds,
    },
    {
      type: 'certificate',
      comment: 'one bit of the signature is wrong',
      input: hex(flip(whole, whole.length - 1)),
      verdict: 'void',
    },
    {
      type: 'certificate',
      comment: 'the recovery hash is another: other ids, and the signature does not cover it',
      input: hex(flip(whole, 40)),
      verdict: 'void',
    },
    { type: 'certificate', comment: 'a class that does not exist', input: hex(wrongClass), verdict: 'broken' },
    { type: 'certificate', comment: 'cut short', input: hex(whole.subarray(0, 100)), verdict: 'broken' },
    {
      type: 'certificate',
      comment: 'a length written in a longer form than needed',
      input: `8d1801${hex(whole).slice(4)}`,
      verdict: 'broken',
    },
  ];
}

function statementVectors(certificate: Certificate, feed: ChannelId): Vector[] {
  const rotation = encodeRotationFields({
    recoveryKey: recovery.publicKey,
    firstRoot: root.publicKey,
    sequence: 1,
    newRoot: newRoot.publicKey,
    cutsByDevice: new Map([[certificate.device, []]]),
  });
  const rotated = concatBytes(rotation, recovery.sign(rotationSignedBytes(rotation)));
  const name = cutName(feed, certificate.device, 2);
  const revocation = encodeRevocationFields({
    person: certificate.person,
    device: certificate.device,
    reason: 3,
    cuts: [{ name, number: 2, hash: seedOf(7) }],
    serial: 1,
    sequence: 0,
    signer: root.publicKey,
  });
  const revoked = concatBytes(revocation, root.sign(revocationSignedBytes(revocation)));
  const token = seedOf(8).subarray(0, 16);
  const tokenHash = sha256(concatBytes(encodeUtf8(domain.invite), token));
  return [
    {
      type: 'rotation',
      comment: 'the recovery key names a new root',
      input: hex(rotated),
      verdict: 'valid',
      person: certificate.person,
    },
    {
      type: 'rotation',
      comment: 'signed by the root instead',
      input: hex(concatBytes(rotation, root.sign(rotationSignedBytes(rotation)))),
      verdict: 'void',
    },
    {
      type: 'rotation',
      comment: 'sequence 0 is the first root, which no rotation names',
      input: hex(rotated).replace('01582', '00582'),
      verdict: 'broken',
    },
    {
      type: 'revocation',
      comment: 'a stolen phone, cut behind the second entry of its feed log',
      input: hex(revoked),
      verdict: 'valid',
      cut: name,
    },
    {
      type: 'revocation',
      comment: 'signed with another domain string',
      input: hex(concatBytes(revocation, root.sign(rotationSignedBytes(revocation)))),
      verdict: 'void',
    },
    {
      type: 'invite',
      comment: 'the hash of an invitation’s token',
      input: hex(token),
      verdict: 'valid',
      hash: hex(tokenHash),
    },
  ];
}

function entryVectors(certificate: Certificate, feed: ChannelId, run: Run): Vector[] {
  const log = { channel: feed, device: certificate.device, lane: 2, signingKey: hex(signing.publicKey) };
  const rows = run.entries.map((entry) => ({
    header: hex(encodeHeader(entry)),
    body: hex(entry.body ?? new Uint8Array()),
  }));
  const last = run.entries[2] as Entry;
  const signature = hex(run.signatures.get(3) ?? new Uint8Array());
  const second = run.entries[1] as Entry;
  const status = encodeBody('status', {
    salt,
    condition: 'needsHelp',
    whereabouts: 'shelter',
    needs: [1, 3],
    validSeconds: 3600,
  });
  const other = appendEntry(
    certificate.device,
    run.entries[0] as Entry,
    { channel: feed, kind: 0x80, body: encodeBody('voice', { text: '別の枝' }) },
    { ms: clockMs, counter: 1 },
  );
  const erase = encodeBody('erase', {
    salt,
    targetHash: second.hash,
    device: second.device,
    kindNumber: second.kind,
    number: second.number,
    reason: 'withdrawn',
  });
  const flipped = rows.map((row, i) => (i === 1 ? { ...row, body: hex(flip(second.body as Uint8Array, 6)) } : row));
  return [
    {
      type: 'log',
      comment: 'three voices, each after the one before',
      input: rows,
      verdict: 'valid',
      ...log,
      base: hex(run.base),
      ids: run.entries.map((entry) => entry.id),
      head: hex(last.hash),
      signature,
    },
    {
      type: 'log',
      comment: 'a body that is not the one its header names',
      input: flipped,
      verdict: 'broken',
      ...log,
      signature,
    },
    {
      type: 'log',
      comment: 'the entries in another order',
      input: [rows[1], rows[0], rows[2]],
      verdict: 'broken',
      ...log,
      signature,
    },
    {
      type: 'log',
      comment: 'the signature is over the entry before',
      input: rows,
      verdict: 'broken',
      ...log,
      signature: hex(signing.sign(signedBytes(second.hash))),
    },
    {
      type: 'fork',
      comment: 'a second entry with number 2: both stand, and the log has two heads',
      input: [rows[0], { header: hex(encodeHeader(other)), body: hex(other.body as Uint8Array) }],
      verdict: 'valid',
      ...log,
      ids: [second.id, other.id],
      signature: hex(signing.sign(signedBytes(other.hash))),
    },
    {
      type: 'body',
      comment: 'a status',
      input: hex(status),
      kind: 0x0a,
      channel: toChannelId('life', certificate.person),
      verdict: 'valid',
    },
    {
      type: 'body',
      comment: 'a status without salt',
      input: hex(encodeWithoutSalt(status)),
      kind: 0x0a,
      channel: toChannelId('life', certificate.person),
      verdict: 'void',
    },
    { type: 'body', comment: 'a status in a feed', input: hex(status), kind: 0x0a, channel: feed, verdict: 'void' },
    { type: 'body', comment: 'a voice without text', input: 'a0', kind: 0x80, channel: feed, verdict: 'void' },
    { type: 'body', comment: 'not CBOR', input: 'ff', kind: 0x80, channel: feed, verdict: 'void' },
    {
      type: 'body',
      comment: 'a voice with a field of a later version',
      input: 'a201613118c8f5',
      kind: 0x80,
      channel: feed,
      verdict: 'valid',
    },
    {
      type: 'body',
      comment: 'a kind of a later version: kept and relayed',
      input: 'a0',
      kind: 0x9f,
      channel: feed,
      verdict: 'valid',
    },
    ...pictureVectors(certificate),
    {
      type: 'erasure',
      comment: 'the second voice is withdrawn',
      input: hex(erase),
      kind: 0x0e,
      channel: feed,
      verdict: 'valid',
      target: second.id,
    },
  ];
}

function pictureVectors({ person }: Certificate): Vector[] {
  const picture = (comment: string, input: string, channel: ChannelId, verdict: Vector['verdict']): Vector => {
    return { type: 'body', comment, input, kind: 0xc0, channel, verdict };
  };
  const card = toChannelId('card', person);
  const body = hex(encodeBody('picture', { data: seedOf(7).subarray(0, 4), type: 'webp' }));
  return [
    picture('a picture of four bytes', body, card, 'valid'),
    picture('a picture of a type that does not exist', body.replace(/01$/, '04'), card, 'void'),
    picture('a picture in a feed', body, toChannelId('feed', person), 'void'),
  ];
}

function batchVectors(certificate: Certificate, run: Run): Vector[] {
  const tables = { certificates: [certificate], rotations: [], session: null };
  const plain = encodeBatch([packRun(run, true)], tables);
  const places = new Map<string, Place>(
    run.entries.map((entry, offset) => [entry.id, { run: 0, offset, hash: entry.hash }]),
  );
  const compact = encodeBatch([packRun(run, true, places)], tables);
  const session = { person: certificate.person, device: certificate.device };
  const small = encodeBatch([packRun(run, false)], { certificates: [], rotations: [], session });
  const erased = {
    ...run,
    entries: run.entries.map((entry, i): Entry => (i === 1 ? { ...entry, body: null, absence: 'erased' } : entry)),
  };
  const [second] = [run.entries[1] as Entry];
  const tail = { ...run, from: 3, base: second.hash, entries: run.entries.slice(2) };
  const ids = run.entries.map((entry) => entry.id);
  const one = runOfEntry(
    emptyHead(run.channel, run.device, 2),
    run.entries[0] as Entry,
    signing.sign(signedBytes((run.entries[0] as Entry).hash)),
  );
  return [
    { type: 'batch', comment: 'one run with its author’s certificate', input: hex(plain), verdict: 'valid', ids },
    { type: 'batch', comment: 'the same with places instead of ids', input: hex(compact), verdict: 'valid', ids },
    { type: 'batch', comment: 'the same inside a session', input: hex(small), verdict: 'valid', ids, session },
    {
      type: 'batch',
      comment: 'the second body is erased, and the chain holds',
      input: hex(encodeBatch([packRun(erased, true)], tables)),
      verdict: 'valid',
      ids,
    },
    {
      type: 'batch',
      comment: 'the third entry with its base',
      input: hex(encodeBatch([packRun(tail, true)], tables)),
      verdict: 'valid',
      ids: ids.slice(2),
    },
    {
      type: 'batch',
      comment: 'the third entry without its base, for a reader that lacks the second',
      input: hex(encodeBatch([packRun(tail, false)], tables)),
      verdict: 'not now',
      code: 'gap',
    },
    {
      type: 'batch',
      comment: 'the last byte of the signature is wrong',
      input: hex(flip(plain, plain.length - 1)),
      verdict: 'broken',
      code: 'bad-signature',
    },
    { type: 'batch', comment: 'another version', input: hex(flip(plain, 0)), verdict: 'broken', code: 'bad-batch' },
    {
      type: 'batch',
      comment: 'cut short',
      input: hex(plain.subarray(0, plain.length - 10)),
      verdict: 'broken',
      code: 'bad-batch',
    },
    { type: 'batch', comment: 'one byte too many', input: `${hex(plain)}00`, verdict: 'broken', code: 'bad-batch' },
    { type: 'batch', comment: 'nothing', input: hex(encodeBatch([])), verdict: 'valid', ids: [] },
    {
      type: 'row',
      comment: 'a stored row of one voice',
      input: hex(encodeSegment(packRun(one, true))),
      verdict: 'valid',
      channel: run.channel,
      device: run.device,
      ids: ids.slice(0, 1),
    },
  ];
}

function textVectors(): Vector[] {
  const texts = [
    '無事です',
    'ァヂンー',
    'ぁぢん',
    '17:30に',
    'a\nb',
    'あ\nい',
    '…～',
    'é',
    '勿',
    '😀',
    '𠮷',
    '\u0000',
    '\u007f',
  ];
  const valid = texts.map((text): Vector => ({
    type: 'text',
    comment: JSON.stringify(text),
    input: hex(encodeTextCode(encodeUtf8(text))),
    verdict: 'valid',
    text,
  }));
  return [...valid, { type: 'text', comment: 'あ in four bytes instead of one', input: 'a6303042', verdict: 'broken' }];
}

function messageVectors(certificate: Certificate): Vector[] {
  const cursor = encodeCursor(firstCursor('0011223344556677', [1000]));
  const request = encodeRequest({ ...plainRequest, cursor, budget: 2048, lanes: 1, cards: [certificate.person] });
  const answer = encodeAnswer({
    ...plainAnswer,
    refused: [{ run: 0, storedTo: 3, code: 'gap' }],
    epoch: '0011223344556677',
    more: true,
    timeMs: clockMs,
  });
  const channel = toChannelId('feed', certificate.person);
  const point = { channel, lane: 2 as const, number: 3, hash8: '0011223344556677', persons: [certificate.person] };
  const reached = encodeAnswer({ ...plainAnswer, reached: [point] });
  const toNobody = encodeAnswer({ ...plainAnswer, reached: [{ ...point, persons: [] }] });
  return [
    {
      type: 'cursor',
      comment: 'a reader that has nothing of a store with 1,000 arrivals',
      input: hex(cursor),
      verdict: 'valid',
    },
    { type: 'cursor', comment: 'a gap of no length', input: '00112233445566770105000000000100050', verdict: 'broken' },
    { type: 'request', comment: 'nothing to send, everything wanted', input: 'a0', verdict: 'valid' },
    { type: 'request', comment: 'life only, 2 KB, and one card', input: hex(request), verdict: 'valid' },
    { type: 'request', comment: 'a lane mask of five bits', input: 'a10310', verdict: 'broken' },
    { type: 'answer', comment: 'nothing new', input: 'a0', verdict: 'valid' },
    { type: 'answer', comment: 'a run stored up to number 3, more to come', input: hex(answer), verdict: 'valid' },
    { type: 'answer', comment: 'one person has a log up to number 3', input: hex(reached), verdict: 'valid' },
    { type: 'answer', comment: 'a log that reached nobody', input: hex(toNobody), verdict: 'broken' },
  ];
}

/** The same map without its first pair, the salt. */
function encodeWithoutSalt(body: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of((body[0] as number) - 1), body.subarray(11 - 1));
}

function flip(bytes: Uint8Array, at: number): Uint8Array {
  const flipped = Uint8Array.from(bytes);
  flipped[at] = (flipped[at] as number) ^ 1;
  return flipped;
}

function hex(bytes: Uint8Array): string {
  return bytesToHex(bytes);
}
