import { conflictKinds, type ConflictKind } from './conflicts.ts';
import { describeSteps, playWorld, shrinkSteps, stepsOfSeed } from './world.ts';

/** What many seeds showed. */
export type Survey = {
  readonly seeds: number;
  readonly seedsWith: Readonly<Record<ConflictKind, number>>;
  /** The first seed that broke a promise, with its schedule made short, or null. */
  readonly failure: { readonly seed: number; readonly violation: string; readonly schedule: string } | null;
};

/** Plays the seeds `first` to `first + count - 1` and stops at the first broken promise. */
export async function playSeeds(
  first: number,
  count: number,
  onSeed: (seed: number) => void = () => undefined,
): Promise<Survey> {
  const seedsWith = Object.fromEntries(conflictKinds.map((kind) => [kind, 0])) as Record<ConflictKind, number>;
  for (let seed = first; seed < first + count; seed++) {
    const { violation, conflicts } = await playWorld(seed, stepsOfSeed(seed));
    for (const kind of conflictKinds) if (conflicts[kind]) seedsWith[kind]++;
    if (violation !== null) {
      const fails = async (steps: Parameters<typeof describeSteps>[0]) =>
        (await playWorld(seed, steps)).violation !== null;
      const schedule = describeSteps(await shrinkSteps(stepsOfSeed(seed), fails));
      return { seeds: seed - first + 1, seedsWith, failure: { seed, violation, schedule } };
    }
    onSeed(seed);
  }
  return { seeds: count, seedsWith, failure: null };
}
