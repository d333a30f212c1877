import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { ensureBuilt } from './build.mjs';
import { describeBudget, measureBudgets } from './budget.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureFirefox } from './firefox.mjs';
import { ensureInstalled } from './install.mjs';
import { bin, inDist } from './paths.mjs';
import { run } from './run.mjs';
import { ensureWebKit } from './webkit.mjs';

// A step is { name, run } and resolves to { passed, failed, output }. It never throws: see runSteps in summary.mjs.

// Only what a runner reports counts as passed; a build that works is no test.
const succeeded = () => ({ passed: 0, failed: 0, output: '' });
const failedItem = (output) => ({ passed: 0, failed: 1, output });

const program = (name, command, args) => ({
  name,
  run: async () => {
    const { code, output } = await run(bin(command), args);
    return code === 0 ? succeeded() : failedItem(output);
  },
});

export const install = { name: 'install', needed: true, run: () => ensureInstalled().then(() => succeeded()) };
export const types = program('types', 'tsc', ['-b']);
export const format = program('format', 'prettier', ['--check', '--cache', '--log-level', 'warn', '.']);
export const build = {
  name: 'build',
  run: () => ensureBuilt(['node', 'client', 'client-test']).then(() => succeeded()),
};

export const budgets = {
  name: 'budgets',
  run: async () => {
    // Throws when the build is broken: the sizes of an older one would say nothing.
    await ensureBuilt(['client']);
    const measured = measureBudgets();
    const passed = measured.filter(({ ok }) => ok).length;
    return { passed, failed: measured.length - passed, output: measured.map(describeBudget).join('\n'), show: true };
  },
};

/** One vitest project in a process of its own, so that a crash is known to be this project's. */
export function tests(project, { args = [], env = async () => ({}), mayBeEmpty = false } = {}) {
  return {
    name: `tests: ${project}`,
    run: async () => {
      const report = inDist('reports', `${project}.json`);
      mkdirSync(inDist('reports'), { recursive: true });
      rmSync(report, { force: true });
      const { code, output } = await run(
        bin('vitest'),
        ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args],
        { env: { ...(await env()), NO_COLOR: '1' } },
      );
      if (!existsSync(report)) {
        return mayBeEmpty && code === 0
          ? { passed: 0, failed: 0, output }
          : failedItem(`${output}\nNo report was written.`);
      }
      return countReport(JSON.parse(readFileSync(report, 'utf8')), { code, output, mayBeEmpty });
    },
  };
}

export const stories = tests('e2e', {
  env: async () => {
    await ensureBuilt(['node', 'client-test']);
    // Where one cannot be had, its own stories say what to install, and all others run.
    for (const ensure of [ensureFirefox, ensureWebKit]) await ensure().catch(() => undefined);
    return { TAYORI_CHROMIUM: await ensureChromium() };
  },
});

/** Adds what vitest's own totals leave out: files that failed to load, files and projects in which nothing ran, crashes. */
export function countReport(report, { code, output, mayBeEmpty = false }) {
  const complaints = [];
  for (const file of report.testResults) {
    const ran = file.assertionResults.filter(({ status }) => status === 'passed' || status === 'failed');
    if (ran.length === 0) complaints.push(`${file.name}: no test ran. ${file.message ?? ''}`);
  }
  if (report.testResults.length === 0 && !mayBeEmpty) complaints.push('This project has no tests.');
  let failed = report.numFailedTests + complaints.length;
  if (code !== 0 && failed === 0) {
    failed = 1;
    complaints.push(`The runner ended with code ${code} although no test failed.`);
  }
  return { passed: report.numPassedTests, failed, output: failed ? [output, ...complaints].join('\n') : '' };
}
