import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { measureBudgets } from './budget.mjs';
import { inRoot } from './paths.mjs';
import { plantedBugs } from './planted-bugs.mjs';
import { listLater, listPrecache } from './precache.mjs';
import { countReport } from './steps.mjs';

const file = (...statuses: string[]) => ({
  name: 'a.test.ts',
  assertionResults: statuses.map((status) => ({ status })),
});
const report = (numPassedTests: number, numFailedTests: number, ...testResults: ReturnType<typeof file>[]) => ({
  numPassedTests,
  numFailedTests,
  testResults,
});

test('what a runner reports is what is counted', () => {
  const counted = countReport(report(2, 1, file('passed', 'failed', 'passed')), { code: 1, output: '' });
  expect(counted).toMatchObject({ passed: 2, failed: 1 });
});

test.each([
  ['a project without tests', report(0, 0), 0],
  ['a file that did not load', report(0, 0, file()), 1],
  ['a file in which all tests are skipped', report(1, 0, file('passed'), file('skipped', 'pending')), 0],
  ['a runner that ends badly although no test failed', report(1, 0, file('passed')), 1],
])('%s counts as a failure', (_, testReport, code) => {
  expect(countReport(testReport, { code, output: '' }).failed).toBe(1);
});

function createBuiltClient(scriptBytes: number) {
  const folder = mkdtempSync(join(tmpdir(), 'tayori-budget-'));
  mkdirSync(join(folder, 'assets'));
  const script = randomBytes(scriptBytes);
  writeFileSync(join(folder, 'index.html'), '<script type="module" crossorigin src="/assets/app-1.js"></script>');
  writeFileSync(join(folder, 'assets', 'app-1.js'), script);
  writeFileSync(join(folder, 'assets', 'far-2.js'), script);
  writeFileSync(join(folder, 'assets', 'later-3.js'), script);
  writeFileSync(join(folder, 'sw.js'), 'self.x = 1');
  return folder;
}

test('the critical path is the page and what it names, the precache all but the worker and what is kept later', () => {
  const folder = createBuiltClient(10_000);
  expect(listPrecache(folder).map(({ url }) => url)).toEqual(['/assets/app-1.js', '/assets/far-2.js', '/']);
  expect(listLater(folder).map(({ url }) => url)).toEqual(['/assets/later-3.js']);
  const [critical, precache, worker] = measureBudgets(folder);
  expect(critical?.bytes).toBeGreaterThan(10_000);
  expect(critical?.bytes).toBeLessThan(10_200);
  expect(precache?.bytes).toBeGreaterThan(20_000);
  expect(precache?.bytes).toBeLessThan(20_400);
  expect(worker?.bytes).toBeLessThan(20);
  expect([critical?.ok, precache?.ok, worker?.ok]).toEqual([true, true, true]);
});

test('a page that grew over its budget is refused', () => {
  const [critical, precache] = measureBudgets(createBuiltClient(60_000));
  expect([critical?.ok, precache?.ok]).toEqual([false, false]);
});

test.each(plantedBugs)('the place where "$name" is planted is still there, once', ({ file, find, put, by }) => {
  expect(readFileSync(inRoot(file), 'utf8').split(find)).toHaveLength(2);
  expect(put).not.toBe(find);
  expect(by === 'towns' || existsSync(inRoot(by))).toBe(true);
});
