import { existsSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { decodeBody } from '../../shared/kinds/body.ts';
import { bytesToHex, equalBytes } from '../../shared/protocol/bytes.ts';
import { decodeCertificate } from '../../shared/protocol/certificate.ts';
import { logStart, signedBytes, type Run } from '../../shared/protocol/entry.ts';
import { createVerifier } from '../../shared/protocol/sign.ts';
import { isCertificateSigned } from '../../shared/log/statements.ts';
import { fromSegment } from '../../shared/sync/segments.ts';
import type { StoredSegment } from '../../shared/sync/store.ts';
import { loadEngine } from '../relay/load-engine.ts';
import { dataFolder } from '../store/data-folder.ts';
import { readLedger } from '../store/erasure-ledger.ts';
import { createNames } from '../store/names.ts';
import { openForReading } from '../store/open-database.ts';
import { readAllSegments } from '../store/all-segments.ts';
import { sha256Node } from '../store/sha256-node.ts';

type Found = { segments: number; entries: number; signatures: number; unknownDevices: number; problems: string[] };

/**
 * Opens every segment, computes its chain, checks that its end is what its row says and that a good signature of its device covers it, and that no body is
 * there whose erasure is in the ledger. Throws with the list of what is wrong; nothing is changed. Works beside a running server.
 */
export async function verifyStore(folder: string): Promise<string> {
  const paths = dataFolder(folder);
  if (!existsSync(paths.database)) throw new Error(`${folder} holds no data.`);
  const database = openForReading(paths.database);
  try {
    const found: Found = { segments: 0, entries: 0, signatures: 0, unknownDevices: 0, problems: [] };
    const structure = database.pragma('integrity_check', { simple: true }) as string;
    if (structure !== 'ok') found.problems.push(`SQLite: ${structure}`);
    const { erasings, damaged } = readLedger(paths.ledger);
    if (damaged > 0) found.problems.push(`${damaged} lines of the ledger of erasures cannot be read`);
    const erased = new Set(erasings.map(({ hash }) => bytesToHex(hash)));
    await verifyAll(database, erased, found);
    const counts = `${found.segments} segments, ${found.entries} entries, ${found.signatures} signatures, ${erasings.length} erasures`;
    if (found.problems.length > 0)
      throw new Error(`${found.problems.join('\n')}\nWRONG: ${found.problems.length}, in ${counts}`);
    const unknown =
      found.unknownDevices > 0 ? `; ${found.unknownDevices} segments of devices without a certificate here` : '';
    return `All is well: ${counts}${unknown}.`;
  } finally {
    database.close();
  }
}

async function verifyAll(database: Database, erased: ReadonlySet<string>, found: Found): Promise<void> {
  const verifier = createVerifier(await loadEngine());
  const names = { channels: createNames(database, 'channel'), devices: createNames(database, 'device') };
  const keys = new Map<string, Uint8Array>();
  for (const segment of readAllSegments(database, names, 'life')) {
    for (const { kind, channel, body } of open(segment, found)?.entries ?? []) {
      const decoded = body && decodeBody(kind, channel, body);
      if (!decoded?.ok || decoded.value?.kind !== 'device.cert') continue;
      const certificate = decodeCertificate(decoded.value.certificate);
      if (certificate.ok && (await isCertificateSigned(certificate.value, verifier)))
        keys.set(certificate.value.device, certificate.value.signingKey);
    }
  }
  found.problems = found.problems.filter((problem) => !problem.startsWith('segment '));
  for (const segment of readAllSegments(database, names, 'all')) {
    found.segments++;
    const run = open(segment, found);
    if (run === null) continue;
    found.entries += run.entries.length;
    if (run.entries.some((entry) => entry.body !== null && erased.has(bytesToHex(entry.hash))))
      found.problems.push(`segment ${segment.arrival}: holds a body that was erased`);
    const key = keys.get(segment.device);
    if (key === undefined) found.unknownDevices++;
    for (const [number, signature] of run.signatures) {
      const entry = run.entries[number - run.from];
      if (key === undefined || entry === undefined) continue;
      found.signatures++;
      if (!verifier.verifySignature(key, signedBytes(entry.hash), signature))
        found.problems.push(`segment ${segment.arrival}: bad signature at ${number}`);
    }
  }
}

function open(segment: StoredSegment, found: Found): Run | null {
  try {
    const run = fromSegment(segment, sha256Node);
    const end = run.entries.at(-1)?.hash ?? run.base;
    if (bytesToHex(end.subarray(0, 8)) !== segment.toHash8) {
      found.problems.push(`segment ${segment.arrival}: its chain ends elsewhere than its row says`);
    } else if (run.from === 1 && !equalBytes(run.base, logStart(run.channel, run.device, run.lane, sha256Node))) {
      found.problems.push(`segment ${segment.arrival}: does not begin its log`);
    } else return run;
  } catch (error) {
    found.problems.push(`segment ${segment.arrival}: ${(error as Error).message}`);
  }
  return null;
}
