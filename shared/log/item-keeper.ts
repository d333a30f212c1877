import type { Body } from '../kinds/kinds.ts';
import { equalBytes } from '../protocol/bytes.ts';
import { entryId, laneOf } from '../protocol/entry.ts';
import type { ChannelId, DeviceId, EntryId, PersonId } from '../protocol/ids.ts';
import { encodeText, readTextCode } from '../protocol/text-code.ts';
import type { Item, ItemEntry } from './item.ts';

/** Makes items small enough to be held for as long as an app is open; see `createItemKeeper`. */
export type ItemKeeper = {
  /** The same items in the same order. Those of one call share a block of memory, which goes when none of them is held. */
  keep(items: readonly Item[]): readonly Item[];
};

// A record of an item, of `recordBytes`, all numbers little-endian; the text code of its words stands behind it:
//
//   at   what
//   0    chain hash, 32 bytes, of which the first 16 are the id
//   32   clock, 6 bytes
//   38   number, counter and length of the body, 4 bytes each
//   50   length of the words, 2 bytes
//   52   kind, 1 byte
const recordBytes = 53;

/** What few items have: those that have none of it share one. */
type Rest = {
  readonly hasBody: boolean;
  readonly absence: ItemEntry['absence'];
  readonly after: readonly EntryId[];
  /** Without its text where the record has that. */
  readonly body: Body | null;
  readonly isWorded: boolean;
  readonly statement: Item['statement'];
  readonly voidReason: Item['voidReason'];
};

type WordedBody = Extract<Body, { kind: 'voice' | 'comment' }>;

type Hashed = { readonly hash: Uint8Array };

/** Who wrote where, and the last item kept of each lane. */
type Writer = {
  readonly channel: ChannelId;
  readonly device: DeviceId;
  readonly author: PersonId;
  readonly last: (KeptItem | undefined)[];
};

/**
 * A keeper that has kept nothing. A phone holds tens of thousands of items. As objects with texts each takes about 380 bytes; here a header is bytes, an id is
 * the first bytes of the hash, words are in text code, and what is the same for many stands once: about 100 bytes and the words. What is asked for is read
 * anew each time, so that two readings of a body are equal and not the same object.
 */
export function createItemKeeper(): ItemKeeper {
  const writers = new Map<DeviceId, Writer[]>();
  const shared = new Map<string, Rest>();

  function writerOf({ entry: { channel, device }, author }: Item): Writer {
    const known = writers.get(device) ?? [];
    const found = known.find((one) => one.channel === channel && one.author === author);
    if (found) return found;
    const writer = { channel, device, author, last: [] };
    writers.set(device, [...known, writer]);
    return writer;
  }

  /** Many have nothing but words. */
  function share(rest: Rest): Rest {
    const { hasBody, absence, after, body, isWorded, statement, voidReason } = rest;
    const isRare = after.length > 0 || statement !== null || voidReason !== null;
    if (isRare || (body && Object.keys(body).length > 1)) return rest;
    const name = [hasBody, absence, body?.kind, isWorded].join();
    const known = shared.get(name);
    if (known) return known;
    shared.set(name, rest);
    return rest;
  }

  /** What has the hash before an item: mostly the item kept before it. */
  function linkOf({ previousHash }: Item, candidates: readonly (Hashed | undefined)[]): Hashed {
    return candidates.find((one) => one && equalBytes(one.hash, previousHash)) ?? { hash: previousHash.slice() };
  }

  return {
    keep(items) {
      const words = items.map(wordsOf);
      const block = new Uint8Array(words.reduce((sum, text) => sum + recordBytes + (text?.length ?? 0), 0));
      let at = 0;
      let before: KeptItem | undefined;
      return items.map((item, i) => {
        const text = words[i] ?? null;
        const { entry } = item;
        const writer = writerOf(item);
        const last = writer.last[laneOf(entry)];
        writeRecord(block, at, entry, text ?? noBytes);
        const kept = new KeptItem(block, at, writer, linkOf(item, [before, last]), share(restOf(item, text !== null)));
        if ((last?.number ?? 0) < entry.number) writer.last[laneOf(entry)] = kept;
        at += recordBytes + (text?.length ?? 0);
        return (before = kept);
      });
    },
  };
}

