import { expect, it } from 'vitest';
import { createSeeded } from '../protocol/seeded.ts';
import { describeSteps, playWorld, stepsOfSeed } from './world.ts';
import { withMoves } from './steps.ts';

// Somebody moves on with recovery words in the middle of everything that goes wrong in a town.
it('60 towns in which people move on to new phones come to rest with every promise kept', async () => {
  for (let seed = 5001; seed <= 5060; seed++) {
    const steps = withMoves(stepsOfSeed(seed), createSeeded(seed), 2);
    const { violation } = await playWorld(seed, steps);
    expect(violation, `seed ${seed}\n${describeSteps(steps)}`).toBeNull();
  }
});
