import type { BodyOf } from '../kinds/kinds.ts';
import { kindNumber } from '../kinds/kinds.ts';
import type { Item } from '../log/item.ts';
import { bytesToHex } from '../protocol/bytes.ts';
import { typeOfChannel, type ChannelId, type EntryId, type PersonId } from '../protocol/ids.ts';
import { sha256 } from '../protocol/hash.ts';
import { entryId } from '../protocol/entry.ts';
import { compareByClock } from './clocks.ts';
import { candidatesOf, newestOf } from './newest.ts';
import { orderEntries } from './order.ts';
import type { FoldPart, Replica } from './replica.ts';
import { keyOf } from './logs.ts';

/** A message with all its wordings. */
export type Message = {
  /** The id of its first wording, by which others answer to it. */
  readonly id: EntryId;
  /** Ids of all its wordings, first to last, with those written again after a fork. */
  readonly ids: readonly EntryId[];
  readonly author: PersonId;
  /** The first wording: where it stands in the conversation, and when. */
  readonly item: Item;
  /** What holds now; null when it was taken back or is not here any more. */
  readonly body: BodyOf<'message'> | null;
  /** Words that were set right since, oldest first. */
  readonly earlier: readonly string[];
};

/** A picture or voice note of a conversation. */
export type AttachedFile = Pick<BodyOf<'attachment'>, 'data' | 'type'>;

/** What was opened in conversations; see `createMessages`. */
export type Messages = FoldPart & {
  /** Messages of a conversation in its order, the newest last. The same list as before while nothing changed. */
  threadOf(channel: ChannelId): readonly Message[];
  /** The message of which one wording has that id, or null. */
  messageOf(channel: ChannelId, id: EntryId): Message | null;
  /** What its members call it, or null. */
  titleOf(channel: ChannelId): string | null;
  /** All that it was called, as far as that is here and counts, in order of time. */
  titlesOf(channel: ChannelId): readonly Item[];
  /** The entry that says so, which a new title replaces. */
  titleEntry(channel: ChannelId): EntryId | null;
  /** A file that a message names by the SHA-256 of its bytes; null while it is not here. */
  fileOf(channel: ChannelId, hash: Uint8Array): AttachedFile | null;
  /** Entries that hold the bytes of a file, to be taken back with its message. */
  fileEntries(channel: ChannelId, hash: Uint8Array): readonly Item[];
  /** Of each log of others the newest message that is here, as ids; what the viewer's own acks or reads name already is left out. */
  unsaid(channel: ChannelId, kind: 'conv.ack' | 'conv.read'): readonly EntryId[];
};

type Thread = {
  list: readonly Message[];
  readonly byId: Map<EntryId, Message>;
  /** The last of all that was put in order, shown or not. */
  last: Item | undefined;
  /** Ids to which something that is here links, and that are not here. */
  readonly awaited: Set<EntryId>;
};

/** One wording of a message: whether its words are here and count, and whether they were taken back. */
type Wording = { readonly item: Item; readonly isHere: boolean; readonly isGone: boolean };

/**
 * Messages of sealed conversations from what this device opened. They stand in the one order of the set, so an answer is behind what it answers whatever the
 * clocks say. A wording that replaces another by the same author is the same message. What is void, as by who is no member any more, is not among them.
 * Acknowledgements become evidence of delivery for the viewer's own messages.
 */