const noBytes = new Uint8Array(0);

/** The words of a voice or comment in text code: most of what a phone holds. */
function wordsOf({ body }: Item): Uint8Array | null {
  return body?.kind === 'voice' || body?.kind === 'comment' ? encodeText(body.text) : null;
}

function restOf({ entry, body, statement, voidReason }: Item, isWorded: boolean): Rest {
  const { hasBody, absence, after } = entry;
  const { text: _, ...wordless } = body && isWorded ? (body as WordedBody) : { text: '' };
  return { hasBody, absence, after, body: isWorded ? (wordless as Body) : body, isWorded, statement, voidReason };
}

function writeRecord(block: Uint8Array, at: number, entry: ItemEntry, words: Uint8Array): void {
  const { hash, clockMs, number, counter, bodyLength, kind } = entry;
  block.set(hash, at);
  writeNumber(block, at + 32, clockMs, 6);
  writeNumber(block, at + 38, number, 4);
  writeNumber(block, at + 42, counter, 4);
  writeNumber(block, at + 46, bodyLength, 4);
  writeNumber(block, at + 50, words.length, 2);
  block[at + 52] = kind;
  block.set(words, at + recordBytes);
}

function writeNumber(block: Uint8Array, at: number, value: number, size: number): void {
  for (let i = 0, left = value; i < size; i++, left = Math.floor(left / 256)) block[at + i] = left % 256;
}

function readNumber(block: Uint8Array, at: number, size: number): number {
  let value = 0;
  for (let i = size - 1; i >= 0; i--) value = value * 256 + (block[at + i] ?? 0);
  return value;
}

// What was read last: folds ask many things of one item before they ask of the next.
let lastNamed: KeptItem | null = null;
let lastId = '';
let lastRead: KeptItem | null = null;
let lastBody: Body | null = null;

class KeptItem implements Item, ItemEntry {
  readonly #block: Uint8Array;
  readonly #at: number;
  readonly #writer: Writer;
  readonly #before: Hashed;
  readonly #rest: Rest;

  constructor(block: Uint8Array, at: number, writer: Writer, before: Hashed, rest: Rest) {
    this.#block = block;
    this.#at = at;
    this.#writer = writer;
    this.#before = before;
    this.#rest = rest;
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
    return this.#block.subarray(this.#at, this.#at + 32);
  }

  get previousHash(): Uint8Array {
    return this.#before.hash;
  }

  get clockMs(): number {
    return readNumber(this.#block, this.#at + 32, 6);
  }

  get number(): number {
    return readNumber(this.#block, this.#at + 38, 4);
  }

  get counter(): number {
    return readNumber(this.#block, this.#at + 42, 4);
  }

  get bodyLength(): number {
    return readNumber(this.#block, this.#at + 46, 4);
  }

  get kind(): number {
    return this.#block[this.#at + 52] ?? 0;
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

  get hasBody(): boolean {
    return this.#rest.hasBody;
  }

  get absence(): ItemEntry['absence'] {
    return this.#rest.absence;
  }

  get after(): readonly EntryId[] {
    return this.#rest.after;
  }

  get statement(): Item['statement'] {
    return this.#rest.statement;
  }

  get voidReason(): Item['voidReason'] {
    return this.#rest.voidReason;
  }

  get body(): Body | null {
    const { body, isWorded } = this.#rest;
    if (!isWorded) return body;
    if (lastRead === this) return lastBody;
    const from = this.#at + recordBytes;
    const text = readTextCode(this.#block.subarray(from, from + readNumber(this.#block, this.#at + 50, 2)));
    lastBody = { ...body, text } as WordedBody;
    lastRead = this;
    return lastBody;
  }
}
