import { parseArgs } from 'node:util';
import { playSeeds } from '../../shared/simulate/many-worlds.ts';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '1000' }, from: { type: 'string', default: '1' } },
});
const [count, from] = [Number(values.seeds), Number(values.from)];
if (!Number.isInteger(count) || count < 1 || !Number.isInteger(from)) {
  console.error('usage: npm run simulate -- --seeds 1000 --from 1');
  process.exit(2);
}
const survey = await playSeeds(from, count, (seed) => {
  if (seed % 100 === 0) process.stderr.write(`seed ${seed}\n`);
});
for (const [kind, seeds] of Object.entries(survey.seedsWith))
  console.log(`${String(seeds).padStart(7)} seeds with ${kind}`);
if (survey.failure) {
  const { seed, violation, schedule } = survey.failure;
  console.log(
    `seed ${seed} breaks a promise: ${violation}\n${schedule}\nplay it again: npm run simulate -- --seeds 1 --from ${seed}`,
  );
  process.exit(1);
}
console.log(`${survey.seeds} seeds kept every promise`);
