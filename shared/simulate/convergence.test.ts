import { expect, it } from 'vitest';
import { conflictKinds } from './conflicts.ts';
import { playSeeds } from './many-worlds.ts';

// The limit only ends what hangs: 80 seconds of work take minutes where other things run beside it.
const limitMs = 900_000;

it('1,000 towns with every kind of fault come to rest with every promise kept', { timeout: limitMs }, async () => {
  const survey = await playSeeds(1, 1000);
  expect(survey.failure, JSON.stringify(survey.failure, null, 1)).toBeNull();
  for (const kind of conflictKinds) expect(survey.seedsWith[kind], `seeds with: ${kind}`).toBeGreaterThanOrEqual(50);
});
