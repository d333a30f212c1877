import { kindNumber } from '../kinds/kinds.ts';
import type { Head } from '../log/append.ts';
import { readItem, type Item } from '../log/item.ts';
import { isCertificateSigned, isRotationSigned } from '../log/statements.ts';
import { splitRun } from '../log/split-run.ts';
import { verifyRun } from '../log/verify-run.ts';
import type { Certificate } from '../protocol/certificate.ts';
import { splitBatch, type BatchError, type Frame } from '../protocol/decode-batch.ts';
import type { SessionParty } from '../protocol/encode-batch.ts';
import { entryId, type Run } from '../protocol/entry.ts';
import { sha256, type Sha256 } from '../protocol/hash.ts';
import { toLogKey, typeOfChannel, type EntryId, type LogKey, type PersonId } from '../protocol/ids.ts';
import { openParts, type HeadHash, type OpenRun } from '../protocol/open-batch.ts';
import { maxUnsignedEntries } from '../protocol/parameters.ts';
import { ok, type Result } from '../protocol/result.ts';
import type { Rotation } from '../protocol/rotation.ts';
import type { Verifier } from '../protocol/sign.ts';
import type { ErrorCode } from '../errors.ts';
import { acceptOne } from './accept-one.ts';
import type { Directory } from './directory.ts';
import type { RunResult } from './messages.ts';
import { erasingsOf, withoutErased } from './erased-bodies.ts';
import { toSegment } from './segments.ts';
import type { AppendResult, Erasing, NewSegment, Store } from './store.ts';
import { createBranches, leaveOutStored, storedHashes, type Branches } from './stored-part.ts';
import { vouchedDevices } from './vouched.ts';

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
  /** First 8 bytes of the hashes of all entries of the batch, as hex: what their sender has. */
  readonly sent: ReadonlySet<string>;
};

type Checked = {
  readonly index: number;
  readonly run: Run | null;
  /** Of the entries of `run`, by number. */
  readonly items: ReadonlyMap<number, Item>;
  readonly isFork: boolean;
  readonly storedTo: number;
  readonly code: ErrorCode | null;
};

/**
 * Takes in a batch. Phases: (1) take it apart; (2) check the signatures of its certificates; (3) look up the heads that its runs
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
  const { frames } = parts.value;
  const accepted = await acceptOne(parts.value, bytes.length, ports);
  if (accepted !== null) return ok(accepted);
  await learnTables(parts.value, ports);
  const headHash = await readHeadHashes(frames, ports);
  const batch = openParts(parts.value, headHash, ports.hash ?? sha256);
  if (!batch.ok) return batch;
  const perEntry = bytes.length / Math.max(1, parts.value.columns.clocks.length);
  const read = await checkRuns(batch.value.runs, perEntry, session?.person ?? null, ports);
  const checked = requireBodies(requireCards(read, directory), directory);

  const sent = new Set(batch.value.runs.flatMap((run) => run.entries.map((entry) => entry.id.slice(0, 16))));
  const fresh = checked.flatMap(({ run, items }) =>
    run === null ? [] : splitRun(run, maxUnsignedEntries).map((part) => ({ run: part, items: itemsOf(part, items) })),
  );
  const stored = fresh.flatMap((part) => part.items);
  if (fresh.length > 0) {
    const erasings = await erasingsOf(stored, ports);
    // From here to the call of append nothing waits: a body whose erasure is noted now is never queued behind it.
    for (const item of stored) directory.expectErasure(item);
    const segments = fresh.map((part) => toSegment(withoutErased(part.run, directory)));
    const appended = await appendByShard(segments, erasings, store);
    if (!appended.ok) {
      const { code } = appended.error;
      return ok({
        refused: checked.map(({ index, storedTo }) => ({ run: index, storedTo, code })),
        stored: [],
        sent,
      });
    }
    fresh.forEach((part, i) => directory.add(part.items, appended.value[i] ?? 0));
  }
  const refused = checked.flatMap(({ index, storedTo, code, run, isFork }): RunResult[] => {
    const to = run?.entries.at(-1)?.number ?? storedTo;
    return code !== null
      ? [{ run: index, storedTo: to, code }]
      : isFork
        ? [{ run: index, storedTo: to, code: 'forked' }]
        : [];
  });
  return ok({ refused, stored, sent });
}

async function learnTables(
  tables: { certificates: readonly Certificate[]; rotations: readonly Rotation[] },
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

function requireCards(checked: readonly Checked[], directory: Directory): readonly Checked[] {
  const parts = checked.flatMap(({ run, items }) => (run ? [{ device: run.device, items: itemsOf(run, items) }] : []));
  const vouched = vouchedDevices(parts, directory);
  return checked.map((part): Checked => {
    const isKnown = part.run === null || vouched.has(part.run.device);
    return isKnown ? part : { ...part, run: null, storedTo: 0, code: 'unknown-device' };
  });
}

/**
 * Refuses runs that leave a body out whose erasure is neither known nor comes with this batch. A host that took them would have every hash, and
 * answer "stored" to the author who brings the text.
 */
