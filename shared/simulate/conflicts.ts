import type { World } from './world.ts';
import { heldItems } from './perform.ts';
import type { EntryId } from '../protocol/ids.ts';
import { replicaOf, type Dweller } from './town.ts';

/** Which kinds of conflict a run held. */
export type Conflicts = Readonly<Record<ConflictKind, boolean>>;

/** What a generator must bring about often enough for the folds to be tested by it. */
export const conflictKinds = [
  'fork',
  'late revocation',
  'concurrent friend add and remove',
  'equal clocks',
  'a clock of 2099',
  'a clock of 1970',
  'restored store',
  'erased body',
  "on another's phone",
  'concurrent add and removal of a member',
  'members who removed each other',
  'a member added again',
  'a message that a removal voids',
] as const;

/** Name of a kind of conflict. */
export type ConflictKind = (typeof conflictKinds)[number];

/** Looks at what the devices hold at the end. */
export function countConflicts(world: World): Conflicts {
  const items = new Map(world.dwellers.flatMap((dweller) => heldItems(dweller).map((item) => [item.entry.id, item])));
  const places = new Map<string, string>();
  const clocks = new Map<number, string>();
  const found: Record<ConflictKind, boolean> = {
    fork: false,
    'late revocation': false,
    'concurrent friend add and remove': false,
    'equal clocks': false,
    'a clock of 2099': false,
    'a clock of 1970': false,
    'restored store': world.server.store().epoch !== world.firstEpoch,
    'erased body': false,
    "on another's phone": world.dwellers.some(isOnAnothersPhone),
    'concurrent add and removal of a member': false,
    'members who removed each other': false,
    'a member added again': false,
    'a message that a removal voids': false,
  };
  const words = new Map<string, Set<string>>();
  for (const { entry, body, author } of items.values()) {
    const place = `${entry.channel}/${entry.device}/${entry.kind >> 6}/${entry.number}`;
    const there = places.get(place);
    if (there !== undefined && there !== entry.id) found.fork = true;
    places.set(place, entry.id);
    const atOnce = clocks.get(entry.clockMs);
    if (atOnce !== undefined && atOnce !== entry.device) found['equal clocks'] = true;
    clocks.set(entry.clockMs, entry.device);
    if (entry.clockMs > 3_900_000_000_000) found['a clock of 2099'] = true;
    if (entry.clockMs < 100_000_000_000) found['a clock of 1970'] = true;
    if (entry.absence === 'erased' || body?.kind === 'erase') found['erased body'] = true;
    if (body?.kind === 'friend.add' || body?.kind === 'friend.remove') {
      const key = `${author}/${entry.channel}/${[...(body.replaces ?? [])].sort().join()}`;
      words.set(key, (words.get(key) ?? new Set()).add(body.kind));
    }
    if (body?.kind === 'device.revoke')
      found['late revocation'] ||= world.dwellers.some(
        (one) => one.isRevoked && isVoidSomewhere(world, one.device.id()),
      );
  }
  const removals = [...items.values()].flatMap(({ body, author, entry }) =>
    body?.kind === 'conv.member' ? (body.remove ?? []).map((person) => ({ by: author, person, entry })) : [],
  );
  for (const { body, author, entry } of items.values()) {
    const about = removals.filter((removal) => removal.entry.channel === entry.channel);
    if (body?.kind === 'conv.member' && body.add) {
      const ofAdded = about.filter(({ person }) => body.add?.includes(person));
      if (body.undoes?.length) found['a member added again'] = true;
      found['concurrent add and removal of a member'] ||= ofAdded.some((one) => !body.undoes?.includes(one.entry.id));
    }
    found['members who removed each other'] ||= about.some(
      (one) =>
        one.entry.id !== entry.id &&
        one.person === author &&
        body?.kind === 'conv.member' &&
        body.remove?.includes(one.by),
    );
    if (entry.kind === 0x7f && about.some(({ person }) => person === author))
      found['a message that a removal voids'] ||= isNotPermittedSomewhere(world, entry.id);
  }
  found['concurrent friend add and remove'] = [...words.values()].some((kinds) => kinds.size === 2);
  return found;
}

/** Whether the dweller was told of something of theirs that another has it. */
function isOnAnothersPhone(dweller: Dweller): boolean {
  const { delivery } = replicaOf(dweller);
  const own = dweller.device.own().flatMap((row) => replicaOf(dweller).get(row.id) ?? []);
  return own.some((item) => delivery.wheresOf(item, 'theirs').length > 0);
}

function isNotPermittedSomewhere(world: World, id: EntryId): boolean {
  return world.dwellers.some((dweller) => {
    const item = replicaOf(dweller).get(id);
    return item !== null && replicaOf(dweller).isVoid(item)?.code === 'not-permitted';
  });
}

/** Whether a device wrote above its cut. */
function isVoidSomewhere(world: World, device: string): boolean {
  return world.dwellers.some((dweller) =>
    heldItems(dweller).some(
      (item) => item.entry.device === device && replicaOf(dweller).isVoid(item)?.code === 'revoked',
    ),
  );
}
