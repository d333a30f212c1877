import { equalBytes } from './bytes.ts';
import { splitBatch, type BatchError, type BatchParts, type Frame } from './decode-batch.ts';
import type { SessionParty } from './encode-batch.ts';
import { chainHash, entryId, logStart, type Entry } from './entry.ts';
import { createHeaderWriter, type HeaderWriter } from './header-writer.ts';
import { decodeHeader, whyBadHeader, type Header } from './header.ts';
import { sha256, type Sha256 } from './hash.ts';
import type { ChannelId, DeviceId } from './ids.ts';
import { laneOfKind, type Lane } from './parameters.ts';
import type { Certificate } from './certificate.ts';
import { idsIn, readEntries, type Reference, type UnhashedEntry } from './read-entries.ts';
import { err, ok, type Result } from './result.ts';
import type { Rotation } from './rotation.ts';

/** Why a run ends before its last entry. */
export type RunProblem = {
  /** `gap`: the entry before the run is not known here, so nothing of it can be checked yet. */
  readonly code: 'bad-entry' | 'gap' | 'bad-signature';
  /** The first entry that could not be taken. */
  readonly number: number;
  readonly detail: string;
};

/** A run with its chain computed; signatures are not checked yet. */
export type OpenRun = Frame & {
  /** H(from − 1) that the chain was computed from; empty when it is not known. */
  readonly start: Uint8Array;
  readonly entries: readonly Entry[];
  readonly problem: RunProblem | null;
};

/** A batch with its entries. */
export type OpenBatch = {
  readonly certificates: readonly Certificate[];
  readonly rotations: readonly Rotation[];
  readonly runs: readonly OpenRun[];
};

/** H(number) of the given log as far as the reader knows it, or null. */
export type HeadHash = (channel: ChannelId, device: DeviceId, lane: Lane, number: number) => Uint8Array | null;

type Opening = {
  readonly frame: Frame;
  readonly writer: HeaderWriter;
  readonly unhashed: readonly UnhashedEntry[];
  readonly bodies: Uint8Array;
  readonly start: Uint8Array | null;
  readonly entries: Entry[];
  problem: RunProblem | null;
};

/**
 * The entries of a batch with ids and chain hashes. A run that neither starts at 1 nor carries its base needs `headHash`; where that has
 * none the run has the problem `gap`. An entry with a bad header ends its run; other runs go on. Runs whose references lead into such a
 * part, or in a circle, end there too.
 */
export function openBatch(
  bytes: Uint8Array,
  headHash: HeadHash,
  session: SessionParty | null = null,
  hash: Sha256 = sha256,
): Result<OpenBatch, BatchError> {
  const parts = splitBatch(bytes, session);
  return parts.ok ? openParts(parts.value, headHash, hash) : parts;
}

/** As `openBatch`, for a batch that was split before, so that a store can look up the heads that its frames need. */
export function openParts(parts: BatchParts, headHash: HeadHash, hash: Sha256 = sha256): Result<OpenBatch, BatchError> {
  const { frames, columns, certificates, rotations } = parts;
  const read = readEntries(frames, columns);
  if (typeof read === 'string') return err({ code: 'bad-batch', detail: read });
  const { entriesByRun, bodies } = read;
  const keepHash = createHashBlock(entriesByRun.reduce((sum, entries) => sum + entries.length, 0));
  const runs = frames.map((frame, i): Opening => {
    const { channel, device, lane, from } = frame;
    const start =
      from === 1 ? logStart(channel, device, lane, hash) : (frame.base ?? headHash(channel, device, lane, from - 1));
    const problem: RunProblem | null =
      start === null ? { code: 'gap', number: from, detail: 'the entry before is not known' } : null;
    return {
      frame,
      writer: createHeaderWriter(channel, device),
      unhashed: entriesByRun[i] ?? [],
      bodies,
      start,
      entries: [],
      problem,
    };
  });
  for (let i = 0; i < runs.length; i++) hashRun(runs, i, hash, keepHash);
  return ok({
    certificates,
    rotations,
    runs: runs.map((run) => ({
      ...run.frame,
      start: run.start ?? noBytes,
      entries: run.entries,
      problem: run.problem,
    })),
  });
}

const noBytes = new Uint8Array(0);

type KeepHash = (hash: Uint8Array) => Uint8Array;

/** Puts up to `count` hashes one behind the other: a reader holds them for good, and a buffer for each takes three times their bytes. */
function createHashBlock(count: number): KeepHash {
  const block = new Uint8Array(32 * count);
  let at = 0;
  return (hash) => {
    block.set(hash, at);
    return block.subarray(at, (at += 32));
  };
}

