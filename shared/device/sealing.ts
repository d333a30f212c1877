import type { Body } from '../kinds/kinds.ts';
import { withBody, type Item } from '../log/item.ts';
import { giveKey, maxRecipients, recipientsIn, takeKey, type Recipient } from '../log/seal-key.ts';
import { isSealed, openBody, type SealKey } from '../log/sealed.ts';
import type { ChannelId, DeviceId, EntryId } from '../protocol/ids.ts';
import type { SealEngine } from '../protocol/seal-engine.ts';
import type { ListedKey } from '../log/key-list.ts';
import type { PassedKeys } from './passed-keys.ts';
import type { KeyPort, Secret } from './ports.ts';

/** What this device can open; see `createSealing`. */
export type Sealing = {
  /** Remembers sealed entries and keys among `items` until `open`. */
  note(items: readonly Item[]): void;
  /** Opens what was noted and can be opened by now: each item once, with what it holds as its body. The others wait for their key. */
  open(): Promise<readonly Item[]>;
  /** What the own or a received entry with that id was found to hold, or null when it was not opened. */
  openedBody(id: EntryId): Body | null;
  /**
   * The key under which to write in `channel`: of those that were given to exactly `recipients`, in all their parts, the one with the lowest id; null when
   * there is none and one has to be made. Keys of which `isUsable` says no do not count.
   */
  keyFor(channel: ChannelId, recipients: readonly Recipient[], isUsable: (item: Item) => boolean): SealKey | null;
  /** A new key, and to whom it is given as the `recipients` of `conv.key`, in as many parts as that needs; at least one. */
  makeKey(
    channel: ChannelId,
    recipients: readonly Recipient[],
  ): Promise<{ readonly key: Uint8Array; readonly parts: readonly Uint8Array[] }>;
  /** How many sealed entries of a channel wait for a key that is not here. */
  waitingIn(channel: ChannelId): number;
  /** What other devices of the person passed on. */
  readonly passed: PassedKeys;
  /** Every key that this device has. */
  held(): readonly ListedKey[];
  /** Of the keys that were given to this device directly: to whom, once for each part. */
  given(): readonly { readonly id: EntryId; readonly recipients: Uint8Array }[];
};

/** A sealing key that this device has, now or before it was renewed, with the id under which keys were given to it. */
export type OwnSealing = { readonly device: DeviceId; readonly sealing: Secret };

type KnownKey = { readonly channel: ChannelId; readonly key: Uint8Array };

/**
 * Keys and sealed entries of one device, in memory only: every start opens what it needs anew. Keys come in lane 0, before what they seal, but an entry
 * that is here first waits. A key is named by the entry that gave it out; further parts of it, for more recipients, count from the same device alone.
 */