function requireBodies(checked: readonly Checked[], directory: Directory): readonly Checked[] {
  const erased = new Set<EntryId>();
  const ended = new Set<PersonId>();
  for (const { run, items } of checked) {
    for (const item of run ? itemsOf(run, items) : []) {
      if (item.body?.kind === 'erase' && directory.mayErase(item)) erased.add(entryId(item.body.targetHash));
      if (directory.endsPerson(item)) ended.add(item.author);
    }
  }
  return checked.map((part): Checked => {
    const isWhole = part.run?.entries.every(
      (entry) =>
        entry.body !== null ||
        erased.has(entry.id) ||
        ended.has(directory.certificateOf(entry.device)?.person ?? '') ||
        directory.isErased(entry),
    );
    return part.run === null || isWhole ? part : { ...part, run: null, code: 'no-body' };
  });
}

/** The hashes on which runs without a base stand. Of a forked log there is none: the writer hears `gap` and sends the base. */
async function readHeadHashes(frames: readonly Frame[], ports: AcceptPorts): Promise<HeadHash> {
  const known = new Map<string, Uint8Array>();
  for (const { channel, device, lane, from, base } of frames) {
    if (from === 1 || base !== null) continue;
    const heads = await ports.store.heads(channel, device, lane);
    if (heads.length > 1) continue;
    const head = heads.find((one) => one.number === from - 1);
    const hash =
      head?.hash ?? (await storedHashes(channel, device, lane, from - 1, from - 1, ports)).get(from - 1)?.[0];
    if (hash) known.set(`${toLogKey(channel, device, lane)}/${from - 1}`, hash);
  }
  return (channel, device, lane, number) => known.get(`${toLogKey(channel, device, lane)}/${number}`) ?? null;
}

/** Runs of different logs at once; those of one log in order of numbers, because one may continue another of the same batch. */
async function checkRuns(
  runs: readonly OpenRun[],
  perEntry: number,
  carrier: PersonId | null,
  ports: AcceptPorts,
): Promise<readonly Checked[]> {
  const byLog = new Map<LogKey, number[]>();
  runs.forEach(({ channel, device, lane }, index) => {
    const key = toLogKey(channel, device, lane);
    byLog.set(key, [...(byLog.get(key) ?? []), index]);
  });
  const checked: Checked[] = [];
  const pending = await readMemberships(runs, ports);
  await Promise.all(
    [...byLog.values()].map(async (indexes) => {
      const branches = createBranches(await headsOf(runs[indexes[0] ?? 0], ports));
      for (const index of indexes.sort((a, b) => (runs[a]?.from ?? 0) - (runs[b]?.from ?? 0))) {
        const open = runs[index];
        if (open === undefined) continue;
        const one = await checkRun(open, index, { perEntry, carrier, branches, pending }, ports);
        if (one.run) branches.add(one.run);
        checked[index] = one;
      }
      // All runs of a forked log hear of it, and hear it again when they are sent again: the first answer may have been lost.
      const ofLog = indexes.flatMap((index) => checked[index] ?? []);
      if (branches.headCount < 2 && !ofLog.some((one) => one.isFork)) return;
      for (const one of ofLog) checked[one.index] = { ...one, isFork: true };
    }),
  );
  return checked;
}

/** What runs of the batch say of who is in a conversation: a first message comes together with its beginning. */
async function readMemberships(runs: readonly OpenRun[], ports: AcceptPorts): Promise<readonly Item[]> {
  const found: Item[] = [];
  for (const run of runs) {
    if (run.lane !== 0 || typeOfChannel(run.channel) !== 'conv') continue;
    const author = ports.directory.certificateOf(run.device)?.person;
    if (author === undefined || run.problem?.code === 'gap') continue;
    found.push(...(await readItems(run, author, ports.verifier)).values());
  }
  return found;
}

async function headsOf(open: OpenRun | undefined, { directory, store }: AcceptPorts): Promise<readonly Head[]> {
  const isKnown = open !== undefined && directory.certificateOf(open.device) !== null;
  return isKnown ? store.heads(open.channel, open.device, open.lane) : [];
}

