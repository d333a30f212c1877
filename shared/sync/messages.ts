import { bytesToHex } from '../protocol/bytes.ts';
import type { CborValue } from '../protocol/cbor.ts';
import { decodeCbor } from '../protocol/cbor-decode.ts';
import { encodeCbor } from '../protocol/cbor-encode.ts';
import { fromLogKey, idToBytes, toLogKey, type ChannelId, type LogKey, type PersonId } from '../protocol/ids.ts';
import { numberLimit, type Lane } from '../protocol/parameters.ts';
import { err, ok, type Result } from '../protocol/result.ts';

/** The head of a log as one side tells the other: last number and first 8 bytes of its hash as hex. */
export type ToldHead = { readonly log: LogKey; readonly number: number; readonly hash8: string };

/** What a reader says in one request. */
export type SyncRequest = {
  /** Null at first contact. */
  readonly cursor: Uint8Array | null;
  /** What the server does not have yet, life first; null for nothing. */
  readonly batch: Uint8Array | null;
  /** Greatest size of the batch in the answer, in bytes before compression; at least one segment comes whatever it says. */
  readonly budget: number;
  /** Bit n: lane n is wanted. */
  readonly lanes: number;
  /** Persons whose cards are wanted besides. At most 50. */
  readonly cards: readonly PersonId[];
  /** After a change of epoch: heads of what this side holds. At most 500 a request. */
  readonly heads: readonly ToldHead[];
  /** Entries that the reader holds without their bodies, which are wanted besides, the first most. At most 16. */
  readonly bodies: readonly ToldHead[];
};

/** How far one run of the request's batch was stored. */
export type RunResult = {
  /** Index of the run in the batch. */
  readonly run: number;
  /** The last number of it that is durable at the server; 0 when none. */
  readonly storedTo: number;
  /** Why the rest was not stored; a code of `shared/errors.ts`. */
  readonly code: string;
};

/** When a friend's phone was last in contact, by the server's word. */
export type Contact = { readonly person: PersonId; readonly hoursAgo: number };

/**
 * How far persons have a log of the device that asked, each on a phone or browser of their own, by the cursors that these came back with: they hold
 * the entry with that hash and all below it on its branch.
 */
export type ReachedPoint = {
  readonly channel: ChannelId;
  readonly lane: Lane;
  readonly number: number;
  /** First 8 bytes of H(number), as hex: an author whose log was forked meanwhile knows which branch is meant. */
  readonly hash8: string;
  /** At least one. */
  readonly persons: readonly PersonId[];
};

/** What a server answers. */
export type SyncAnswer = {
  /** Null when it is the same as in the request. */
  readonly cursor: Uint8Array | null;
  readonly batch: Uint8Array | null;
  /** Runs of the request that were not stored whole; a run that is not listed is durable to its last entry. */
  readonly refused: readonly RunResult[];
  /** 8 bytes as hex, when the reader's cursor was of another epoch or there was none. */
  readonly epoch: string | null;
  readonly opened: readonly ChannelId[];
  readonly closed: readonly ChannelId[];
  /** More is there and the budget is used up: ask again at once. */
  readonly more: boolean;
  /** Seconds until the next poll, when nothing else calls for one. */
  readonly waitSeconds: number;
  /** The server's clock in milliseconds, in the first answer of an hour, and to a reader without a cursor. */
  readonly timeMs: number | null;
  readonly contacts: readonly Contact[];
  /** Of the heads told: logs of which the server lacks entries, and the last number it has. */
  readonly wanted: readonly { readonly log: LogKey; readonly after: number }[];
  /** Of the asking device's own logs: what others have of them, where that changed. At most `maxReached` persons in all. */
  readonly reached: readonly ReachedPoint[];
};

/** Why bytes are no message. */
export type MessageError = { readonly code: 'bad-message'; readonly detail: string };

/** Budget of a request that names none. */
export const defaultBudget = 262_144;
/** Poll interval of an answer that names none. */
export const defaultWaitSeconds = 30;
/** Greatest number of heads in a request. */
export const maxToldHeads = 500;
/** Greatest number of persons that `reached` of one answer names, counted at every point. */
export const maxReached = 300;
/** Greatest number of bodies in a request. */
export const maxAskedBodies = 16;
/** Greatest number of cards in a request. */
export const maxAskedCards = 50;

/** A request that asks for everything and sends nothing. */
export const plainRequest: SyncRequest = {
  cursor: null,
  batch: null,
  budget: defaultBudget,
  lanes: 15,
  cards: [],
  heads: [],
  bodies: [],
};

