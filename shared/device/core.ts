import { tick, witness } from '../log/hybrid-clock.ts';
import { appendEntry, runOfEntry } from '../log/append.ts';
import { createItemKeeper, type ItemKeeper } from '../log/item-keeper.ts';
import { readItem, type Item } from '../log/item.ts';
import { concatBytes } from '../protocol/bytes.ts';
import type { Certificate } from '../protocol/certificate.ts';
import { encodeBatch } from '../protocol/encode-batch.ts';
import { signedBytes, type Entry, type Run } from '../protocol/entry.ts';
import { sha256 } from '../protocol/hash.ts';
import { toLogKey, type ChannelId, type EntryId, type PersonId } from '../protocol/ids.ts';
import { packRun } from '../protocol/pack-run.ts';
import { clockLimitMs, laneOfKind } from '../protocol/parameters.ts';
import { err, type Result } from '../protocol/result.ts';
import type { Signer } from '../protocol/sign.ts';
import type { HeaderStart } from '../log/sealed.ts';
import { takeIn, type ReaderPorts, type TakenIn } from '../sync/take-in.ts';
import { createHoldings, type Holdings } from './holdings.ts';
import { certificateOf } from './identity.ts';
import { createReceivedAt, noteReceipts, type ReceivedAt, type Receipt } from './receipts.ts';
import { createPassedKeys } from './passed-keys.ts';
import type {
  Chunk,
  ChunkChange,
  ChunkNote,
  DevicePorts,
  DiskCommit,
  DiskError,
  FoldPort,
  Identity,
  Meta,
  OwnRow,
} from './ports.ts';
import { createSealing, type Sealing } from './sealing.ts';
import { evidenceOf, type TheirPoint } from './their-points.ts';

/** The memory of an open device; `Device` is what others see of it. */
export type DeviceCore = {
  readonly ports: DevicePorts;
  readonly person: PersonId;
  readonly own: Map<EntryId, OwnRow>;
  identity: Identity;
  certificate: Certificate;
  signer: Signer;
  meta: Meta;
  holdings: Holdings;
  keeper: ItemKeeper;
  folds: FoldPort;
  sealing: Sealing;
  /** In order of keys. Their bytes stay on the disk: in memory they would be there twice, once as entries. */
  chunks: readonly ChunkNote[];
  receivedAtMs: ReceivedAt;
  /** How far others have what this device wrote, as servers told it. */
  theirs: readonly TheirPoint[];
  /** Bodies that were asked for and did not come, or find no room: not to be asked for again soon. */
  readonly vain: Set<EntryId>;
  /** The highest `order` given out. */
  lastOrder: number;
};

/** Hears how many kept batches were read, of how many. */
export type OnRead = (done: number, of: number) => void;

/** What a device was left with when it was last closed. */
export type Remains = {
  readonly own: readonly OwnRow[];
  readonly chunks: readonly Chunk[];
  readonly meta: Meta;
  readonly theirs: readonly TheirPoint[];
};

/** An entry that was made but not kept yet. */
export type Prepared = {
  readonly entry: Entry;
  readonly run: Run;
  readonly row: OwnRow;
  readonly item: Item;
  readonly meta: Meta;
};

/** Opens a device from what was kept. */
export async function openCore(
  ports: DevicePorts,
  identity: Identity,
  remains: Remains,
  onRead?: OnRead,
): Promise<DeviceCore> {
  const certificate = certificateOf(identity);
  const { person } = certificate;
  const core: DeviceCore = {
    ports,
    person,
    own: new Map(remains.own.map((row) => [row.id, row])),
    identity,
    certificate,
    signer: await ports.keys.openSigning(identity.signing),
    meta: remains.meta,
    holdings: createHoldings(),
    keeper: createItemKeeper(),
    folds: ports.createFolds(person),
    sealing: sealingOf(ports, person, () => core),
    chunks: remains.chunks.map(noteOf),
    receivedAtMs: createReceivedAt(),
    theirs: remains.theirs,
    vain: new Set(),
    lastOrder: remains.own.reduce((last, row) => Math.max(last, row.order), 0),
  };
  await derive(core, remains.chunks, onRead);
  return core;
}

/** Derives everything in memory anew from what is kept. Rejects, with memory as before, when the storage cannot be read. */
export async function readKept(core: DeviceCore): Promise<void> {
  const { holdings, keeper, folds, sealing, receivedAtMs } = core;
  try {
    await derive(core, keptChunks(core));
  } catch (reason) {
    Object.assign(core, { holdings, keeper, folds, sealing, receivedAtMs });
    throw reason;
  }
}

