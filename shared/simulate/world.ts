import type { Saved } from '../device/ports.ts';
import type { TheirPoint } from '../device/their-points.ts';
import { createSeeded } from '../protocol/seeded.ts';
import type { EntryId } from '../protocol/ids.ts';
import { findUntrue, findViolation } from './invariants.ts';
import { hashedVerifier } from './hashed-keys.ts';
import type { MemoryRows } from './memory-store.ts';
import { perform } from './perform.ts';
import { createSimulatedServer, type SimulatedServer } from './server.ts';
import { describeStep, drawSteps, names, type Step } from './steps.ts';
import { settle, type Dweller, type TownClock } from './town.ts';
import { countConflicts, type Conflicts } from './conflicts.ts';

/** A town, its server, and what its people were told was saved. */
export type World = {
  readonly server: SimulatedServer;
  readonly clock: TownClock;
  readonly dwellers: Dweller[];
  /** Everything of which a device said that it was saved. */
  readonly said: Said[];
  /** Recovery seeds by person, as on their paper. */
  readonly wordsOf: ReadonlyMap<string, Uint8Array>;
  readonly copies: Map<Dweller, Saved>;
  /** The epoch with which the server began. */
  readonly firstEpoch: string;
  /** Counts texts, so that no two are the same. */
  uttered: number;
  backup: MemoryRows | null;
};

/** A write that a device confirmed. */
export type Said = {
  readonly id: EntryId;
  readonly text: string;
  readonly by: Dweller;
  readonly disk: Dweller['disk'];
};

/** How a run of a world ended. */
export type WorldReport = { readonly violation: string | null; readonly conflicts: Conflicts };

/** Notes that a device confirmed a write. */
export function noteWrite(world: World, by: Dweller, id: EntryId, text: string): void {
  world.said.push({ id, text, by, disk: by.disk });
}

/** The schedule of a seed. */
export function stepsOfSeed(seed: number): readonly Step[] {
  const seeded = createSeeded(seed);
  return drawSteps(seeded, 30 + seeded.int(60));
}

/** Plays `steps` in a fresh town, mends everything, lets everyone sync until nothing is new, and looks for a broken promise. */
export async function playWorld(seed: number, steps: readonly Step[]): Promise<WorldReport> {
  const clock = { ms: 1_700_000_000_000 };
  const server = await createSimulatedServer(seed.toString(16).padStart(16, '0'), hashedVerifier, () => clock.ms);
  const dwellers: Dweller[] = [];
  const count = 2 + (seed % 3);
  for (let i = 0; i < count; i++) dwellers.push(await settle(names[i] ?? 'x', seed * 16 + i, server, clock));
  const world: World = {
    server,
    clock,
    dwellers,
    said: [],
    wordsOf: new Map(dwellers.map((one) => [one.person, one.device.core.identity.recoverySeed ?? new Uint8Array()])),
    copies: new Map(),
    firstEpoch: server.store().epoch,
    uttered: 0,
    backup: null,
  };
  const checked = new Map<Dweller, readonly TheirPoint[]>();
  for (const step of steps) {
    await perform(world, step);
    for (const dweller of dwellers) {
      const { theirs } = dweller.device.core;
      if (checked.get(dweller) === theirs) continue;
      checked.set(dweller, theirs);
      const untrue = findUntrue(dweller, world);
      if (untrue !== null) return { violation: `${dweller.name}: ${untrue}`, conflicts: countConflicts(world) };
    }
  }
  const quiet = await heal(world);
  const conflicts = countConflicts(world);
  return { violation: quiet ?? (await findViolation(world, createSeeded(seed))), conflicts };
}

/** Ends every fault and syncs until a whole round brings nothing; says so when that never comes. */
async function heal(world: World): Promise<string | null> {
  world.server.store().setFull(false);
  for (const dweller of world.dwellers) {
    dweller.network.setDown(false);
    dweller.network.next('none');
    dweller.disk.setFull(false);
    await dweller.network.deliverLate();
    dweller.conversation.limit(262_144, 15);
  }
  let before = '';
  for (let round = 0; round < 12; round++) {
    for (const dweller of world.dwellers) await dweller.conversation.wake('tapped');
    const now = JSON.stringify([
      world.server.store().arrival(0),
      world.dwellers.map((one) => [one.device.core.holdings.ids().length, one.device.own().map((row) => row.state)]),
    ]);
    if (now === before) return null;
    before = now;
  }
  return 'the town does not come to rest in 12 rounds';
}

/** Takes steps away as long as the run still fails, so that what is left is the story of the fault. */
export async function shrinkSteps(
  steps: readonly Step[],
  fails: (steps: readonly Step[]) => Promise<boolean>,
): Promise<readonly Step[]> {
  let left = steps;
  for (let size = left.length >> 1; size >= 1;) {
    let isSmaller = false;
    for (let from = 0; from < left.length; from += size) {
      const shorter = [...left.slice(0, from), ...left.slice(from + size)];
      if (await fails(shorter)) {
        left = shorter;
        isSmaller = true;
        break;
      }
    }
    if (!isSmaller) size >>= 1;
  }
  return left;
}

/** A schedule as text. */
export function describeSteps(steps: readonly Step[]): string {
  return steps.map(describeStep).join('\n');
}