/** An answer that says nothing new. */
export const plainAnswer: SyncAnswer = {
  cursor: null,
  batch: null,
  refused: [],
  epoch: null,
  opened: [],
  closed: [],
  more: false,
  waitSeconds: defaultWaitSeconds,
  timeMs: null,
  contacts: [],
  wanted: [],
  reached: [],
};

/** CBOR map: 0 cursor, 1 batch, 2 budget, 3 lanes, 4 cards, 5 heads, 6 bodies. What is as in `plainRequest` is left out. */
export function encodeRequest(request: SyncRequest): Uint8Array<ArrayBuffer> {
  const map = new Map<number, CborValue>();
  if (request.cursor) map.set(0, request.cursor);
  if (request.batch) map.set(1, request.batch);
  if (request.budget !== defaultBudget) map.set(2, request.budget);
  if (request.lanes !== 15) map.set(3, request.lanes);
  if (request.cards.length > 0) map.set(4, request.cards.map(idToBytes));
  if (request.heads.length > 0) map.set(5, request.heads.map(headToCbor));
  if (request.bodies.length > 0) map.set(6, request.bodies.map(headToCbor));
  return encodeCbor(map);
}

/** The request in `bytes`; keys that this version does not know are passed over. */
export function decodeRequest(bytes: Uint8Array): Result<SyncRequest, MessageError> {
  const map = readMap(bytes);
  if (!map.ok) return map;
  const get = (key: number) => map.value.get(key) ?? null;
  const budget = get(2) ?? defaultBudget;
  const lanes = get(3) ?? 15;
  const cards = readList(get(4), maxAskedCards, (item) => readId(item, 16));
  const heads = readList(get(5), maxToldHeads, headFromCbor);
  const bodies = readList(get(6), maxAskedBodies, headFromCbor);
  const [cursor, batch] = [get(0), get(1)];
  if (!isBytesOrNull(cursor) || !isBytesOrNull(batch)) return bad('cursor or batch');
  if (!isCount(budget) || !isCount(lanes) || lanes > 15) return bad('budget or lanes');
  if (cards === null || heads === null || bodies === null) return bad('cards, heads or bodies');
  return ok({ cursor, batch, budget, lanes, cards, heads, bodies });
}

/** CBOR map: 0 cursor, 1 batch, 2 refused, 3 epoch, 4 opened, 5 closed, 6 more, 7 wait, 8 time, 9 contacts, 10 wanted, 11 reached; `plainAnswer`'s left out. */
export function encodeAnswer(answer: SyncAnswer): Uint8Array<ArrayBuffer> {
  const map = new Map<number, CborValue>();
  if (answer.cursor) map.set(0, answer.cursor);
  if (answer.batch) map.set(1, answer.batch);
  if (answer.refused.length > 0)
    map.set(
      2,
      answer.refused.map((part) => [part.run, part.storedTo, part.code]),
    );
  if (answer.epoch !== null) map.set(3, idToBytes(answer.epoch));
  if (answer.opened.length > 0) map.set(4, answer.opened.map(idToBytes));
  if (answer.closed.length > 0) map.set(5, answer.closed.map(idToBytes));
  if (answer.more) map.set(6, true);
  if (answer.waitSeconds !== defaultWaitSeconds) map.set(7, answer.waitSeconds);
  if (answer.timeMs !== null) map.set(8, answer.timeMs);
  if (answer.contacts.length > 0)
    map.set(
      9,
      answer.contacts.map((part) => [idToBytes(part.person), part.hoursAgo]),
    );
  if (answer.wanted.length > 0)
    map.set(
      10,
      answer.wanted.map((part) => [...logToCbor(part.log), part.after]),
    );
  if (answer.reached.length > 0) map.set(11, answer.reached.map(pointToCbor));
  return encodeCbor(map);
}

