import { equalBytes } from '../protocol/bytes.ts';
import { fromLogKey, ownerOfChannel, toChannelId, typeOfChannel, type ChannelId } from '../protocol/ids.ts';
import type { SessionParty, BatchTables } from '../protocol/encode-batch.ts';
import type { Certificate } from '../protocol/certificate.ts';
import { lanes, maxBatchBytes, type Lane } from '../protocol/parameters.ts';
import { decodeCursor, encodeCursor, firstCursor, tidyGaps, type Cursor, type Gap, type ShardMark } from './cursor.ts';
import type { Directory } from './directory.ts';
import { composeBatch, type Outgoing } from './compose.ts';
import { plainAnswer, type SyncAnswer, type SyncRequest } from './messages.ts';
import { fromSegment } from './segments.ts';
import type { ReadResult, Store, StoredSegment } from './store.ts';

/** What answering a reader needs. */
export type ServePorts = {
  readonly store: Store;
  readonly directory: Directory;
  /** Builds the batch; a server may do so on another thread. */
  readonly compose?: (outgoing: readonly Outgoing[], tables: BatchTables, compact: boolean) => Promise<Uint8Array>;
};

/** What a reader lacks of one lane, and how much of it was found. */
type Filling = {
  readonly gap: Gap;
  /** Where the reader stands in the shard before it gets this answer, what is new counted as lacking; null where that says nothing. */
  readonly mark: ShardMark | null;
  readonly isFresh: boolean;
  readonly segments: readonly StoredSegment[];
  readonly downTo: number;
};

/** A channel in which something arrived, and the newest of each lane. */
type Touched = { readonly channel: ChannelId; readonly newest: readonly number[] };

/** From so many segments on a complete answer is worth opening for the sake of its bytes. */
const compactFrom = 2000;

/**
 * What `request`'s reader lacks, lane by lane, inside its budget. Phases: (1) read the cursor, or begin one; (2) turn what access changes and
 * new arrivals brought into gaps; (3) fill gaps, life first, each from its newest end, until the budget is used; (4) add asked cards
 * and bodies; (5) compose. Nothing is remembered about the reader: asked again with the same cursor, the answer is the same or newer.
 * Uploads of the same request are taken in before; `sent` names their entries, which are not sent back.
 */
export async function answerReader(
  request: SyncRequest,
  session: SessionParty,
  ports: ServePorts,
  sent: ReadonlySet<string> = new Set(),
): Promise<SyncAnswer> {
  const { store, directory } = ports;
  const begun = beginCursor(request, store);
  const changes = findChanges(begun.cursor, session, ports);
  const cursor = withNewGaps(begun.cursor, request.lanes, changes, store);
  const channels = directory.readableChannels(session);
  const touched = touchedChannels(cursor, channels, store);
  let left = Math.min(request.budget, maxBatchBytes / 2);
  const fillings: Filling[] = [];
  const shards = [];
  for (const [shard, mark] of cursor.shards.entries()) {
    const gaps: Gap[] = [];
    const before = begun.cursor.shards[shard];
    const order = [...mark.gaps].sort((a, b) => a.lane - b.lane || b.upTo - a.upTo);
    for (const gap of order) {
      const isWanted = ((request.lanes >> gap.lane) & 1) === 1;
      if (!isWanted || (left <= 0 && fillings.some((filling) => filling.segments.length > 0))) {
        gaps.push(gap);
        continue;
      }
      // Everything below a mark without gaps is had, so what lies above it continues what the reader holds.
      const isOnly = mark.gaps.every((other) => other === gap || other.lane !== gap.lane);
      const isFresh = isOnly && gap.channel === null && gap.after > 0 && gap.after === before?.upTo[gap.lane];
      const asked = fillGap(shard, gap, mark, isFresh, touched, left, session, ports);
      // Waiting for what is there already costs more than looking for it.
      const filling = asked instanceof Promise ? await asked : asked;
      fillings.push(filling);
      left -= filling.segments.reduce((sum, segment) => sum + segment.blob.length, 0);
      if (filling.downTo > gap.after) gaps.push({ ...gap, upTo: filling.downTo });
    }
    shards.push({ ...mark, gaps: tidyGaps(gaps) });
  }
  const next: Cursor = { ...cursor, shards };
  const more = shards.some((mark) => mark.gaps.some((gap) => (request.lanes >> gap.lane) & 1));
  const cards = request.cards.length === 0 ? [] : await readCards(request, ports);
  const bodies = request.bodies.length === 0 ? [] : await readBodies(request, session, left, ports);
  const found = [...fillings, ...cards, ...bodies];
  const batch = found.every(isEmpty) ? null : await compose(found, sent, ports);
  const bytes = encodeCursor(next);
  // Where nothing came, the old cursor says as much as the new one. What the reader sent would come back to it next time.
  const hasMoved =
    batch !== null ||
    sent.size > 0 ||
    changes.opened.length + changes.closed.length > 0 ||
    begun.isNew ||
    hasGaps(begun.cursor);
  return {
    ...plainAnswer,
    cursor: hasMoved && !(request.cursor !== null && equalBytes(bytes, request.cursor)) ? bytes : null,
    batch,
    epoch: begun.isNew ? store.epoch : null,
    opened: begun.isNew ? channels.filter((channel) => isUntoldFriend(channel, session, directory)) : changes.opened,
    closed: changes.closed,
    more,
  };
}