async function checkRun(
  open: OpenRun,
  index: number,
  { perEntry, carrier, branches, pending }: Surroundings,
  ports: AcceptPorts,
): Promise<Checked> {
  const refuse = (code: ErrorCode, storedTo = 0): Checked => ({
    index,
    run: null,
    items: noItems,
    isFork: false,
    storedTo,
    code,
  });
  const { directory } = ports;
  if (open.problem?.code === 'gap') return refuse('gap');
  const certificate = directory.certificateOf(open.device);
  if (certificate === null) return refuse('unknown-device');
  const items = await readItems(open, certificate.person, ports.verifier);
  const limited = limitToWelcome(open, items, carrier, pending, directory);
  const verified = await verifyRun(limited.open, certificate.signingKey, ports.verifier);
  const code = verified.problem === null ? limited.code : (limited.code ?? verified.problem.code);
  if (verified.run === null) return refuse(code ?? 'bad-signature');
  const lacking = await leaveOutStored(verified.run, branches, ports);
  if (lacking === 'gap') return refuse('gap');
  const end = verified.run.entries.at(-1)?.number ?? 0;
  if (lacking === 'stored') return { index, run: null, items, isFork: false, storedTo: end, code };
  const { run, isFork } = lacking;
  const load = {
    lane: open.lane,
    count: run.entries.length,
    bytes: Math.ceil(perEntry * run.entries.length),
    hasStatus: run.entries.some(isStatus),
  };
  const notAdmitted = directory.whyNotAdmitted(certificate.person, load);
  if (notAdmitted !== null) return refuse(notAdmitted, run.from - 1);
  return { index, run, items, isFork, storedTo: run.from - 1, code };
}

/** Of lane 0 statuses come first: whoever has nothing left to send with can still say how they are. */
export function isStatus({ kind }: { readonly kind: number }): boolean {
  return kind === kindNumber('status') || kind === kindNumber('status.about');
}

/** What a run is judged by besides itself. */
type Surroundings = {
  readonly perEntry: number;
  readonly carrier: PersonId | null;
  readonly branches: Branches;
  readonly pending: readonly Item[];
};

const memberNumber = kindNumber('conv.member');
const noItems: ReadonlyMap<number, Item> = new Map();

function itemsOf(run: Run, items: ReadonlyMap<number, Item>): readonly Item[] {
  return run.entries.flatMap((entry) => items.get(entry.number) ?? []);
}

async function readItems(open: OpenRun, author: PersonId, verifier: Verifier): Promise<ReadonlyMap<number, Item>> {
  const items = await Promise.all(
    open.entries.map((entry, i) => readItem(entry, open.entries[i - 1]?.hash ?? open.start, author, verifier)),
  );
  return new Map(items.map((item) => [item.entry.number, item]));
}

/** Ends a run before its first entry that its author may not write there now and behind which nothing counts of who is in a conversation. */
function limitToWelcome(
  open: OpenRun,
  items: ReadonlyMap<number, Item>,
  carrier: PersonId | null,
  pending: readonly Item[],
  directory: Directory,
) {
  const codes = open.entries.map((entry) => {
    const item = items.get(entry.number);
    return item ? directory.whyNotWelcome(item, carrier, pending) : null;
  });
  // A log goes on behind what is void: who was removed from a conversation and meanwhile removed another is heard.
  const last = open.entries.findLastIndex((entry, i) => entry.kind === memberNumber && codes[i] === null);
  const end = codes.findIndex((code, i) => code !== null && i > last);
  const code = codes[end] ?? null;
  if (code !== null) return { open: { ...open, entries: open.entries.slice(0, end) }, code };
  return { open, code: open.problem === null ? null : open.problem.code };
}

/** Appends shard by shard, because no transaction spans two; the first that fails ends it, and what was written before it stays. */
async function appendByShard(
  segments: readonly NewSegment[],
  erasings: readonly Erasing[],
  store: Store,
): Promise<AppendResult> {
  const shards = new Set([...segments, ...erasings].map((one) => store.shardOf(one.channel)));
  const arrivals: number[] = segments.map(() => 0);
  for (const shard of shards) {
    const places = segments.flatMap((segment, i) => (store.shardOf(segment.channel) === shard ? [i] : []));
    const appended = await store.append({
      segments: places.flatMap((i) => segments[i] ?? []),
      erasings: erasings.filter((erasing) => store.shardOf(erasing.channel) === shard),
    });
    if (!appended.ok) return appended;
    places.forEach((place, i) => (arrivals[place] = appended.value[i] ?? 0));
  }
  return { ok: true, value: arrivals };
}
