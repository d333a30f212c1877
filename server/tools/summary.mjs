import { performance } from 'node:perf_hooks';

/**
 * Runs the steps one after the other, whatever the one before found, and prints `N passed, N failed` as the last line.
 * A step that throws counts as one failed item; only a step marked `needed` ends the run when it fails.
 */
export async function runSteps(steps) {
  let passed = 0;
  let failed = 0;
  for (const step of steps) {
    const startedAt = performance.now();
    const result = await outcomeOf(step);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    passed += result.passed;
    failed += result.failed;
    if (result.output && (result.failed || result.show)) console.log(result.output.trimEnd());
    console.log(
      `${result.failed ? 'FAILED' : 'ok'}  ${step.name}: ${result.passed} passed, ${result.failed} failed (${seconds} s)`,
    );
    if (result.failed && step.needed) break;
  }
  if (passed === 0 && failed === 0) failed = 1;
  process.exitCode = failed ? 1 : 0;
  console.log(`${passed} passed, ${failed} failed`);
}

async function outcomeOf(step) {
  try {
    return await step.run();
  } catch (error) {
    return { passed: 0, failed: 1, output: error.message };
  }
}
