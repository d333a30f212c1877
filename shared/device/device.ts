import { encodeBody } from '../kinds/body.ts';
import { kindNumber, needsSalt, type BodyOf, type KindName } from '../kinds/kinds.ts';
import { encodeCertificate } from '../protocol/certificate.ts';
import type { BatchError } from '../protocol/decode-batch.ts';
import type { Entry, Run } from '../protocol/entry.ts';
import {
  fromLogKey,
  ownerOfChannel,
  toChannelId,
  toLogKey,
  typeOfChannel,
  type ChannelId,
  type DeviceId,
  type EntryId,
  type LogKey,
  type PersonId,
} from '../protocol/ids.ts';
import type { Item } from '../log/item.ts';
import { laneOfKind } from '../protocol/parameters.ts';
import { ok, type Result } from '../protocol/result.ts';
import { takeIn, type TakenIn } from '../sync/take-in.ts';
import {
  commit,
  encodeRuns,
  hold,
  openCore,
  openNoted,
  prepareEntry,
  keptChunks,
  readKept,
  reading,
  readTrusted,
  readerPorts,
  witnessRuns,
  type DeviceCore,
  type OnRead,
  type Prepared,
} from './core.ts';
import { eraseKept } from './erase-kept.ts';
import { archiveKeyOf, createIdentity } from './identity.ts';
import { compareRows } from './outbox.ts';
import type { ChunkChange, DevicePorts, DiskCommit, DiskError, Identity, OwnRow } from './ports.ts';
import { keepReceipts, receiptsOf } from './receipts.ts';
import { commitMakingRoom, noteNoRoom } from './make-room.ts';
import { afterProblems } from './unverified.ts';
import { hasBulk, itemWithoutBulk, withoutBulk } from './without-bulk.ts';
import { renewCore } from './renew.ts';
import { prepareSealed } from './write-sealed.ts';

/** One device of one person: what it holds, what it wrote, and the ways to add to it. One at a time may have its storage open. */
export type Device = {
  readonly person: PersonId;
  readonly core: DeviceCore;
  /** The id under which it writes; another one after `renew`. */
  id(): DeviceId;
  /** What it wrote, in the order in which it travels. */
  own(): readonly OwnRow[];
  /**
   * Writes one entry. The result is good only once the entry would survive the death of the device; a full one lets
   * go of others' pictures first, then answers `device-full`, and nothing was written. Works without any network; the clock is the device's own, whatever it says.
   * A `command` is kept with the entry, all or nothing: the second time, also after the device died before it could answer, the same one gives
   * the first entry and writes nothing.
   */
  write<Name extends KindName>(
    kind: Name,
    channel: ChannelId,
    fields: Omit<BodyOf<Name>, 'salt'>,
    after?: readonly EntryId[],
    command?: string,
  ): Promise<Result<Entry, DiskError>>;
  /**
   * As `write`, with the entry sealed: its kind and fields are readable on the person's own devices and with the recovery words, and for everyone else
   * only its lane and about how long it is. Where no fitting key is here one is made and written first. For channels of the person's own.
   */
  writeSealed<Name extends KindName>(
    kind: Name,
    channel: ChannelId,
    fields: Omit<BodyOf<Name>, 'salt'>,
    after?: readonly EntryId[],
    command?: string,
  ): Promise<Result<Entry, DiskError>>;
  /**
   * Verifies, keeps and folds a batch from a server or a file, together with `change`. The second time adds nothing. Where a part of an answer, which comes with
   * a new `meta`, cannot be verified, that is kept without its cursor: see `afterProblems`. On a full device bodies of the
   * lane of bulk are left out, and those of before let go, before anything else is given up.
   */
  receive(bytes: Uint8Array | null, change: DiskCommit): Promise<Result<TakenIn | null, DiskError | BatchError>>;
  /** Forgets what it holds of channels to which its access ended. Conversations stay, and the cards of those who wrote in them. */
  drop(channels: readonly ChannelId[]): Promise<Result<null, DiskError>>;
  /** Writes the device's own certificate into the card of its person, as its first entry there. The second time nothing is written. */
  announce(): Promise<Result<null, DiskError>>;
  /**
   * Goes on as a new device of the same person after its log was found forked: with `next` as that, else with keys that its own root certifies. Without either it
   * goes on as it is.
   */
  renew(next?: Identity): Promise<Result<null, DiskError>>;
  /** Runs `work` when no other change is under way. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
};

/** What a new person says of themselves. */
export type NewPerson = { readonly name: string; readonly kana?: string; readonly language?: string };

/** Makes a person and their first device and keeps both with the card, offline. A call that was interrupted leaves nothing, or a person whose card is still to be written. */
export async function createPerson(
  ports: DevicePorts,
  card: NewPerson,
  deviceClass: Identity['class'] = 'browser',
): Promise<Result<Device, DiskError>> {
  const identity = await createIdentity(ports.keys, deviceClass, ports.random);
  const core = await openCore(ports, identity, {
    own: [],
    chunks: [],
    theirs: [],
    meta: (await ports.disk.load()).meta,
  });
  const announced = await announce(core, identity);
  if (!announced.ok) return announced;
  const device = toDevice(core);
  const archive = identity.recoverySeed && (await archiveKeyOf(ports.keys, identity.recoverySeed));
  const fields = { ...card, ...(archive && { archiveKey: archive.publicKey }) };
  const written = await device.write('card.set', toChannelId('card', core.person), fields);
  return written.ok ? ok(device) : written;
}

/**
 * Opens the device that the storage holds, or null where there is none. `onRead` hears how many of its kept batches were read, of how many; with what
 * a phone holds after a year that takes seconds.
 */
export async function openDevice(ports: DevicePorts, onRead?: OnRead): Promise<Device | null> {
  const saved = await ports.disk.load();
  return saved.identity === null ? null : toDevice(await openCore(ports, saved.identity, saved, onRead));
}

/** The device of an open core. */
export function toDevice(core: DeviceCore): Device {
  // Changes wait for one another: two writes at once would take one number.
  let queue: Promise<unknown> = Promise.resolve();
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = queue.then(work, work);
    queue = turn.catch(() => undefined);
    return turn;
  }
  return {
    person: core.person,
    core,
    id: () => core.certificate.device,
    own: () => [...core.own.values()].sort(compareRows),
    write: (kind, channel, fields, after = [], command) =>
      inTurn(async () => {
        const first = command === undefined ? null : await findWritten(core, command);
        return first ? ok(first) : write(core, kind, channel, fields, after, command);
      }),
    writeSealed: (kind, channel, fields, after = [], command) =>
      inTurn(async () => {
        const first = command === undefined ? null : await findWritten(core, command);
        return first ? ok(first) : writeSealed(core, kind, channel, fields, after, command);
      }),
    receive: (bytes, change) => inTurn(() => receive(core, bytes, change)),
    drop: (channels) => inTurn(() => reading(() => drop(core, channels))),
    announce: () => inTurn(() => announce(core)),
    renew: (next) => inTurn(() => renewCore(core, next)),
    inTurn,
  };
}

