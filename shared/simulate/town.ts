import { createConversation, type Conversation } from '../device/converse.ts';
import { addByCode } from '../device/add-device.ts';
import { becomeDevice } from '../device/become.ts';
import { createPerson, openDevice, type Device } from '../device/device.ts';
import { keptBatches, readTrusted } from '../device/core.ts';
import { addDevice, recoveryKeyOf } from '../device/identity.ts';
import { identityOfJoin, makeJoin, readHandover } from '../device/join.ts';
import { emptyMeta, type DevicePorts, type Saved } from '../device/ports.ts';
import { restorePerson, type RestoreFailure } from '../device/restore.ts';
import { findInFile, takeFile, type NotInFile } from '../device/restore-from-file.ts';
import { ok, type Result } from '../protocol/result.ts';
import { createReplica, type Replica } from '../fold/replica.ts';
import { attachTalk, type Talk } from '../fold/talk.ts';
import type { Entry } from '../protocol/entry.ts';
import { sha256 } from '../protocol/hash.ts';
import { createSeeded, type Seeded } from '../protocol/seeded.ts';
import type { EntryId, PersonId } from '../protocol/ids.ts';
import { createFaultyNetwork, type FaultyNetwork } from './faulty-network.ts';
import { createHashedKeys, createHashedSeals, hashedVerifier } from './hashed-keys.ts';
import { createMemoryDisk, type MemoryDisk } from './memory-disk.ts';
import type { SimulatedServer } from './server.ts';

/** One device of a town with its own clock, disk and line. */
export type Dweller = {
  readonly name: string;
  readonly person: PersonId;
  readonly network: FaultyNetwork;
  readonly seeded: Seeded;
  device: Device;
  conversation: Conversation;
  disk: MemoryDisk;
  /** What its clock is off, in milliseconds. */
  clockOffMs: number;
  isRevoked: boolean;
  /** Its person went on with the recovery words. */
  isReplaced: boolean;
  /** Every entry that it ever held when it spoke to the server, whatever became of its storage since. */
  readonly everHeld: Set<EntryId>;
};

/** The time in a town as it really is; a dweller's clock may say other. */
export type TownClock = { ms: number };

/** Makes a person with a first device. */
export async function settle(name: string, seed: number, server: SimulatedServer, clock: TownClock): Promise<Dweller> {
  const seeded = createSeeded(seed);
  const disk = createMemoryDisk();
  const network = createFaultyNetwork(server);
  const off = { ms: 0 };
  const ports = portsFor(seeded, disk, () => clock.ms + off.ms);
  const made = await createPerson(ports, { name });
  if (!made.ok) throw new Error(made.error.code);
  return toDweller(name, made.value, disk, network, seeded, off);
}

/** Another device of the same person, as if the root had been handed over by code. */
export async function settleAgain(
  from: Dweller,
  seed: number,
  server: SimulatedServer,
  clock: TownClock,
): Promise<Dweller> {
  const seeded = createSeeded(seed);
  const keys = createHashedKeys((count) => seeded.bytes(count));
  const identity = await addDevice(keys, from.device.core.identity, 'phone');
  const disk = createMemoryDisk({ identity, own: [], chunks: [], theirs: [], meta: emptyMeta });
  const network = createFaultyNetwork(server);
  const off = { ms: 0 };
  const device = await openDevice(portsFor(seeded, disk, () => clock.ms + off.ms));
  if (device === null) throw new Error('no identity');
  await device.announce();
  return toDweller(from.name, device, disk, network, seeded, off);
}

/** A device that was added by code from another of its person: without the root, and with nothing but what it was handed. */
export async function settleByCode(
  from: Dweller,
  seed: number,
  server: SimulatedServer,
  clock: TownClock,
): Promise<Dweller> {
  const seeded = createSeeded(seed);
  const disk = createMemoryDisk();
  const network = createFaultyNetwork(server);
  const off = { ms: 0 };
  const ports = portsFor(seeded, disk, () => clock.ms + off.ms);
  const join = await makeJoin(ports.keys, { class: 'browser', name: '居間のパソコン' }, ports.random);
  const added = await addByCode(from.device, join.code, from.name);
  if (!added.ok) throw new Error(added.error.code);
  const joined = await readHandover(ports, join, added.value.sealed);
  if (!joined.ok) throw new Error(joined.error.code);
  const device = await becomeDevice(ports, identityOfJoin(join, joined.value), joined.value.rotations);
  if (!device.ok) throw new Error(device.error.code);
  return toDweller(from.name, device.value, disk, network, seeded, off);
}