function beginCursor(request: SyncRequest, store: Store): { cursor: Cursor; isNew: boolean } {
  const decoded = request.cursor === null ? null : decodeCursor(request.cursor);
  if (decoded?.ok && decoded.value.epoch === store.epoch && decoded.value.shards.length === store.shardCount) {
    const isAhead = decoded.value.shards.some((mark, shard) =>
      mark.upTo.some((arrival) => arrival > store.arrival(shard)),
    );
    if (!isAhead) return { cursor: decoded.value, isNew: false };
  }
  const now = Array.from({ length: store.shardCount }, (_, shard) => store.arrival(shard));
  return { cursor: firstCursor(store.epoch, now), isNew: true };
}

type Changes = { readonly opened: readonly ChannelId[]; readonly closed: readonly ChannelId[] };

function findChanges(cursor: Cursor, session: SessionParty, { directory }: ServePorts): Changes {
  const opened: ChannelId[] = [];
  const closed: ChannelId[] = [];
  for (const [shard, mark] of cursor.shards.entries()) {
    // Access follows from lane 0; a reader that has not asked for it for long hears of the change again, which does no harm.
    const changes = directory.changesSince(session, shard, mark.upTo[0] ?? 0);
    opened.push(...changes.opened);
    closed.push(...changes.closed);
  }
  return { opened, closed };
}

/** The cursor with a gap for every channel that opened and for everything new, and none for what closed. */
function withNewGaps(cursor: Cursor, laneMask: number, changes: Changes, store: Store): Cursor {
  const gone = new Set(changes.closed);
  return {
    ...cursor,
    shards: cursor.shards.map((mark, shard) => {
      const now = store.arrival(shard);
      const gaps = mark.gaps.filter((gap) => gap.channel === null || !gone.has(gap.channel));
      for (const channel of changes.opened) {
        if (store.shardOf(channel) !== shard) continue;
        for (const lane of lanes) {
          const upTo = Math.min(mark.upTo[lane] ?? 0, store.newest(channel, lane));
          if (upTo > 0) gaps.push({ lane, channel, after: 0, upTo });
        }
      }
      const upTo = mark.upTo.map((arrival, lane) => {
        if (((laneMask >> lane) & 1) === 0) return arrival;
        if (now > arrival) gaps.push({ lane: lane as Lane, channel: null, after: arrival, upTo: now });
        return now;
      });
      return { upTo, gaps: tidyGaps(gaps) };
    }),
  };
}

/** Those of `channels` in which anything arrived that a gap over all channels asks for, in any lane: a handful of hundreds, found in one pass. */
function touchedChannels(cursor: Cursor, channels: readonly ChannelId[], store: Store): readonly Touched[] {
  let least = Number.POSITIVE_INFINITY;
  for (const { gaps } of cursor.shards)
    for (const gap of gaps) if (gap.channel === null && gap.after < least) least = gap.after;
  if (least === Number.POSITIVE_INFINITY) return [];
  const byLane = store.newestByLane(channels);
  const touched: Touched[] = [];
  for (let i = 0; i < byLane.length; i++) {
    // By index: taking an array apart asks its iterator.
    const newest = byLane[i] as readonly [number, number, number, number];
    if (newest[0] > least || newest[1] > least || newest[2] > least || newest[3] > least)
      touched.push({ channel: channels[i] as ChannelId, newest });
  }
  return touched;
}

