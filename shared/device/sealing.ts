import type { Body } from '../kinds/kinds.ts';
import type { Item } from '../log/item.ts';
import { giveKey, recipientsIn, takeKey, type Recipient } from '../log/seal-key.ts';
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
   * The key under which to write in `channel`: of those that were given to exactly `recipients` the one with the lowest id; null when there is none and one
   * has to be made. Keys whose entry is void do not count.
   */
  keyFor(channel: ChannelId, recipients: readonly Recipient[], isVoid: (item: Item) => boolean): SealKey | null;
  /** The body of a new key for `recipients`, as `conv.key` has it, and the key. */
  makeKey(
    channel: ChannelId,
    recipients: readonly Recipient[],
  ): Promise<{ readonly key: Uint8Array; readonly recipients: Uint8Array }>;
  /** What other devices of the person passed on. */
  readonly passed: PassedKeys;
  /** Every key that this device has. */
  held(): readonly ListedKey[];
  /** Of the keys that were given to this device directly: to whom. */
  given(): readonly { readonly id: EntryId; readonly recipients: Uint8Array }[];
};

/** A sealing key that this device has, now or before it was renewed, with the id under which keys were given to it. */
export type OwnSealing = { readonly device: DeviceId; readonly sealing: Secret };

type KnownKey = { readonly item: Item; readonly key: Uint8Array };

/**
 * Keys and sealed entries of one device, in memory only: every start opens what it needs anew. Keys come in lane 0, before what they seal, but an entry
 * that is here first waits.
 */
export function createSealing(
  keys: KeyPort,
  engine: SealEngine,
  random: (count: number) => Uint8Array,
  ownSealings: () => readonly OwnSealing[],
  passed: PassedKeys,
): Sealing {
  const known = new Map<EntryId, KnownKey>();
  const waiting = new Map<EntryId, Item[]>();
  const bodies = new Map<EntryId, Body>();
  let noted: Item[] = [];

  async function learn(item: Item): Promise<void> {
    if (item.body?.kind !== 'conv.key' || known.has(item.entry.id)) return;
    for (const own of ownSealings()) {
      if (!recipientsIn(item.body.recipients).includes(own.device)) continue;
      const opened = await keys.openSealing(own.sealing);
      const key = await takeKey(engine, item.entry.channel, item.body.recipients, own.device, opened);
      if (key) return void known.set(item.entry.id, { item, key });
    }
  }

  async function openOne(item: Item): Promise<Item | null> {
    const { body, entry } = item;
    if (!body || !isSealed(body)) return null;
    const found = keysOf(body.key);
    if (found.length === 0) {
      waiting.set(body.key, [...(waiting.get(body.key) ?? []), item]);
      return null;
    }
    for (const { channel, key } of found) {
      const inner = channel === entry.channel ? await openBody(engine, key, entry, body) : null;
      if (!inner) continue;
      bodies.set(entry.id, inner);
      const opened = { ...item, body: inner };
      passed.take(opened, body.key);
      return opened;
    }
    return null;
  }

  function keysOf(id: EntryId): readonly ListedKey[] {
    const own = known.get(id);
    return own ? [{ id, channel: own.item.entry.channel, key: own.key }] : passed.candidates(id);
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
      for (const item of taken) {
        if (item.body?.kind !== 'conv.key') ready.push(item);
        else await learn(item);
      }
      const opened: Item[] = [];
      // What is opened may hold keys that open more.
      for (let next = [...ready, ...takeReady()]; next.length > 0; next = takeReady()) {
        for (const item of next) {
          const one = await openOne(item);
          if (one) opened.push(one);
        }
      }
      return opened;
    },
    openedBody: (id) => bodies.get(id) ?? null,
    keyFor(channel, recipients, isVoid) {
      const wanted = recipients.map(({ id }) => id).sort();
      const fitting = [...known].filter(([, { item }]) => {
        if (item.entry.channel !== channel || item.body?.kind !== 'conv.key' || isVoid(item)) return false;
        const given = recipientsIn(item.body.recipients);
        return given.length === wanted.length && given.every((id, i) => id === wanted[i]);
      });
      const [lowest] = fitting.sort(([a], [b]) => (a < b ? -1 : 1));
      return lowest ? { id: lowest[0], key: lowest[1].key } : null;
    },
    async makeKey(channel, recipients) {
      const key = random(32);
      return { key, recipients: await giveKey(engine, channel, key, recipients) };
    },
    passed,
    held: () => [
      ...[...known].map(([id, { item, key }]) => ({ id, channel: item.entry.channel, key })),
      ...passed.all().filter(({ id }) => !known.has(id)),
    ],
    given: () =>
      [...known].flatMap(([id, { item }]) =>
        item.body?.kind === 'conv.key' ? [{ id, recipients: item.body.recipients }] : [],
      ),
  };
}