/** Kept entries were verified before they were kept and are not verified again. */
async function derive(
  core: DeviceCore,
  chunks: Iterable<Chunk> | AsyncIterable<Chunk>,
  onRead: OnRead = () => undefined,
): Promise<void> {
  const { holdings, certificate, ports, person } = core;
  core.holdings = createHoldings();
  core.keeper = createItemKeeper();
  core.holdings.learn([certificate, ...holdings.certificates()], [...holdings.rotations()]);
  core.folds = ports.createFolds(person);
  core.sealing = sealingOf(ports, person, () => core);
  core.folds.addCertificates([...core.holdings.certificates()]);
  core.folds.addStatements([...core.holdings.rotations()].map((rotation) => ({ what: 'rotation', rotation })));
  core.receivedAtMs = createReceivedAt();
  const of = core.chunks.length + core.own.size;
  let read = 0;
  for await (const chunk of chunks) {
    const taken = await readTrusted(core, chunk.batch);
    hold(core, taken.runs, taken.items, chunk.receipts);
    onRead(++read, of);
  }
  for (const row of core.own.values()) {
    const taken = await readTrusted(core, row.batch);
    hold(core, taken.runs, taken.items);
    onRead(++read, of);
  }
  for (const evidence of evidenceOf(core.theirs, core.holdings)) core.folds.delivery.add(evidence);
  await openNoted(core);
}

/** Opens what was taken into memory sealed and can be opened. */
export async function openNoted(core: DeviceCore): Promise<void> {
  const opened = await core.sealing.open();
  if (opened.length > 0) core.folds.addOpened(opened);
}

function sealingOf({ keys, seals, random }: DevicePorts, person: PersonId, core: () => DeviceCore): Sealing {
  const ownSealings = () => {
    const { identity, certificate } = core();
    return [{ device: certificate.device, sealing: identity.sealing }, ...(identity.former ?? [])];
  };
  return createSealing(keys, seals, random, ownSealings, createPassedKeys(person));
}

/** The chunks that this device keeps, in the order in which they came, each read from the disk when it is its turn. */
export async function* keptChunks({ chunks, ports }: DeviceCore): AsyncGenerator<Chunk, void> {
  for (const { key } of chunks) yield await ports.disk.readChunk(key);
}

/** What `work` gives; a storage that cannot be read, or is damaged, is told as one that cannot be written. */
export async function reading<T>(work: () => Promise<Result<T, DiskError>>): Promise<Result<T, DiskError>> {
  try {
    return await work();
  } catch (reason) {
    return err({ code: 'device-storage', detail: String(reason) });
  }
}

/** Every batch that this device keeps: what it received, in the order in which it came, then what it wrote. */
export async function* keptBatches(core: DeviceCore): AsyncGenerator<Uint8Array, void> {
  for await (const { batch } of keptChunks(core)) yield batch;
  for (const { batch } of core.own.values()) yield batch;
}

/** The runs of a batch that this device kept. Throws when it is damaged. */
export async function readTrusted(core: DeviceCore, batch: Uint8Array): Promise<TakenIn> {
  const taken = await takeIn(batch, null, { ...readerPorts(core), verifier: trustAll });
  if (!taken.ok) throw new Error(`damaged storage: ${taken.error.detail}`);
  return taken.value;
}

/** What taking in a batch needs to know of this device. */
export function readerPorts(core: DeviceCore): ReaderPorts {
  return {
    verifier: core.ports.verifier,
    hash: core.ports.hash ?? sha256,
    certificateOf: (device) => core.holdings.certificateOf(device),
    learn(certificates, rotations) {
      core.holdings.learn(certificates, rotations);
      core.folds.addCertificates(certificates);
      core.folds.addStatements(rotations.map((rotation) => ({ what: 'rotation', rotation })));
    },
    hashAt: (channel, device, lane, number) => core.holdings.hashAt(channel, device, lane, number),
  };
}

/** Takes runs into memory once they are kept. */
export function hold(
  core: DeviceCore,
  runs: readonly Run[],
  items: readonly Item[],
  receipts: readonly Receipt[] = [],
): void {
  noteReceipts(core.receivedAtMs, runs, receipts);
  const kept = core.keeper.keep(items);
  const keptById = new Map(items.map((item, i) => [item.entry.id, kept[i]?.entry]));
  for (const run of runs) core.holdings.add(run, (id) => keptById.get(id));
  core.folds.add(kept);
  core.sealing.note(kept);
}