/** A new device of whoever has the recovery seed, with nothing but that and a line. Throws when the server knows nobody with it. */
export async function settleRestored(
  name: string,
  recoverySeed: Uint8Array,
  seed: number,
  server: SimulatedServer,
  clock: TownClock,
): Promise<Dweller> {
  const seeded = createSeeded(seed);
  const disk = createMemoryDisk();
  const off = { ms: 0 };
  const ports = portsFor(seeded, disk, () => clock.ms + off.ms);
  const { publicKey } = await recoveryKeyOf(ports.keys, recoverySeed);
  const told = await server.find(sha256(publicKey));
  if (told === null) throw new Error('nobody has these words');
  const restored = await restorePerson(ports, recoverySeed, told, 'phone');
  if (!restored.ok) throw new Error(restored.error.code);
  const device = await openDevice(ports);
  if (device === null) throw new Error('no identity');
  return toDweller(name, device, disk, createFaultyNetwork(server), seeded, off);
}

/** The same with a file that holds their entries, and no line. What became of it, or why nothing did. */
export async function settleFromFile(
  name: string,
  recoverySeed: Uint8Array,
  batches: readonly Uint8Array[],
  seed: number,
  server: SimulatedServer,
  clock: TownClock,
): Promise<Result<Dweller, NotInFile | RestoreFailure>> {
  const seeded = createSeeded(seed);
  const disk = createMemoryDisk();
  const off = { ms: 0 };
  const ports = portsFor(seeded, disk, () => clock.ms + off.ms);
  const told = await findInFile(ports, recoverySeed, batches);
  if (!told.ok) return told;
  const restored = await restorePerson(ports, recoverySeed, told.value, 'phone');
  if (!restored.ok) return restored;
  const device = await openDevice(ports);
  if (device === null) throw new Error('no identity');
  const taken = await takeFile(device, batches);
  if (!taken.ok) return taken;
  return ok(toDweller(name, device, disk, createFaultyNetwork(server), seeded, off));
}

/** Opens the device again from what its disk holds, as after a crash, or from an older copy of it. */
export async function reopen(dweller: Dweller, clock: TownClock, saved: Saved = dweller.disk.saved()): Promise<void> {
  dweller.disk = createMemoryDisk(saved);
  const device = await openDevice(portsFor(dweller.seeded, dweller.disk, () => clock.ms + dweller.clockOffMs));
  if (device === null) throw new Error('the identity is gone');
  dweller.device = device;
  dweller.conversation = createConversation(device, dweller.network, () => 0.5);
}

/** Every entry that a device keeps, with the bytes of its body, as its storage has it. */
export async function keptEntries({ device }: Dweller): Promise<ReadonlyMap<EntryId, Entry>> {
  const entries = new Map<EntryId, Entry>();
  for await (const batch of keptBatches(device.core)) {
    const { runs } = await readTrusted(device.core, batch);
    for (const run of runs) for (const entry of run.entries) entries.set(entry.id, entry);
  }
  return entries;
}

/** What a dweller's folds say. */
export function replicaOf(dweller: Dweller): Replica {
  return dweller.device.core.folds as Replica;
}

const talks = new WeakMap<Replica, Talk>();

/** What a dweller's folds say of conversations. */
export function talkOf(dweller: Dweller): Talk {
  const talk = talks.get(replicaOf(dweller));
  if (!talk) throw new Error('a replica of another town');
  return talk;
}

/** Everything that a device of a town has around it. */
export function portsFor(seeded: Seeded, disk: MemoryDisk, nowMs: () => number): DevicePorts {
  const random = (count: number) => seeded.bytes(count);
  return {
    keys: createHashedKeys(random),
    seals: createHashedSeals(random),
    disk,
    verifier: hashedVerifier,
    nowMs,
    random,
    createFolds(viewer) {
      const replica = createReplica(viewer);
      talks.set(replica, attachTalk(replica));
      return replica;
    },
  };
}

function toDweller(
  name: string,
  device: Device,
  disk: MemoryDisk,
  network: FaultyNetwork,
  seeded: Seeded,
  off: { ms: number },
): Dweller {
  const conversation = createConversation(device, network, () => 0.5);
  const dweller: Dweller = {
    name,
    person: device.person,
    network,
    seeded,
    device,
    conversation,
    disk,
    get clockOffMs() {
      return off.ms;
    },
    set clockOffMs(ms) {
      off.ms = ms;
    },
    isRevoked: false,
    isReplaced: false,
    everHeld: new Set(),
  };
  let noted: unknown = null;
  network.watch(() => {
    const { chunks, holdings } = dweller.device.core;
    if (noted === chunks) return;
    noted = chunks;
    for (const id of holdings.ids()) dweller.everHeld.add(id);
  });
  return dweller;
}
