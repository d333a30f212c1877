import { readItem, type Item } from '../log/item.ts';
import { isCertificateSigned, isRotationSigned } from '../log/statements.ts';
import { splitRun, cutRun } from '../log/split-run.ts';
import { verifyRun } from '../log/verify-run.ts';
import { equalBytes } from '../protocol/bytes.ts';
import type { Certificate } from '../protocol/certificate.ts';
import { splitBatch, type BatchError, type Frame } from '../protocol/decode-batch.ts';
import type { SessionParty } from '../protocol/encode-batch.ts';
import type { Entry, Run } from '../protocol/entry.ts';
import { sha256, type Sha256 } from '../protocol/hash.ts';
import { toLogKey } from '../protocol/ids.ts';
import { openParts, type HeadHash, type OpenRun } from '../protocol/open-batch.ts';
import { laneOfKind, maxUnsignedEntries } from '../protocol/parameters.ts';
import { ok, type Result } from '../protocol/result.ts';
import type { Verifier } from '../protocol/sign.ts';
import type { ErrorCode } from '../errors.ts';
import type { Directory } from './directory.ts';
import type { RunResult } from './messages.ts';
import { fromSegment, toSegment } from './segments.ts';
import type { Erasing, Store } from './store.ts';

/** What taking in a batch needs. */
export type AcceptPorts = {
  readonly store: Store;
  readonly directory: Directory;
  readonly verifier: Verifier;
  readonly hash?: Sha256;
};

/** What became of an uploaded batch. */
export type Accepted = {
  /** Runs that are not durable to their last entry. */
  readonly refused: readonly RunResult[];
  /** New entries that are durable now. */
  readonly stored: readonly Item[];
};

type Checked = {
  readonly index: number;
  readonly run: Run | null;
  readonly storedTo: number;
  readonly code: ErrorCode | null;
};

/**
 * Takes in a batch. Phases: (1) take it apart; (2) keep certificates whose signatures are good; (3) look up the heads that its runs
 * continue; (4) compute chains; (5) for each run check device, permission, admission, signature; (6) leave out what is stored already, find
 * forks and gaps; (7) commit all that is left at once; (8) let the directory see it. A bad run stops none of the others. The second time nothing
 * is stored and the answer is the same. Nothing is acknowledged before the store said that it is durable.
 */
export async function acceptBatch(
  bytes: Uint8Array,
  session: SessionParty | null,
  ports: AcceptPorts,
): Promise<Result<Accepted, BatchError>> {
  const { directory, store } = ports;
  const parts = splitBatch(bytes, session);
  if (!parts.ok) return parts;
  await learnTables(parts.value, ports);
  const headHash = await readHeadHashes(parts.value.frames, ports);
  const batch = openParts(parts.value, headHash, ports.hash ?? sha256);
  if (!batch.ok) return batch;
  const perEntry = bytes.length / Math.max(1, parts.value.columns.clocks.length);
  const checked = await Promise.all(batch.value.runs.map((open, index) => checkRun(open, index, perEntry, ports)));

  const fresh = checked.flatMap(({ run }) => (run ? splitRun(run, maxUnsignedEntries) : []));
  const items = await Promise.all(fresh.map((run) => readItems(run, ports)));
  const erasings = items.flat().flatMap((item) => toErasing(item, directory));
  if (fresh.length > 0) {
    // From here to the call of append nothing waits: a body whose erasure is noted now is never queued behind it.
    for (const item of items.flat()) if (item.body?.kind === 'erase') directory.expectErasure(item);
    const segments = fresh.map((run) => toSegment(withoutErased(run, directory)));
    const appended = await store.append({ segments, erasings });
    if (!appended.ok) {
      const { code } = appended.error;
      return ok({ refused: checked.map((part) => ({ run: part.index, storedTo: part.storedTo, code })), stored: [] });
    }
    fresh.forEach((run, i) => directory.add(run, items[i] ?? [], appended.value[i] ?? 0));
  }
  const refused = checked.flatMap(({ index, storedTo, code, run }) =>
    code === null ? [] : [{ run: index, storedTo: run?.entries.at(-1)?.number ?? storedTo, code }],
  );
  return ok({ refused, stored: items.flat() });
}

async function learnTables(
  tables: { certificates: readonly Certificate[]; rotations: Parameters<Directory['learn']>[1] },
  { directory, verifier }: AcceptPorts,
): Promise<void> {
  const unknown = tables.certificates.filter((certificate) => directory.certificateOf(certificate.device) === null);
  const good = await Promise.all(unknown.map((certificate) => isCertificateSigned(certificate, verifier)));
  const goodRotations = await Promise.all(tables.rotations.map((rotation) => isRotationSigned(rotation, verifier)));
  directory.learn(
    unknown.filter((_, i) => good[i]),
    tables.rotations.filter((_, i) => goodRotations[i]),
  );
}