export function createSealing(
  keys: KeyPort,
  engine: SealEngine,
  random: (count: number) => Uint8Array,
  ownSealings: () => readonly OwnSealing[],
  passed: PassedKeys,
): Sealing {
  const known = new Map<EntryId, KnownKey>();
  const firsts = new Map<EntryId, Item>();
  const partsByFirst = new Map<EntryId, Map<EntryId, Item>>();
  const waiting = new Map<EntryId, Item[]>();
  const bodies = new Map<EntryId, Body>();
  let noted: Item[] = [];

  /** Gives the name of the key when the entry has been put in its place. */
  function place(item: Item): EntryId | null {
    if (item.body?.kind !== 'conv.key') return null;
    const { part } = item.body;
    if (part === undefined) firsts.set(item.entry.id, item);
    else partsByFirst.set(part, (partsByFirst.get(part) ?? new Map()).set(item.entry.id, item));
    return part ?? item.entry.id;
  }

  /** The entry that named a key, and the parts that belong to it. */
  function entriesOf(id: EntryId): readonly Item[] {
    const first = firsts.get(id);
    if (!first) return [];
    const { device, channel } = first.entry;
    const parts = [...(partsByFirst.get(id)?.values() ?? [])];
    return [first, ...parts.filter(({ entry }) => entry.device === device && entry.channel === channel)];
  }

  async function learn(id: EntryId): Promise<void> {
    if (known.has(id)) return;
    for (const { body, entry } of entriesOf(id)) {
      if (body?.kind !== 'conv.key') continue;
      for (const own of ownSealings()) {
        if (!recipientsIn(body.recipients).includes(own.device)) continue;
        const opened = await keys.openSealing(own.sealing);
        const key = await takeKey(engine, entry.channel, body.recipients, own.device, opened);
        if (key) return void known.set(id, { channel: entry.channel, key });
      }
    }
  }

  async function openOne(item: Item): Promise<Item | null> {
    const { body, entry } = item;
    if (!body || !isSealed(body)) return null;
    const found = keysOf(body.key);
    if (found.length === 0) {
      const others = waiting.get(body.key);
      if (others) others.push(item);
      else waiting.set(body.key, [item]);
      return null;
    }
    for (const { channel, key } of found) {
      const inner = channel === entry.channel ? await openBody(engine, key, entry, body) : null;
      if (!inner) continue;
      bodies.set(entry.id, inner);
      const opened = withBody(item, inner);
      passed.take(opened, body.key);
      return opened;
    }
    return null;
  }

  function keysOf(id: EntryId): readonly ListedKey[] {
    const own = known.get(id);
    return own ? [{ id, channel: own.channel, key: own.key }] : passed.candidates(id);
  }

  function takeReady(): Item[] {
    const ids = [...waiting.keys()].filter((id) => keysOf(id).length > 0);
    const ready = ids.flatMap((id) => waiting.get(id) ?? []);
    for (const id of ids) waiting.delete(id);
    return ready;
  }

  return {
    note(items) {
      for (const item of items) {
        if (item.body && (item.body.kind === 'conv.key' || isSealed(item.body))) noted.push(item);
      }
    },
    async open() {
      const taken = noted;
      noted = [];
      const ready: Item[] = [];
      const named = new Set<EntryId>();
      for (const item of taken) {
        const id = place(item);
        if (id === null) ready.push(item);
        else named.add(id);
      }
      for (const id of named) await learn(id);
      const opened: Item[] = [];
      // What is opened may hold keys that open more.
      for (let next = [...ready, ...takeReady()]; next.length > 0; next = takeReady()) {
        for (let at = 0; at < next.length; at += openedAtOnce) {
          // Side by side: the browser's own engine works on other threads.
          const ones = await Promise.all(next.slice(at, at + openedAtOnce).map(openOne));
          for (const one of ones) if (one) opened.push(one);
        }
      }
      return opened;
    },
    openedBody: (id) => bodies.get(id) ?? null,
    keyFor(channel, recipients, isUsable) {
      const wanted = recipients.map(({ id }) => id).sort();
      const fitting = [...known].filter(([id, { channel: own }]) => {
        const entries = own === channel ? entriesOf(id) : [];
        const [first] = entries;
        if (!first || !isUsable(first)) return false;
        const given = entries.flatMap(({ body }) => (body?.kind === 'conv.key' ? recipientsIn(body.recipients) : []));
        return given.length === wanted.length && given.sort().every((id, i) => id === wanted[i]);
      });
      const [lowest] = fitting.sort(([a], [b]) => (a < b ? -1 : 1));
      return lowest ? { id: lowest[0], key: lowest[1].key } : null;
    },
    async makeKey(channel, recipients) {
      const key = random(32);
      const parts: Uint8Array[] = [];
      for (let at = 0; at === 0 || at < recipients.length; at += maxRecipients) {
        parts.push(await giveKey(engine, channel, key, recipients.slice(at, at + maxRecipients)));
      }
      return { key, parts };
    },
    waitingIn(channel) {
      let count = 0;
      for (const items of waiting.values()) count += items.filter(({ entry }) => entry.channel === channel).length;
      return count;
    },
    passed,
    held: () => [
      ...[...known].map(([id, { channel, key }]) => ({ id, channel, key })),
      ...passed.all().filter(({ id }) => !known.has(id)),
    ],
    given: () =>
      [...known.keys()].flatMap((id) =>
        entriesOf(id).flatMap(({ body }) => (body?.kind === 'conv.key' ? [{ id, recipients: body.recipients }] : [])),
      ),
  };
}

const openedAtOnce = 64;