/** Writes the certificate of the device into the card, unless it stands there; `identity` is kept with it. */
export async function announce(core: DeviceCore, identity?: Identity): Promise<Result<null, DiskError>> {
  const channel = toChannelId('card', core.person);
  if (core.holdings.head(channel, core.certificate.device, 0).number > 0) return ok(null);
  const body = encodeBody('device.cert', { certificate: encodeCertificate(core.certificate) });
  const made = await prepareEntry(core, channel, kindNumber('device.cert'), body, []);
  const done = await commit(core, { ...(identity && { identity }), own: [made.row], meta: made.meta });
  if (done.ok) hold(core, [made.run], [made.item]);
  return done;
}

/** What a command wrote, or null when nothing of it was kept. */
async function findWritten(core: DeviceCore, command: string): Promise<Entry | null> {
  for (const row of core.own.values()) {
    if (row.command === command) return (await readTrusted(core, row.batch)).runs[0]?.entries[0] ?? null;
  }
  return null;
}

async function write(
  core: DeviceCore,
  kind: KindName,
  channel: ChannelId,
  fields: object,
  after: readonly EntryId[],
  command: string | undefined,
) {
  const renewed = await renewForked(core);
  if (!renewed.ok) return renewed;
  const salted = needsSalt(kind) ? { salt: core.ports.random(8), ...fields } : fields;
  const body = encodeBody(kind, salted as BodyOf<KindName>);
  return keepEntry(core, await prepareEntry(core, channel, kindNumber(kind), body, after), command);
}

async function writeSealed(
  core: DeviceCore,
  kind: KindName,
  channel: ChannelId,
  fields: object,
  after: readonly EntryId[],
  command: string | undefined,
) {
  const renewed = await renewForked(core);
  if (!renewed.ok) return renewed;
  const made = await prepareSealed(core, channel, kind, fields as BodyOf<KindName>, after);
  return made.ok ? keepEntry(core, made.value, command) : made;
}

async function renewForked(core: DeviceCore): Promise<Result<null, DiskError>> {
  return core.holdings.isForked(core.certificate.device) ? renewCore(core) : ok(null);
}

async function keepEntry(core: DeviceCore, made: Prepared, command: string | undefined) {
  const row = command === undefined ? made.row : { ...made.row, command };
  const done = await commitMakingRoom(core, { own: [row], meta: made.meta });
  if (!done.ok) return done;
  hold(core, [made.run], [made.item]);
  await openNoted(core);
  const erased = await forget(core, [made.item]);
  return erased.ok ? ok(made.entry) : erased;
}