/** The hashes on which runs without a base stand. Where a log is forked a writer must send the base; here the first branch is taken. */
async function readHeadHashes(frames: readonly Frame[], ports: AcceptPorts): Promise<HeadHash> {
  const known = new Map<string, Uint8Array>();
  for (const { channel, device, lane, from, base } of frames) {
    if (from === 1 || base !== null) continue;
    const heads = await ports.store.heads(channel, device, lane);
    const head = heads.find((one) => one.number === from - 1);
    const hash =
      head?.hash ?? (await storedHashes(channel, device, lane, from - 1, from - 1, ports)).get(from - 1)?.[0];
    if (hash) known.set(`${toLogKey(channel, device, lane)}/${from - 1}`, hash);
  }
  return (channel, device, lane, number) => known.get(`${toLogKey(channel, device, lane)}/${number}`) ?? null;
}

/** By number: the chain hashes that the store holds, one for each branch. */
async function storedHashes(
  channel: string,
  device: string,
  lane: Run['lane'],
  from: number,
  to: number,
  ports: AcceptPorts,
): Promise<ReadonlyMap<number, readonly Uint8Array[]>> {
  const byNumber = new Map<number, Uint8Array[]>();
  for (const segment of await ports.store.readLog(channel, device, lane, from, to)) {
    for (const entry of fromSegment(segment, ports.hash).entries) {
      byNumber.set(entry.number, [...(byNumber.get(entry.number) ?? []), entry.hash]);
    }
  }
  return byNumber;
}

async function checkRun(open: OpenRun, index: number, perEntry: number, ports: AcceptPorts): Promise<Checked> {
  const refuse = (code: ErrorCode, storedTo = 0): Checked => ({ index, run: null, storedTo, code });
  const { directory } = ports;
  if (open.problem?.code === 'gap') return refuse('gap');
  const certificate = directory.certificateOf(open.device);
  if (certificate === null) return refuse('unknown-device');
  const limited = limitToWritable(open, directory);
  const verified = await verifyRun(limited.open, certificate.signingKey, ports.verifier);
  const code = verified.problem === null ? limited.code : (limited.code ?? verified.problem.code);
  if (verified.run === null) return refuse(code ?? 'bad-signature');
  const placed = await leaveOutStored(verified.run, ports);
  if (placed === 'gap') return refuse('gap');
  if (placed === null) return { index, run: null, storedTo: verified.run.entries.at(-1)?.number ?? 0, code };
  const load = { lane: open.lane, count: placed.entries.length, bytes: Math.ceil(perEntry * placed.entries.length) };
  const notAdmitted = directory.whyNotAdmitted(certificate.person, load);
  if (notAdmitted !== null) return refuse(notAdmitted, placed.from - 1);
  return { index, run: placed, storedTo: placed.from - 1, code };
}

/** Ends a run before its first entry that the device may not write now. */
function limitToWritable(open: OpenRun, directory: Directory): { open: OpenRun; code: ErrorCode | null } {
  for (const [i, entry] of open.entries.entries()) {
    const code = directory.whyNotWritable(open.device, open.channel, entry.kind, entry.number);
    if (code !== null) return { open: { ...open, entries: open.entries.slice(0, i) }, code };
  }
  return { open, code: open.problem === null ? null : open.problem.code };
}

/** The part of `run` that the store lacks, null when it has all of it, `gap` when it lacks what comes before. */
async function leaveOutStored(run: Run, ports: AcceptPorts): Promise<Run | null | 'gap'> {
  const { channel, device, lane, from } = run;
  const last = run.entries.at(-1) as Entry;
  const heads = await ports.store.heads(channel, device, lane);
  if (heads.length === 0) return from === 1 ? run : 'gap';
  if (heads.some((head) => head.number === from - 1 && equalBytes(head.hash, run.base))) return run;
  const stored = await storedHashes(channel, device, lane, Math.max(1, from - 1), last.number, ports);
  const isStored = (number: number, hash: Uint8Array) =>
    stored.get(number)?.some((one) => equalBytes(one, hash)) ?? false;
  if (from > 1 && !isStored(from - 1, run.base) && !isStored(from, run.entries[0]?.hash ?? run.base)) return 'gap';
  const missing = run.entries.findIndex((entry) => !isStored(entry.number, entry.hash));
  return missing < 0 ? null : missing === 0 ? run : cutRun(run, from + missing, last.number);
}

async function readItems(run: Run, { directory, verifier }: AcceptPorts): Promise<readonly Item[]> {
  const author = directory.certificateOf(run.device)?.person;
  if (author === undefined) return [];
  return Promise.all(
    run.entries.map((entry, i) => readItem(entry, run.entries[i - 1]?.hash ?? run.base, author, verifier)),
  );
}

function toErasing(item: Item, directory: Directory): Erasing[] {
  const { body, entry } = item;
  if (body?.kind !== 'erase') return [];
  const target = { device: body.device, channel: entry.channel };
  if (!directory.mayErase(item, target)) return [];
  return [{ ...target, lane: laneOfKind(body.kindNumber), number: body.number, hash: body.targetHash }];
}

/** Drops bodies whose erasure is known. */
function withoutErased(run: Run, directory: Directory): Run {
  const entries = run.entries.map((entry): Entry => {
    const erased = entry.body === null ? null : directory.erasedHash(entry.id);
    return erased && equalBytes(erased, entry.hash) ? { ...entry, body: null, absence: 'erased' } : entry;
  });
  return { ...run, entries };
}
