import type { Body } from '../kinds/kinds.ts';
import { equalBytes } from '../protocol/bytes.ts';
import { entryId, laneOf } from '../protocol/entry.ts';
import type { ChannelId, DeviceId, EntryId, PersonId } from '../protocol/ids.ts';
import type { Lane } from '../protocol/parameters.ts';
import type { Item, ItemEntry } from './item.ts';
import { isPacked, ItemRecords } from './item-records.ts';

/** Makes items small enough to be held for as long as an app is open; see `createItemKeeper`. */
export type ItemKeeper = {
  /** The same items in the same order. Those of one call share a block of memory, which goes when none of them is held. */
  keep(items: readonly Item[]): readonly Item[];
};

/** Who wrote a log, and the last item kept of it. */
type Writer = {
  readonly channel: ChannelId;
  readonly device: DeviceId;
  readonly lane: Lane;
  readonly author: PersonId;
  last: KeptItem | null;
};

/** What few items have beside what stands in records. */
type Rest = Pick<Item, 'body' | 'statement' | 'voidReason'> & Pick<ItemEntry, 'after'>;

/**
 * A keeper that has kept nothing. A phone holds tens of thousands of items. As objects with texts each takes about 380 bytes; here header and body are bytes,
 * an id is the first bytes of the hash, and words are in text code: about 75 bytes and the words. What is asked for is read anew each time, so that two
 * readings of a body are equal and not the same object.
 */
export function createItemKeeper(): ItemKeeper {
  const writers = new Map<DeviceId, Writer[]>();

  function writerOf({ entry, author }: Item): Writer {
    const { channel, device } = entry;
    const lane = laneOf(entry);
    const known = writers.get(device) ?? [];
    const found = known.find((one) => one.channel === channel && one.lane === lane && one.author === author);
    if (found) return found;
    const writer = { channel, device, lane, author, last: null };
    writers.set(device, [...known, writer]);
    return writer;
  }

  return {
    keep(items) {
      const records = new ItemRecords();
      let previous: KeptItem | null = null;
      const kept = items.map((item) => {
        const writer = writerOf(item);
        // What has the hash before an item is mostly the item kept before it.
        const before = [previous, writer.last].find((one) => one && equalBytes(one.hash, item.previousHash)) ?? null;
        const at = records.add(item, before === null);
        const rest = restOf(item);
        const one = rest ? new RareItem(records, at, writer, before, rest) : new KeptItem(records, at, writer, before);
        if ((writer.last?.number ?? 0) < item.entry.number) writer.last = one;
        return (previous = one);
      });
      records.close();
      return kept;
    },
  };
}

function restOf({ entry: { after }, body, statement, voidReason }: Item): Rest | null {
  const isCommon = after.length === 0 && statement === null && voidReason === null && (body === null || isPacked(body));
  return isCommon ? null : { after, body: isPacked(body) ? null : body, statement, voidReason };
}

const none: readonly EntryId[] = [];

// What was read last: folds ask many things of one item before they ask of the next.
let lastNamed: KeptItem | null = null;
let lastId = '';
let lastRead: KeptItem | null = null;
let lastBody: Body | null = null;

class KeptItem implements Item, ItemEntry {
  readonly #records: ItemRecords;
  readonly #at: number;
  readonly #writer: Writer;
  readonly #before: KeptItem | null;

  constructor(records: ItemRecords, at: number, writer: Writer, before: KeptItem | null) {
    this.#records = records;
    this.#at = at;
    this.#writer = writer;
    this.#before = before;
  }

  get entry(): ItemEntry {
    return this;
  }

  get id(): EntryId {
    if (lastNamed === this) return lastId;
    lastId = entryId(this.hash);
    lastNamed = this;
    return lastId;
  }

  get hash(): Uint8Array {
    return this.#records.hash(this.#at);
  }

  get previousHash(): Uint8Array {
    return this.#before?.hash ?? this.#records.link(this.#at);
  }

  get clockMs(): number {
    return this.#records.clockMs(this.#at);
  }

  get number(): number {
    return this.#records.number(this.#at);
  }

  get counter(): number {
    return this.#records.counter(this.#at);
  }

  get bodyLength(): number {
    return this.#records.bodyLength(this.#at);
  }

  get kind(): number {
    return this.#records.kind(this.#at);
  }

  get hasBody(): boolean {
    return this.#records.hasBody(this.#at);
  }

  get absence(): ItemEntry['absence'] {
    return this.#records.absence(this.#at);
  }

  get channel(): ChannelId {
    return this.#writer.channel;
  }

  get device(): DeviceId {
    return this.#writer.device;
  }

  get author(): PersonId {
    return this.#writer.author;
  }

  get after(): readonly EntryId[] {
    return none;
  }

  get statement(): Item['statement'] {
    return null;
  }

  get voidReason(): Item['voidReason'] {
    return null;
  }

  get body(): Body | null {
    if (lastRead === this) return lastBody;
    lastBody = this.#records.body(this.#at);
    lastRead = this;
    return lastBody;
  }
}

class RareItem extends KeptItem {
  readonly #rest: Rest;

  constructor(records: ItemRecords, at: number, writer: Writer, before: KeptItem | null, rest: Rest) {
    super(records, at, writer, before);
    this.#rest = rest;
  }

  override get after(): readonly EntryId[] {
    return this.#rest.after;
  }

  override get statement(): Item['statement'] {
    return this.#rest.statement;
  }

  override get voidReason(): Item['voidReason'] {
    return this.#rest.voidReason;
  }

  override get body(): Body | null {
    return this.#rest.body ?? super.body;
  }
}
