import type { Item } from '../log/item.ts';
import { createNobleSigner } from '../protocol/engine-noble.ts';
import { toChannelId, type EntryId } from '../protocol/ids.ts';
import type { Seeded } from '../protocol/seeded.ts';
import { inviteHash } from './friends.ts';
import {
  announce,
  certify,
  copyDevice,
  cutsOf,
  equip,
  erasing,
  revoke,
  rotate,
  settle,
  townNames,
  erased,
  write,
  type TownDevice,
  type Townsperson,
} from './test-town.ts';

/** What a history has in it that a fold could get wrong. */
export type Conflict =
  | 'fork'
  | 'late revocation'
  | 'concurrent friend words'
  | 'equal clocks'
  | 'year 2099'
  | 'year 1970'
  | 'erasure'
  | 'written again'
  | 'rotation'
  | 'wrong clock set right'
  | 'lent device'
  | 'end of a person'
  | 'invitation'
  | 'body gone';

/** Items of a small town in the order they were written, and which conflicts are among them. */
export type History = { readonly items: readonly Item[]; readonly conflicts: ReadonlySet<Conflict> };

const nowMs = 1_767_225_600_000;
const farAheadMs = Date.UTC(2099, 0, 1);

/** A history of about sixty steps from a seed. Keys are made once a town (`createHistories`), since they are what costs. */
export async function createHistory(town: readonly TownDevice[], seeded: Seeded): Promise<History> {
  const devices = town.map((device) => ({ ...device, heads: new Map() }));
  const items: Item[] = [];
  const conflicts = new Set<Conflict>();
  const ids: EntryId[] = [];
  const copies: TownDevice[] = [];
  let clockMs = nowMs;

  const note = (...made: Item[]): void => {
    items.push(...made);
    ids.push(...made.map((item) => item.entry.id));
  };
  const anyone = (): TownDevice => seeded.pick([...devices, ...copies]);
  const someId = (): EntryId => seeded.pick(ids);
  const options = () => {
    const fate = seeded.int(20);
    if (fate === 0) conflicts.add('year 2099');
    if (fate === 1) conflicts.add('year 1970');
    if (fate === 2) conflicts.add('equal clocks');
    else clockMs += seeded.int(60_000);
    return {
      clockMs: fate === 0 ? farAheadMs : fate === 1 ? seeded.int(1000) : clockMs,
      after: seeded.chance(0.2) ? [someId()] : [],
    };
  };
  const replaces = () => (seeded.chance(0.5) ? { replaces: [someId()] } : {});
  const again = () => {
    if (!seeded.chance(0.15)) return {};
    conflicts.add('written again');
    return { again: someId() };
  };
  const others = (device: TownDevice): Townsperson[] =>
    [...new Set(devices.map((one) => one.owner))].filter((owner) => owner !== device.owner);

  for (const device of devices) note(await announce(device, device.certificate));
  const steps: readonly ((device: TownDevice, other: Townsperson) => Promise<unknown>)[] = [
    async (device) => note(await write(device, 'voice', feedOf(device.owner), { text: '便り', ...again() }, options())),
    async (device, other) => {
      const channel = feedOf(seeded.chance(0.5) ? other : device.owner);
      note(await write(device, 'comment', channel, { target: someId(), text: '返事', ...again() }, options()));
    },
    async (device, other) => {
      const off = seeded.chance(0.3) ? { off: true as const } : {};
      note(await write(device, 'like', feedOf(other), { target: someId(), ...off, ...replaces() }, options()));
    },
    async (device, other) => {
      const channel = toChannelId('inbox', other.id);
      const kind = seeded.chance(0.7) ? 'friend.add' : 'friend.remove';
      conflicts.add('concurrent friend words');
      note(await write(device, kind, channel, { person: other.id, ...replaces(), ...again() }, options()));
    },
    async (device, other) => {
      const channel = toChannelId('inbox', other.id);
      const kind = seeded.chance(0.7) ? 'friend.add' : 'friend.remove';
      conflicts.add('concurrent friend words');
      note(await write(device, kind, channel, { person: other.id, ...replaces(), ...again() }, options()));
    },
    async (device, other) => {
      conflicts.add('invitation');
      const token = seeded.bytes(16);
      const guest = devices.find((one) => one.owner === other) ?? device;
      const channel = toChannelId('inbox', device.owner.id);
      note(await write(device, 'friend.invite', channel, { tokenHash: inviteHash(token) }, options()));
      note(await write(guest, 'friend.add', channel, { person: device.owner.id, token }, options()));
    },
    async (device) => {
      const condition = seeded.pick(['safe', 'needsHelp', 'injured', 'needsRescue'] as const);
      const fields = { condition, whereabouts: 'home' as const, ...replaces(), ...again() };
      note(await write(device, 'status', toChannelId('life', device.owner.id, seeded.int(2)), fields, options()));
    },
    async (device, other) => {
      const fields = { person: other.id, rung: 'household', condition: 'injured', whereabouts: 'notSaid' } as const;
      note(await write(device, 'status.about', toChannelId('life', other.id), fields, options()));
    },
    async (device) => {
      const channel = toChannelId('card', device.owner.id);
      note(await write(device, 'card.set', channel, { name: device.owner.name, ...replaces() }, options()));
    },
    async (device, other) => {
      const who = seeded.pick(['allFriends', 'list', 'none'] as const);
      const fields = { channelType: 2 + seeded.int(2), index: seeded.int(2), who, persons: [other.id], ...replaces() };
      note(await write(device, 'audience', toChannelId('inbox', device.owner.id), fields, options()));
    },
    async (device) => {
      conflicts.add('erasure');
      const target = seeded.pick(items);
      note(await write(device, 'erase', target.entry.channel, erasing(target), options()));
    },
    async (device, other) => {
      const channel = feedOf(seeded.chance(0.5) ? other : device.owner);
      note(await write(device, 'correct', channel, { targets: [someId(), someId()], text: '訂正' }, options()));
    },
    async (device, other) => {
      conflicts.add('fork');
      const copy = copyDevice(device);
      copies.push(copy);
      for (const one of [device, copy]) {
        note(await write(one, 'voice', feedOf(device.owner), { text: '分かれ' }, options()));
        note(await write(one, 'status.ask', toChannelId('inbox', other.id), {}, options()));
        if (seeded.chance(0.2)) note(await write(one, 'person.end', toChannelId('card', device.owner.id), {}));
      }
    },
    async (device) => {
      conflicts.add('wrong clock set right');
      const fields = {
        fromMs: 0,
        toMs: 1000 + seeded.int(2) * farAheadMs,
        offsetMs: seeded.int(2_000_000) - 1_000_000,
      };
      note(await write(device, 'clock', toChannelId('card', device.owner.id), fields, options()));
    },
    async (device) => {
      if (!seeded.chance(0.7)) return;
      conflicts.add('late revocation');
      const cuts = cutsOf(device).filter(() => seeded.chance(0.8));
      const by = seeded.chance(0.3) ? 'recovery' : 'root';
      note(await write(device, 'voice', feedOf(device.owner), { text: 'うえ' }, options()));
      note(await revoke(device, device, { cuts, by, serial: 1 + seeded.int(3) }));
    },
    async (device) => {
      if (!seeded.chance(0.15)) return;
      conflicts.add('rotation');
      const cuts = new Map(
        devices.filter((one) => one.owner === device.owner).map((one) => [one.id, cutsOf(one)] as const),
      );
      const owner = { ...device.owner, roots: [...device.owner.roots] };
      const sequence = 1 + seeded.int(2);
      note(await rotate(device, owner, seeded.pick(spareRoots), cuts, sequence));
      if (!seeded.chance(0.5)) return;
      note(await announce(device, certify(owner, { ...device.certificate, serial: 2 }, sequence)));
    },
    async (device) => {
      if (device.certificate.maxEntries === null) return;
      conflicts.add('lent device');
      const cuts = new Uint8Array([0x80]);
      if (seeded.chance(0.3)) note(await write(device, 'session.end', toChannelId('card', device.owner.id), { cuts }));
    },
    async (device) => {
      if (!seeded.chance(0.1)) return;
      conflicts.add('end of a person');
      note(await write(device, 'person.end', toChannelId('card', device.owner.id), {}, options()));
    },
  ];
  for (let step = 0; step < 60; step++) {
    const device = anyone();
    await seeded.pick(steps)(device, seeded.pick(others(device)));
  }
  // Some have not come yet, so that logs have gaps.
  const here = items.filter((item) => item.statement !== null || !seeded.chance(0.08));
  for (const item of here.filter((one) => one.statement === null && seeded.chance(0.05))) {
    conflicts.add('body gone');
    here.push(erased(item));
  }
  return { items: here, conflicts };
}

/** Three people with two devices each, one of the six lent. */
export function createTown(seeded: Seeded): TownDevice[] {
  const people = townNames.slice(0, 3).map((name) => settle(seeded, name));
  return people.flatMap((person, i) => [
    equip(person, seeded),
    equip(person, seeded, i === 0 ? { class: 'kiosk', maxEntries: 4 } : {}),
  ]);
}

const spareRoots = [1, 2, 3].map((byte) => createNobleSigner(new Uint8Array(32).fill(byte)));

function feedOf(person: Townsperson) {
  return toChannelId('feed', person.id);
}
