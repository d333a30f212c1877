import { digestOf } from '../fold/digest.ts';
import { deliveryOf } from '../device/evidence.ts';
import { createReplica } from '../fold/replica.ts';
import { attachTalk } from '../fold/talk.ts';
import type { Item } from '../log/item.ts';
import { bytesToHex, equalBytes } from '../protocol/bytes.ts';
import type { EntryId } from '../protocol/ids.ts';
import type { Seeded } from '../protocol/seeded.ts';
import { fromSegment } from '../sync/segments.ts';
import type { Entry } from '../protocol/entry.ts';
import { findTalkViolation } from './invariants-talk.ts';
import { heldItems } from './perform.ts';
import type { Dweller } from './town.ts';
import { replicaOf } from './town.ts';
import type { World } from './world.ts';

/** The first promise that a quiet town breaks, in words, or null. */
export async function findViolation(world: World, seeded: Seeded): Promise<string | null> {
  const stored = storedEntries(world);
  for (const dweller of world.dwellers) {
    const found =
      findUndelivered(dweller, stored) ??
      findMissing(dweller, world, stored) ??
      findTwice(dweller) ??
      findUnstableFold(dweller, seeded);
    if (found !== null) return `${dweller.name} (${dweller.device.id().slice(0, 8)}): ${found}`;
  }
  return findLost(world, stored) ?? findSplit(world) ?? findUnerased(world, stored) ?? findTalkViolation(world);
}

function storedEntries(world: World): ReadonlyMap<EntryId, Entry> {
  const entries = new Map<EntryId, Entry>();
  for (const segment of world.server.store().rows().segments) {
    for (const entry of fromSegment(segment).entries) entries.set(entry.id, entry);
  }
  return entries;
}

/** Truth about delivery: what is shown as being at the server is there, and nothing waits without a reason. */
function findUndelivered(dweller: Dweller, stored: ReadonlyMap<EntryId, Entry>): string | null {
  for (const row of dweller.device.own()) {
    // To a device that was cut off no server speaks any more, so it does not hear that one was put back to an older copy.
    if (row.state === 'server' && !stored.has(row.id) && !dweller.isRevoked)
      return `entry ${row.id} is shown at the server and is not there`;
    const isRightlyRefused =
      row.code === 'again' || (row.code === 'revoked' && (dweller.isRevoked || dweller.isReplaced));
    if (row.state === 'refused' && !isRightlyRefused) return `entry ${row.id} was refused: ${row.code}`;
    if (row.state === 'unsent' && row.code === null && !dweller.isReplaced)
      return `entry ${row.id} still waits without a reason`;
  }
  return null;
}

/**
 * Truth about delivery, asked whenever a device was told something: who is shown to have an entry on a phone of theirs held it on one when that phone spoke
 * to the server. In the end everyone holds everything, so then it would say nothing.
 */
export function findUntrue(dweller: Dweller, world: World): string | null {
  const { device } = dweller;
  const replica = replicaOf(dweller);
  for (const row of device.own()) {
    const item = replica.get(row.id);
    if (item === null) continue;
    for (const { person } of deliveryOf(item, row, device.core.meta, replica.delivery).theirs) {
      const theirs = world.dwellers.filter((one) => one.person === person);
      if (person === dweller.person || !theirs.some((one) => one.everHeld.has(row.id)))
        return `entry ${row.id} is shown on a phone that never held it`;
    }
  }
  return null;
}

/** Set equality: what the server would give this device is what it holds. */
function findMissing(dweller: Dweller, world: World, stored: ReadonlyMap<EntryId, Entry>): string | null {
  if (dweller.isRevoked) return null;
  const session = { person: dweller.person, device: dweller.device.id() };
  const directory = world.server.directory();
  const channels = new Set(directory.readableChannels(session));
  const held = new Set(dweller.device.core.holdings.ids());
  for (const entry of stored.values()) {
    if (!channels.has(entry.channel) || !directory.mayReadLog(session, entry.channel, entry.device)) continue;
    if (!held.has(entry.id))
      return `lacks entry ${entry.id}, number ${entry.number} of ${entry.channel}/${entry.device} (kind ${entry.kind}), which it may read`;
  }
  return null;
}

