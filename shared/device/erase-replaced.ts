import { candidatesOf } from '../fold/newest.ts';
import type { Replica } from '../fold/replica.ts';
import type { Item } from '../log/item.ts';
import { toChannelId } from '../protocol/ids.ts';
import { ok, type Result } from '../protocol/result.ts';
import type { Device } from './device.ts';
import type { DiskError } from './ports.ts';

/** Read marks change with every look, and each erasure is an entry of lane 0, whose budget is for signs of life: they stay. */
const staying = /^read\//;
/** So many at a time: what is left is done another time. */
const mostAtOnce = 10;

const openedBy = new WeakMap<Replica, Item[]>();

/**
 * Erases what a newer value of the same setting replaced, such as a name that the person once gave a friend: of `self` the newest value of each key is kept.
 * A value is erased only after all that it replaced itself, so that none comes back to life, and once the one that holds is where other devices find it.
 * Gives how many were erased. Works offline; the second time nothing is written, and two devices that do it at once come to the same.
 */
export async function eraseReplaced(device: Device, replica: Replica): Promise<Result<number, DiskError>> {
  let count = 0;
  for (const { entry } of replacedSettings(device, replica).slice(0, mostAtOnce)) {
    const { hash, device: writer, kind, number, channel } = entry;
    const target = { targetHash: hash, device: writer, kindNumber: kind, number };
    const written = await device.write('erase', channel, { ...target, reason: 'expired' });
    if (!written.ok) return written;
    count++;
  }
  return ok(count);
}

/** In an order in which each can be erased. */
function replacedSettings(device: Device, replica: Replica): readonly Item[] {
  const byKey = new Map<string, Item[]>();
  for (const item of new Set(openedOf(replica))) {
    const kept = replica.get(item.entry.id);
    if (item.body?.kind !== 'setting' || staying.test(item.body.key) || !kept || item.author !== device.person)
      continue;
    if (item.entry.channel !== toChannelId('self', device.person)) continue;
    if (replica.isVoid(kept) !== null || replica.isErased(kept)) continue;
    byKey.set(item.body.key, [...(byKey.get(item.body.key) ?? []), item]);
  }
  return [...byKey.values()].flatMap((values) => {
    const left = candidatesOf(values, replica.access.ground);
    const isSafe = left.every(({ entry }) => (device.core.own.get(entry.id)?.state ?? 'server') === 'server');
    const replaced = values.filter((item) => !left.includes(item));
    return isSafe ? inOrder(replaced) : [];
  });
}

/** Oldest first: none before what it replaced, by name or by standing later in the same log. */
function inOrder(replaced: readonly Item[]): readonly Item[] {
  const ordered: Item[] = [];
  for (let left = replaced; left.length > 0;) {
    const next = left.find((item) => left.every((other) => other === item || !isReplacedBy(other, item)));
    if (!next) return ordered;
    ordered.push(next);
    left = left.filter((item) => item !== next);
  }
  return ordered;
}

function isReplacedBy({ entry }: Item, { entry: later, body }: Item): boolean {
  const named = body && 'replaces' in body ? body.replaces : undefined;
  return named?.includes(entry.id) || (entry.device === later.device && entry.number < later.number);
}

/** What this replica opened; it tells of it from the first call on. */
function openedOf(replica: Replica): readonly Item[] {
  const known = openedBy.get(replica);
  if (known) return known;
  const opened: Item[] = [];
  openedBy.set(replica, opened);
  replica.extend({ add: () => undefined, addOpened: (item) => void opened.push(item) });
  return opened;
}