function isEmpty({ segments }: Filling): boolean {
  return segments.length === 0;
}

function fillGap(
  shard: number,
  gap: Gap,
  mark: ShardMark,
  isFresh: boolean,
  touched: readonly Touched[],
  left: number,
  session: SessionParty,
  { store, directory }: ServePorts,
): Filling | Promise<Filling> {
  const isIn = (channel: ChannelId, newest: number) => newest > gap.after && store.shardOf(channel) === shard;
  const wanted: ChannelId[] = [];
  if (gap.channel === null) {
    for (const { channel, newest } of touched) if (isIn(channel, newest[gap.lane] ?? 0)) wanted.push(channel);
  } else if (isIn(gap.channel, store.newest(gap.channel, gap.lane)) && directory.mayRead(session, gap.channel))
    wanted.push(gap.channel);
  if (wanted.length === 0) return { gap, mark, isFresh, segments: [], downTo: gap.after };
  const { after, upTo, lane } = gap;
  const fill = (found: ReadResult, isReadable: (channel: ChannelId) => boolean): Filling => ({
    gap,
    mark,
    isFresh: isFresh && found.downTo === after,
    segments: found.segments.filter(
      ({ device, channel }) => isReadable(channel) || directory.mayReadLog(session, channel, device),
    ),
    downTo: found.downTo,
  });
  const found = store.read({ shard, lane, channels: wanted, after, upTo, maxBytes: Math.max(1, left) });
  // Access may end while the store looks.
  if (found instanceof Promise) return found.then((later) => fill(later, () => false));
  return fill(found, isServedWhole);
}

/** All that a reader's sync brings may be read, except that of others' inboxes only one's own words are. */
function isServedWhole(channel: ChannelId): boolean {
  return typeOfChannel(channel) !== 'inbox';
}

async function readCards(request: SyncRequest, { store }: ServePorts): Promise<readonly Filling[]> {
  const fillings: Filling[] = [];
  for (const person of request.cards) {
    const channel = toChannelId('card', person);
    const shard = store.shardOf(channel);
    const gap: Gap = { lane: 0, channel, after: 0, upTo: store.arrival(shard) };
    const query = { shard, lane: 0 as const, channels: [channel], after: 0, upTo: gap.upTo, maxBytes: 65_536 };
    const { segments } = await store.read(query);
    fillings.push({ gap, mark: null, isFresh: false, segments, downTo: 0 });
  }
  return fillings;
}

/**
 * The runs that hold bodies which the reader was given without, or had no room for: as many as find place in what is `left`, at least one. Each is asked
 * for anew whether its log may be read; one whose body is not here, and an entry with another hash, bring nothing.
 */
async function readBodies(
  request: SyncRequest,
  session: SessionParty,
  left: number,
  { store, directory }: ServePorts,
): Promise<readonly Filling[]> {
  const fillings: Filling[] = [];
  let bytes = 0;
  for (const { log, number, hash8 } of request.bodies) {
    const { channel, device, lane } = fromLogKey(log);
    if (!directory.mayRead(session, channel) || !directory.mayReadLog(session, channel, device)) continue;
    const stored = await store.readLog(channel, device, lane, number, number);
    const segments = stored.filter((segment) => {
      const entry = fromSegment(segment).entries[number - segment.from];
      return entry?.id.startsWith(hash8) && entry.body !== null;
    });
    bytes += segments.reduce((sum, segment) => sum + segment.blob.length, 0);
    if (bytes > left && fillings.length > 0) break;
    const gap: Gap = { lane, channel, after: 0, upTo: store.arrival(store.shardOf(channel)) };
    if (segments.length > 0) fillings.push({ gap, mark: null, isFresh: false, segments, downTo: 0 });
  }
  return fillings;
}