export function createMessages(replica: Replica): Messages {
  const { access } = replica;
  const { ground } = access;
  const opened = new Map<ChannelId, Map<EntryId, Item>>();
  const others = new Map<ChannelId, Map<EntryId, Item>>();
  const files = new Map<string, Map<EntryId, Item>>();
  const threads = new Map<ChannelId, Thread>();
  const waitingAcks = new Map<EntryId, Item[]>();
  const own = new Map<string, Item[]>();
  const titles = new Map<ChannelId, Map<EntryId, Item>>();
  let generation = -1;

  /** The entry as it was received decides whether it counts: its body may be gone, its device cut off. */
  function counts(item: Item): boolean {
    const kept = ground.get(item.entry.id);
    return kept !== null && access.counts(kept);
  }

  function threadFor(channel: ChannelId): Thread {
    if (access.generation() !== generation) threads.clear();
    generation = access.generation();
    const known = threads.get(channel);
    if (known) return known;
    const made = foldThread(channel);
    threads.set(channel, made);
    return made;
  }

  function foldThread(channel: ChannelId): Thread {
    const bodies = opened.get(channel) ?? new Map<EntryId, Item>();
    const all = [...bodies.values()];
    for (const item of others.get(channel)?.values() ?? []) if (!bodies.has(item.entry.id)) all.push(item);
    const ordered = orderEntries(all, ground.clocks);
    const wordings = new Map<EntryId, Wording[]>();
    const firstOf = new Map<EntryId, EntryId>();
    for (const item of ordered) {
      const wording = toWording(item);
      if (!wording) continue;
      const name = ground.names.nameOf(item.entry.id);
      const replaced = item.body?.kind === 'message' ? (item.body.replaces ?? []) : [];
      const earlier = replaced.map((id) => firstOf.get(ground.names.nameOf(id))).find((id) => id !== undefined);
      const isOwn = earlier !== undefined && wordings.get(earlier)?.[0]?.item.author === item.author;
      const first = firstOf.get(name) ?? (isOwn ? earlier : name);
      firstOf.set(name, first);
      firstOf.set(item.entry.id, first);
      const list = wordings.get(first);
      if (list) list.push(wording);
      else wordings.set(first, [wording]);
    }
    const list = [...wordings].map(([id, items]) => toMessage(id, items));
    const byId = new Map<EntryId, Message>();
    for (const message of list) for (const id of [message.id, ...message.ids]) byId.set(id, message);
    const thread: Thread = { list, byId, last: undefined, awaited: new Set() };
    const here = new Set(ordered.map(({ entry }) => entry.id));
    for (const item of ordered) {
      for (const id of linksOf(item)) if (!here.has(id)) thread.awaited.add(id);
      if (!thread.last || compareByClock(thread.last, item, ground.clocks) < 0) thread.last = item;
    }
    return thread;
  }

  function toWording(item: Item): Wording | null {
    const kept = ground.get(item.entry.id);
    if (kept === null) return null;
    const isGone = isTakenBack(kept);
    if ((item.body?.kind !== 'message' && !isGone) || access.whyVoid(kept) !== null) return null;
    return { item, isGone, isHere: item.body?.kind === 'message' && ground.bodyOf(kept) !== null };
  }

  function toMessage(id: EntryId, wordings: readonly Wording[]): Message {
    const [{ item }] = wordings as readonly [Wording, ...Wording[]];
    const held = wordings.flatMap((one) => (one.isHere ? one.item : []));
    const newest = held.length < 2 ? held[0] : candidatesOf(held, ground).at(-1);
    const isGone = wordings.some((one) => one.isGone);
    const body = !isGone && newest?.body?.kind === 'message' ? newest.body : null;
    const before = held.length < 2 ? [] : held.filter((one) => one !== newest && nameOf(one) !== nameOf(newest));
    return {
      id,
      ids: wordings.map((one) => one.item.entry.id),
      author: item.author,
      item,
      body,
      earlier: body ? before.flatMap((one) => (one.body?.kind === 'message' ? (one.body.text ?? []) : [])) : [],
    };
  }

  /**
   * Puts an opened item behind all others where that is its place: its clock is behind theirs, nothing waited for it, and it is no other wording. Else the
   * conversation is folded anew when it is next looked at.
   */
  function append(item: Item): void {
    const { channel, id } = item.entry;
    const thread = threads.get(channel);
    if (!thread) return;
    const isLast = !thread.last || compareByClock(thread.last, item, ground.clocks) < 0;
    const isPlain = item.body?.kind !== 'message' || item.body.replaces === undefined;
    if (access.generation() !== generation || !isLast || !isPlain || thread.awaited.has(id) || nameOf(item) !== id) {
      threads.delete(channel);
      return;
    }
    thread.last = item;
    for (const link of linksOf(item)) if (!isHere(channel, link)) thread.awaited.add(link);
    const wording = toWording(item);
    if (!wording) return;
    const message = toMessage(id, [wording]);
    thread.list = [...thread.list, message];
    thread.byId.set(id, message);
  }

  function isHere(channel: ChannelId, id: EntryId): boolean {
    return (opened.get(channel)?.has(id) ?? false) || (others.get(channel)?.has(id) ?? false);
  }

  const nameOf = (item: Item | undefined) => item && ground.names.nameOf(item.entry.id);

  /** Of words that were erased nothing is left to be opened: only that they were. */
  function isTakenBack(kept: Item): boolean {
    return kept.entry.kind === directNumber && ground.erasures.isErased(kept);
  }

  /** An acknowledgement says that a phone or browser of its author has the viewer's log up to an entry; or, whatever it is called, that it was seen on a page that is shared. */
  function heed(ack: Item, id: EntryId): void {
    const target = ground.get(id);
    const { body, author, entry } = ack;
    if (target === null) {
      waitingAcks.set(id, [...(waitingAcks.get(id) ?? []), ack]);
      return;
    }
    if (target.author !== replica.viewer || target.entry.channel !== entry.channel || author === replica.viewer) return;
    const deviceClass = access.persons.certificateOf(entry.device)?.class;
    const isShared = deviceClass === 'kiosk' || deviceClass === 'lite';
    if (!counts(ack) || (deviceClass !== 'phone' && deviceClass !== 'browser' && !isShared)) return;
    const { number, hash } = target.entry;
    const atMs = ground.clocks.correctedMs(ack);
    const evidence = { log: keyOf(target), point: { number, hash }, atMs, where: author, epoch: null };
    if (isShared) return replica.delivery.add({ ...evidence, place: 'shared' });
    replica.delivery.add({ ...evidence, place: 'theirs' });
    if (body?.kind === 'conv.read') replica.delivery.add({ ...evidence, place: 'read' });
  }

  return {
    add(item) {
      const { id, channel, kind } = item.entry;
      if (typeOfChannel(channel) !== 'conv') {
        // A correction of a clock, or who was cut off, may change what counts.
        if (item.statement || item.body?.kind === 'clock') threads.clear();
        return;
      }
      // What is sealed shows nothing before it is opened.
      if (!isSealedKind(kind) || item.body === null) threads.delete(channel);
      if (kind === directNumber && item.body === null) putIn(others, channel, item);
      for (const ack of waitingAcks.get(id) ?? []) heed(ack, id);
      waitingAcks.delete(id);
    },
    addOpened(item) {
      const { body } = item;
      const { channel } = item.entry;
      if (!body || typeOfChannel(channel) !== 'conv') return;
      if (body.kind === 'attachment') {
        const name = `${channel}/${bytesToHex(sha256(body.data))}`;
        files.set(name, (files.get(name) ?? new Map()).set(item.entry.id, item));
        return;
      }
      if (body.kind === 'conv.title') putIn(titles, channel, item);
      const isNew = !opened.get(channel)?.has(item.entry.id);
      putIn(opened, channel, item);
      if (isNew) append(item);
      if (body.kind !== 'conv.ack' && body.kind !== 'conv.read') return;
      if (item.author === replica.viewer) own.set(channel, [...(own.get(channel) ?? []), item]);
      for (const id of body.heads) heed(item, id);
    },
    threadOf: (channel) => threadFor(channel).list,
    messageOf: (channel, id) => threadFor(channel).byId.get(id) ?? null,
    titleOf(channel) {
      const body = newestTitle(channel)?.body;
      return body?.kind === 'conv.title' ? body.title : null;
    },
    titlesOf: (channel) => countingTitles(channel).sort((a, b) => compareByClock(a, b, ground.clocks)),
    titleEntry: (channel) => newestTitle(channel)?.entry.id ?? null,
    fileOf(channel, hash) {
      const held = [...(files.get(`${channel}/${bytesToHex(hash)}`)?.values() ?? [])].find(counts);
      return held?.body?.kind === 'attachment' ? held.body : null;
    },
    fileEntries: (channel, hash) => [...(files.get(`${channel}/${bytesToHex(hash)}`)?.values() ?? [])],
    unsaid(channel, kind) {
      const said = new Map<string, number>();
      for (const { body } of own.get(channel) ?? []) {
        if (body?.kind !== kind && body?.kind !== 'conv.read') continue;
        for (const id of body.heads) {
          const item = ground.get(id);
          if (item) said.set(keyOf(item), Math.max(item.entry.number, said.get(keyOf(item)) ?? 0));
        }
      }
      const newest = new Map<string, Item>();
      for (const item of opened.get(channel)?.values() ?? []) {
        if (item.body?.kind !== 'message' || item.author === replica.viewer) continue;
        const key = keyOf(item);
        const last = Math.max(newest.get(key)?.entry.number ?? 0, said.get(key) ?? 0);
        if (item.entry.number > last && counts(item)) newest.set(key, item);
      }
      return [...newest.values()].map(({ entry }) => entry.id);
    },
  };

  function newestTitle(channel: ChannelId): Item | null {
    return newestOf(countingTitles(channel), ground);
  }

  function countingTitles(channel: ChannelId): Item[] {
    return [...(titles.get(channel)?.values() ?? [])].filter(counts);
  }
}

const directNumber = kindNumber('sealed.direct');

function isSealedKind(kind: number): boolean {
  return (kind & 0x3f) === 0x3f;
}

/** Ids of the entries that stand before it by its log, and by what it says. */
function linksOf({ entry, previousHash }: Item): readonly EntryId[] {
  return [entryId(previousHash), ...entry.after];
}

function putIn(map: Map<ChannelId, Map<EntryId, Item>>, channel: ChannelId, item: Item): void {
  const known = map.get(channel);
  if (known) known.set(item.entry.id, item);
  else map.set(channel, new Map([[item.entry.id, item]]));
}