/** The answer in `bytes`; keys that this version does not know are passed over. */
export function decodeAnswer(bytes: Uint8Array): Result<SyncAnswer, MessageError> {
  const map = readMap(bytes);
  if (!map.ok) return map;
  const get = (key: number) => map.value.get(key) ?? null;
  const [cursor, batch, timeMs] = [get(0), get(1), get(8)];
  const waitSeconds = get(7) ?? defaultWaitSeconds;
  const refused = readList(get(2), numberLimit, resultFromCbor);
  const epoch = get(3) === null ? null : readId(get(3), 8);
  const opened = readList(get(4), numberLimit, (item) => readId(item, 18));
  const closed = readList(get(5), numberLimit, (item) => readId(item, 18));
  const contacts = readList(get(9), numberLimit, contactFromCbor);
  const wanted = readList(get(10), numberLimit, wantedFromCbor);
  const reached = readList(get(11), maxReached, pointFromCbor);
  if (!isBytesOrNull(cursor) || !isBytesOrNull(batch)) return bad('cursor or batch');
  if (!isCount(waitSeconds) || !(timeMs === null || typeof timeMs === 'number')) return bad('wait or time');
  if (epoch === null && get(3) !== null) return bad('epoch');
  if (refused === null || opened === null || closed === null) return bad('list');
  if (contacts === null || wanted === null || reached === null) return bad('list');
  const more = get(6) === true;
  return ok({ cursor, batch, refused, epoch, opened, closed, more, waitSeconds, timeMs, contacts, wanted, reached });
}

function readMap(bytes: Uint8Array): Result<ReadonlyMap<number | string, CborValue>, MessageError> {
  const value = decodeCbor(bytes);
  if (!value.ok) return bad(value.error.detail);
  return value.value instanceof Map ? ok(value.value) : bad('not a map');
}

/** Every item of a list read by `read`, or null when one is not what it should be; an absent list is empty. */
function readList<T>(value: CborValue, most: number, read: (item: CborValue) => T | null): readonly T[] | null {
  if (value === null) return [];
  if (!Array.isArray(value) || value.length > most) return null;
  const items: T[] = [];
  for (const item of value) {
    const decoded = read(item);
    if (decoded === null) return null;
    items.push(decoded);
  }
  return items;
}

function readId(value: CborValue | undefined, length: number): string | null {
  return value instanceof Uint8Array && value.length === length ? bytesToHex(value) : null;
}

function logToCbor(log: LogKey): CborValue[] {
  const { channel, device, lane } = fromLogKey(log);
  return [idToBytes(channel), idToBytes(device), lane];
}

function logFromCbor(channel: CborValue | undefined, device: CborValue | undefined, lane: CborValue | undefined) {
  const [channelId, deviceId] = [readId(channel, 18), readId(device, 16)];
  if (channelId === null || deviceId === null || !isCount(lane) || lane > 3) return null;
  return toLogKey(channelId, deviceId, lane as Lane);
}

function headToCbor(head: ToldHead): CborValue {
  return [...logToCbor(head.log), head.number, idToBytes(head.hash8)];
}

function headFromCbor(value: CborValue): ToldHead | null {
  if (!Array.isArray(value)) return null;
  const [channel, device, lane, number, hash] = value;
  const [log, hash8] = [logFromCbor(channel, device, lane), readId(hash, 8)];
  return log === null || hash8 === null || !isCount(number) ? null : { log, number, hash8 };
}

function resultFromCbor(value: CborValue): RunResult | null {
  if (!Array.isArray(value)) return null;
  const [run, storedTo, code] = value;
  return isCount(run) && isCount(storedTo) && typeof code === 'string' ? { run, storedTo, code } : null;
}

function contactFromCbor(value: CborValue): Contact | null {
  if (!Array.isArray(value)) return null;
  const [person, hoursAgo] = [readId(value[0], 16), value[1]];
  return person !== null && isCount(hoursAgo) ? { person, hoursAgo } : null;
}

function wantedFromCbor(value: CborValue): { log: LogKey; after: number } | null {
  if (!Array.isArray(value)) return null;
  const [channel, device, lane, after] = value;
  const log = logFromCbor(channel, device, lane);
  return log !== null && isCount(after) ? { log, after } : null;
}

function pointToCbor({ channel, lane, number, hash8, persons }: ReachedPoint): CborValue {
  return [idToBytes(channel), lane, number, idToBytes(hash8), persons.map(idToBytes)];
}

function pointFromCbor(value: CborValue): ReachedPoint | null {
  if (!Array.isArray(value)) return null;
  const [channelBytes, lane, number, hashBytes, personList] = value;
  const [channel, hash8] = [readId(channelBytes, 18), readId(hashBytes, 8)];
  const persons = readList(personList ?? null, maxReached, (item) => readId(item, 16));
  if (channel === null || hash8 === null || persons === null || persons.length === 0) return null;
  if (!isCount(lane) || lane > 3 || !isCount(number)) return null;
  return { channel, lane: lane as Lane, number, hash8, persons };
}

function isBytesOrNull(value: CborValue): value is Uint8Array | null {
  return value === null || value instanceof Uint8Array;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < numberLimit;
}

function bad(detail: string): Result<never, MessageError> {
  return err({ code: 'bad-message', detail });
}