/** Keeps a change, then makes memory agree with it; memory is as before when the storage refused. */
export async function commit(core: DeviceCore, change: DiskCommit): Promise<Result<null, DiskError>> {
  const done = await core.ports.disk.commit(change);
  if (!done.ok) return done;
  if (change.identity) core.identity = change.identity;
  if (change.meta) core.meta = change.meta;
  for (const row of change.own ?? []) core.own.set(row.id, row);
  if (change.chunks) core.chunks = mergeChunks(core.chunks, change.chunks);
  if (change.theirs) {
    const known = new Set(core.theirs);
    const fresh = change.theirs.filter((point) => !known.has(point));
    core.theirs = change.theirs;
    for (const evidence of evidenceOf(fresh, core.holdings)) core.folds.delivery.add(evidence);
  }
  return done;
}

/** Makes and signs the next entry of a log without keeping it. A body that hangs on the header, as a sealed one, is made for it. */
export async function prepareEntry(
  core: DeviceCore,
  channel: ChannelId,
  kind: number,
  body: Uint8Array | ((header: HeaderStart) => Promise<Uint8Array>),
  after: readonly EntryId[],
): Promise<Prepared> {
  const { certificate, ports, meta } = core;
  const lane = laneOfKind(kind);
  const head = core.holdings.head(channel, certificate.device, lane);
  const nowMs = ports.nowMs();
  const clock = tick(meta.clock, writableClock(nowMs));
  const start = { channel, device: certificate.device, kind, number: head.number + 1, after };
  const bytes = body instanceof Uint8Array ? body : await body({ ...start, clockMs: clock.ms, counter: clock.counter });
  const entry = appendEntry(certificate.device, head, { channel, kind, body: bytes, after }, clock);
  const run = runOfEntry(head, entry, await core.signer.sign(signedBytes(entry.hash)));
  const row: OwnRow = {
    log: toLogKey(channel, certificate.device, lane),
    number: entry.number,
    id: entry.id,
    order: ++core.lastOrder,
    batch: encodeBatch([packRun(run, true)], { certificates: [certificate], rotations: [], session: null }),
    state: 'unsent',
    code: null,
    writtenAtMs: nowMs + meta.offsetMs,
    atServerMs: null,
    epoch: null,
  };
  const item = await readItem(entry, head.hash, core.person, ports.verifier);
  return { entry, run, row, item, meta: { ...meta, clock } };
}

/** The clock of this device after it received `runs`. */
export function witnessRuns(core: DeviceCore, meta: Meta, runs: readonly Run[]): Meta {
  const bestMs = core.ports.nowMs() + meta.offsetMs;
  let { clock } = meta;
  for (const run of runs) for (const entry of run.entries) clock = witness(clock, entry.clockMs, bestMs);
  return { ...meta, clock };
}

/** A batch of `runs` with their bases and all that is needed to read it alone. */
export function encodeRuns(core: DeviceCore, runs: readonly Run[]): Uint8Array<ArrayBuffer> {
  const devices = new Set(runs.map((run) => run.device));
  const certificates = [...devices].flatMap((device) => core.holdings.certificateOf(device) ?? []);
  const persons = new Set(certificates.map((one) => one.person));
  const rotations = [...core.holdings.rotations()].filter((one) => persons.has(one.person));
  return encodeBatch(
    runs.map((run) => packRun(run, true)),
    { certificates, rotations: rotations.map((one) => concatBytes(one.bytes, one.signature)), session: null },
  );
}

/** About how many bytes a run takes in a batch. */
export function sizeOfRun(run: Run): number {
  return run.entries.reduce((sum, entry) => sum + entry.bodyLength + 32, 64);
}

/** A header has no place for times before 1970 or in 10889: a clock that says so is written as the nearest it can hold. */
function writableClock(nowMs: number): number {
  return Math.min(Math.max(Math.round(nowMs), 0), clockLimitMs - 1);
}

const trustAll = { checkPublicKey: () => true, verifySignature: () => true };

function mergeChunks(notes: readonly ChunkNote[], changes: readonly ChunkChange[]): readonly ChunkNote[] {
  const byKey = new Map(notes.map((note) => [note.key, note]));
  for (const { key, batch, receipts } of changes) {
    if (batch === null) byKey.delete(key);
    else byKey.set(key, noteOf({ key, batch, receipts }));
  }
  return [...byKey.values()].sort((a, b) => a.key - b.key);
}

/** Near enough: an entry that came twice is counted in the chunk in which it came first. */
function noteOf({ key, batch, receipts }: Chunk): ChunkNote {
  const entries = receipts.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  return { key, bytes: batch.length, entries };
}