/**
 * Computes the chain of run `first`. An entry that refers to one not yet hashed waits on a stack while the other run is taken as far as
 * needed; meeting a waiting run again is a circle, which honest entries cannot form because hashes do not.
 */
function hashRun(runs: readonly Opening[], first: number, hash: Sha256, keepHash: KeepHash): void {
  const stack = [{ run: first, upTo: Number.POSITIVE_INFINITY }];
  const waiting = new Set([first]);
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const run = runs[top.run] as Opening;
    const next = run.unhashed[run.entries.length];
    if (run.problem !== null || next === undefined || run.entries.length > top.upTo) {
      waiting.delete(top.run);
      stack.pop();
      continue;
    }
    const missing = missingReference(runs, next);
    if (missing === null) hashEntry(run, runs, next, hash, keepHash);
    else if (missing === 'never' || waiting.has(missing.run)) fail(run, 'it refers to an entry that is not there');
    else {
      waiting.add(missing.run);
      stack.push({ run: missing.run, upTo: missing.offset });
    }
  }
}

/** The first reference of `entry` whose entry is not hashed yet; `never` when it cannot be. */
function missingReference(runs: readonly Opening[], entry: UnhashedEntry): Reference | 'never' | null {
  for (const list of [entry.afterReferences, entry.bodyReferences]) {
    for (const reference of list) {
      const target = runs[reference.run];
      if (target === undefined || reference.offset >= target.unhashed.length) return 'never';
      if (reference.offset < target.entries.length) continue;
      return target.problem === null ? reference : 'never';
    }
  }
  return null;
}

function hashEntry(
  run: Opening,
  runs: readonly Opening[],
  unhashed: UnhashedEntry,
  hash: Sha256,
  keepHash: KeepHash,
): void {
  const { frame } = run;
  const { kind, clockMs, counter, absent, headerBytes } = unhashed;
  const number = frame.from + run.entries.length;
  const previous = run.entries.at(-1)?.hash ?? (run.start as Uint8Array);
  const body = unhashed.body && run.bodies.subarray(unhashed.body.start, unhashed.body.end);
  putReferences(unhashed.after, unhashed.afterReferences, runs);
  if (body) putReferences(body, unhashed.bodyReferences, runs);
  const bodyHash = absent?.hash ?? hash(body as Uint8Array);
  const bodyLength = absent?.length ?? (body as Uint8Array).length;
  const { channel, device } = frame;
  const after = idsIn(unhashed.after);
  let header: Header = { channel, device, kind, number, clockMs, counter, after, bodyLength, bodyHash };
  if (headerBytes !== null) {
    const raw = readRawHeader(headerBytes, header);
    if (typeof raw === 'string') return fail(run, raw);
    header = raw;
  }
  if (laneOfKind(kind) !== frame.lane) return fail(run, 'kind of another lane');
  const detail = whyBadHeader(header);
  if (detail !== null) return fail(run, detail);
  const chained = keepHash(
    headerBytes === null
      ? hash(run.writer.write(previous, kind, number, clockMs, counter, after, bodyLength, bodyHash))
      : chainHash(previous, headerBytes, hash),
  );
  // Written out: spreading ten thousand objects cost more than hashing them.
  run.entries.push({
    channel,
    device,
    kind,
    number,
    clockMs,
    counter: header.counter,
    after: header.after,
    bodyLength,
    bodyHash,
    id: entryId(chained),
    hash: chained,
    body,
    absence: absent === null ? null : absent.erased ? 'erased' : 'withheld',
    headerBytes,
  });
}

/** The header as received, which must say the same as the frame and the body. */
function readRawHeader(headerBytes: Uint8Array, expected: Header): Header | string {
  const header = decodeHeader(headerBytes);
  if (!header.ok) return header.error.detail;
  const found = header.value;
  const fits =
    found.channel === expected.channel &&
    found.device === expected.device &&
    found.kind === expected.kind &&
    found.clockMs === expected.clockMs &&
    found.number === expected.number &&
    found.bodyLength === expected.bodyLength &&
    equalBytes(found.bodyHash, expected.bodyHash);
  return fits ? found : 'the header says other than its run';
}

function putReferences(into: Uint8Array, references: readonly Reference[], runs: readonly Opening[]): void {
  for (const { at, length, run, offset } of references) {
    const hash = runs[run]?.entries[offset]?.hash;
    if (hash) into.set(hash.subarray(0, length), at);
  }
}

function fail(run: Opening, detail: string): void {
  run.problem = { code: 'bad-entry', number: run.frame.from + run.entries.length, detail };
}