/** Folds are functions of the set: in any order and with duplicates they give the same to the byte. */
function findUnstableFold(dweller: Dweller, seeded: Seeded): string | null {
  const items = [...heldItems(dweller)];
  const again = createReplica(dweller.person);
  attachTalk(again);
  again.addCertificates([...dweller.device.core.holdings.certificates()]);
  const rotations = [...dweller.device.core.holdings.rotations()];
  again.addStatements(rotations.map((rotation) => ({ what: 'rotation', rotation })));
  again.add(shuffle([...items, ...items.slice(0, 5)], seeded));
  return digestOf(again) === digestOf(replicaOf(dweller)) ? null : 'its folds depend on the order of arrival';
}

/** Two devices of one person that hold the same set show the same. */
function findSplit(world: World): string | null {
  const byPerson = new Map<string, Dweller[]>();
  for (const dweller of world.dwellers) {
    if (!dweller.isRevoked) byPerson.set(dweller.person, [...(byPerson.get(dweller.person) ?? []), dweller]);
  }
  for (const dwellers of byPerson.values()) {
    const sets = new Map<string, string>();
    for (const dweller of dwellers) {
      const { holdings } = dweller.device.core;
      const devices = [...holdings.certificates()].map((one) => `${one.device}/${one.serial}`);
      const ids = [...holdings.ids(), ...devices].sort().join();
      const digest = digestOf(replicaOf(dweller));
      const other = sets.get(ids);
      if (other !== undefined && other !== digest) return `${dweller.name}: two devices hold the same set and differ`;
      sets.set(ids, digest);
    }
  }
  return null;
}

/** What a device said it saved is at the server or refused with a reason, unless its storage was put back to an older copy before. */
function findLost(world: World, stored: ReadonlyMap<EntryId, Entry>): string | null {
  const erased = new Set(
    world.dwellers
      .flatMap(heldItems)
      .flatMap(({ body }) => (body?.kind === 'erase' ? bytesToHex(body.targetHash.subarray(0, 16)) : [])),
  );
  for (const { id, text, by, disk } of world.said) {
    if (erased.has(id)) continue;
    const rows = new Map(by.device.own().map((one) => [one.id, one]));
    let row = rows.get(id);
    while (row?.againAs) row = rows.get(row.againAs);
    if (stored.has(row?.id ?? id) || (row?.code && row.code !== 'again')) continue;
    if ((row === undefined && disk !== by.disk) || by.isReplaced) continue;
    // It stands on the device, from which nobody takes anything any more.
    if (row !== undefined && by.isRevoked) continue;
    return `what ${by.name} saved is lost: ${text}`;
  }
  return null;
}

/** A text that was written once, and again after a renewal, is one entry with several names: all but one of its copies name another. */
function findTwice(dweller: Dweller): string | null {
  const byText = new Map<string, Item[]>();
  for (const item of heldItems(dweller)) {
    if (item.body?.kind === 'voice') byText.set(item.body.text, [...(byText.get(item.body.text) ?? []), item]);
  }
  for (const [text, items] of byText) {
    const first = items.filter((item) => item.body?.kind === 'voice' && item.body.again === undefined);
    if (first.length > 1) return `${text} was written once and stands there twice`;
  }
  return null;
}

/** No body comes back that its author, or the owner of its channel, erased. */
function findUnerased(world: World, stored: ReadonlyMap<EntryId, Entry>): string | null {
  const erases = world.dwellers.flatMap((dweller) => heldItems(dweller)).filter((item) => item.body?.kind === 'erase');
  for (const erase of erases) {
    if (erase.body?.kind !== 'erase' || !stored.has(erase.entry.id) || isVoidSomewhere(world, erase)) continue;
    for (const entry of stored.values()) {
      if (entry.body !== null && equalBytes(entry.hash, erase.body.targetHash))
        return `an erased body is still stored: ${entry.id}`;
    }
  }
  return null;
}

function isVoidSomewhere(world: World, item: Item): boolean {
  return world.server.directory().access.whyVoid(item) !== null;
}

function shuffle(items: Item[], seeded: Seeded): readonly Item[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = seeded.int(i + 1);
    [items[i], items[j]] = [items[j] as Item, items[i] as Item];
  }
  return items;
}