/** Takes erased bodies out of the storage. Interrupted before, it is done when the erasure, or the target, comes again. */
function forget(core: DeviceCore, items: readonly Item[]): Promise<Result<null, DiskError>> {
  return reading(async () => {
    const change = await eraseKept(core, items);
    return change.own || change.chunks ? commit(core, change) : ok(null);
  });
}

async function receive(core: DeviceCore, bytes: Uint8Array | null, given: DiskCommit) {
  if (bytes === null) {
    const done = await commit(core, given);
    return done.ok ? ok(null) : done;
  }
  const taken = await takeIn(bytes, { person: core.person, device: core.certificate.device }, readerPorts(core));
  if (!taken.ok) return taken;
  const erasedIds = new Set(taken.value.items.flatMap((item) => (core.folds.isErased(item) ? item.entry.id : [])));
  const isNew = (run: Run) => run.entries.some((entry) => !isHeld(core, entry));
  const fresh = taken.value.runs.filter(isNew).map((run) => withoutErased(run, erasedIds));
  const key = (core.chunks.at(-1)?.key ?? 0) + 1;
  const witnessed = witnessRuns(core, given.meta ?? core.meta, fresh);
  // Only an answer comes with a cursor that counts as had what it brought.
  const meta = given.meta
    ? afterProblems(witnessed, taken.value.problems, isNumberHeld(core), core.ports.nowMs())
    : witnessed;
  const receipts = receiptsOf(fresh, core.ports.nowMs() + meta.offsetMs, core.receivedAtMs);
  const thin = fresh.map(withoutBulk).filter(isNew);
  const first = thin.length === 0 ? [] : [{ key, batch: encodeRuns(core, thin), receipts }];
  // Bodies of bulk stand apart, so that they can go by themselves when room is short.
  const bulk = fresh
    .filter(hasBulk)
    .map((run, i) => ({ key: key + 1 + i, batch: encodeRuns(core, [run]), receipts: [] }));
  const change = { ...given, chunks: [...(given.chunks ?? []), ...first], meta };
  let kept = { runs: fresh, items: taken.value.items };
  let done = await commit(core, { ...change, chunks: [...change.chunks, ...bulk] });
  const isFull = !done.ok && done.error.code === 'device-full';
  if (isFull) {
    // Life and words are worth more than pictures: their entries stay without bodies.
    kept = { runs: thin, items: taken.value.items.map(itemWithoutBulk) };
    done = await commitMakingRoom(core, change);
  }
  if (!done.ok) return done;
  hold(core, kept.runs, kept.items, receipts);
  if (isFull) noteNoRoom(core);
  await openNoted(core);
  const erased = await forget(core, kept.items);
  return erased.ok ? taken : erased;
}

async function drop(core: DeviceCore, channels: readonly ChannelId[]): Promise<Result<null, DiskError>> {
  if (channels.length === 0) return ok(null);
  const gone = new Set(channels.filter((channel) => !outlastsAccess(core, channel)));
  const rewritten: ChunkChange[] = [];
  for await (const chunk of keptChunks(core)) {
    const { runs } = await readTrusted(core, chunk.batch);
    const kept = runs.filter((run) => !gone.has(run.channel));
    if (kept.length < runs.length) {
      const batch = kept.length === 0 ? null : encodeRuns(core, kept);
      rewritten.push({ key: chunk.key, batch, receipts: keepReceipts(chunk.receipts, kept) });
    }
  }
  const done = await commit(core, { chunks: rewritten });
  if (done.ok && rewritten.length > 0) await readKept(core);
  return done;
}

/** Conversations stay with who was in them, and so do the cards that name who wrote there. */
function outlastsAccess({ holdings }: DeviceCore, channel: ChannelId): boolean {
  const type = typeOfChannel(channel);
  if (type !== 'card') return type === 'conv';
  const person = ownerOfChannel(channel);
  return holdings
    .logs()
    .some((log) => typeOfChannel(log.channel) === 'conv' && holdings.certificateOf(log.device)?.person === person);
}

/** Bodies that come after their erasure are not kept. */
function withoutErased(run: Run, erasedIds: ReadonlySet<EntryId>): Run {
  const entries = run.entries.map((entry): Entry =>
    erasedIds.has(entry.id) ? { ...entry, body: null, absence: 'erased' } : entry,
  );
  return { ...run, entries };
}

/** Whether an entry with that number is held of a log, on whatever branch. */
function isNumberHeld({ holdings }: DeviceCore) {
  return (log: LogKey, number: number): boolean => {
    const { channel, device, lane } = fromLogKey(log);
    return (
      holdings.head(channel, device, lane).number >= number && holdings.hashAt(channel, device, lane, number) !== null
    );
  };
}

/** Whether nothing of the entry is new here; its body is, where it was held without. */
function isHeld(core: DeviceCore, entry: Entry): boolean {
  if (entry.body !== null && core.holdings.lacksBody(entry.id)) return false;
  return core.holdings.has(toLogKey(entry.channel, entry.device, laneOfKind(entry.kind)), entry.number, entry.hash);
}