async function compose(
  fillings: readonly Filling[],
  sent: ReadonlySet<string>,
  { store, directory, ...ports }: ServePorts,
): Promise<Uint8Array | null> {
  const outgoing = new Map<number | string, Outgoing>();
  for (const { gap, mark, isFresh, segments } of fillings) {
    for (const segment of segments) {
      const key = `${store.shardOf(segment.channel)}/${segment.arrival}`;
      if (outgoing.has(key) || sent.has(segment.toHash8)) continue;
      const about = isFresh ? isUnforked(segment, store) : isFollowed(segment, gap, mark, store);
      const is = about instanceof Promise ? await about : about;
      outgoing.set(key, { segment, hasBefore: isFresh && is, hasAfter: !isFresh && is });
    }
  }
  if (outgoing.size === 0) return null;
  const list = [...outgoing.values()];
  const tables = tablesFor(list, directory);
  const compact = list.length >= compactFrom && fillings.every((filling) => filling.downTo === filling.gap.after);
  return ports.compose ? ports.compose(list, tables, compact) : composeBatch(list, tables, compact);
}

/** Of a forked log every run travels with its base, because a number alone does not say on which branch it stands. */
function isUnforked({ channel, device, lane, from }: StoredSegment, store: Store): boolean | Promise<boolean> {
  if (from === 1) return true;
  const heads = store.heads(channel, device, lane);
  return heads instanceof Promise ? heads.then((found) => found.length === 1) : heads.length === 1;
}

/**
 * Whether the reader has the entry behind `segment` already. One gap is filled from its newer end, but above it others may stand open: there lies what
 * arrived since the reader broke off, or what an opened channel had before.
 */
function isFollowed(
  segment: StoredSegment,
  gap: Gap,
  mark: ShardMark | null,
  store: Store,
): boolean | Promise<boolean> {
  const isNewest = gap.channel !== null || gap.upTo >= store.newest(segment.channel, segment.lane);
  return isNewest || mark === null ? false : isContinued(segment, mark, store);
}

async function isContinued(
  { channel, device, lane, to }: StoredSegment,
  mark: ShardMark,
  store: Store,
): Promise<boolean> {
  const heads = await store.heads(channel, device, lane);
  if (heads.length !== 1 || (heads[0]?.number ?? 0) <= to) return false;
  const [next] = await store.readLog(channel, device, lane, to + 1, to + 1);
  return next !== undefined && next.from === to + 1 && !isLacked(next, mark);
}

/** Whether this arrived in a gap, or behind the mark, as what comes while an answer is made. */
function isLacked({ channel, lane, arrival }: StoredSegment, { upTo, gaps }: ShardMark): boolean {
  const isIn = (gap: Gap) => gap.lane === lane && arrival > gap.after && arrival <= gap.upTo;
  return arrival > (upTo[lane] ?? 0) || gaps.some((gap) => isIn(gap) && (gap.channel ?? channel) === channel);
}

/** Certificates of authors whose logs begin here for the reader; who has a later entry of a device has its certificate too. */
function tablesFor(outgoing: readonly Outgoing[], directory: Directory): BatchTables {
  const certificates = new Map<string, Certificate>();
  const known = new Set(outgoing.filter(({ hasAfter }) => hasAfter).map(({ segment }) => segment.device));
  for (const { segment, hasBefore } of outgoing) {
    if ((hasBefore && segment.from > 1) || known.has(segment.device)) continue;
    const certificate = directory.certificateOf(segment.device);
    if (certificate) certificates.set(segment.device, certificate);
  }
  const persons = new Set([...certificates.values()].filter((one) => one.sequence > 0).map((one) => one.person));
  const rotations = [...persons].flatMap((person) => directory.rotationsOf(person).map(rotationBytes));
  return { certificates: [...certificates.values()], rotations, session: null };
}

function rotationBytes(rotation: { readonly bytes: Uint8Array; readonly signature: Uint8Array }): Uint8Array {
  const whole = new Uint8Array(rotation.bytes.length + 64);
  whole.set(rotation.bytes);
  whole.set(rotation.signature, rotation.bytes.length);
  return whole;
}

/**
 * Whether `channel` is the feed of a friend of whose word the reader has no trace: an invitation's own word is in an inbox that it cannot read, so at
 * first contact it must be told.
 */
function isUntoldFriend(channel: ChannelId, session: SessionParty, directory: Directory): boolean {
  const owner = ownerOfChannel(channel);
  return typeOfChannel(channel) === 'feed' && owner !== session.person && !directory.hasAdded(owner, session.person);
}

function hasGaps(cursor: Cursor): boolean {
  return cursor.shards.some((mark) => mark.gaps.length > 0);
}
