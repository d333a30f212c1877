import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureInstalled } from './install.mjs';
import { inRoot, root } from './paths.mjs';
import { plantedBugs } from './planted-bugs.mjs';

// Plants one bug after the other into a copy of the working tree and runs what must catch it. A bug that nothing catches is a hole in the tests.
const run = promisify(execFile);
const wanted = process.argv.slice(2);
const townSeeds = 400;

async function files() {
  const { stdout } = await run('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, maxBuffer: 1 << 24 });
  return stdout.split('\n').filter((path) => /^(shared|server|client)\/|^(package|tsconfig|vite\.config)/.test(path));
}

async function makeCopy() {
  const folder = await mkdtemp(join(tmpdir(), 'tayori-planted-'));
  for (const path of await files()) await cp(inRoot(path), join(folder, path), { recursive: true });
  await symlink(inRoot('node_modules'), join(folder, 'node_modules'), 'dir');
  return folder;
}

/** Exit code and output; a catcher that takes too long has caught the bug too: something does not end. */
async function attempt(command, args, cwd) {
  try {
    const { stdout, stderr } = await run(command, args, { cwd, timeout: 240_000, maxBuffer: 1 << 26 });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    return {
      code: typeof error.code === 'number' ? error.code : 1,
      output: `${error.stdout ?? ''}${error.stderr ?? ''}`,
    };
  }
}

async function runCatcher(by, folder) {
  // Types may be broken by the bug; what is emitted still runs.
  if (by.startsWith('server/')) await attempt('npx', ['tsc', '-b', 'server', '--force'], folder);
  if (by !== 'towns') return attempt('npx', ['vitest', 'run', by], folder);
  await attempt('npx', ['tsc', '-b', 'shared', '--force'], folder);
  const script = `import { playSeeds } from './dist/node/shared/simulate/many-worlds.js';
const { failure } = await playSeeds(1, ${townSeeds});
if (failure) { console.log(failure.violation); process.exit(1); }`;
  return attempt(process.execPath, ['--input-type=module', '-e', script], folder);
}

/** Whether the catcher passes without any bug: else its failing would prove nothing. */
async function isSound(by, folder) {
  const { code, output } = await runCatcher(by, folder);
  if (code !== 0) console.log(`${by} fails without a bug:\n${output.slice(-2000)}`);
  return code === 0;
}

await ensureInstalled();
const folder = await makeCopy();
let missed = 0;
let caught = 0;
try {
  const bugs = plantedBugs.filter((bug) => wanted.length === 0 || wanted.some((word) => bug.name.includes(word)));
  const sound = new Map();
  for (const { by } of bugs) if (!sound.has(by)) sound.set(by, await isSound(by, folder));
  for (const bug of bugs) {
    const path = join(folder, bug.file);
    const source = await readFile(path, 'utf8');
    const isThere = source.split(bug.find).length === 2;
    if (!isThere || !sound.get(bug.by)) {
      console.log(`CANNOT TELL  ${bug.name}${isThere ? '' : `: its place in ${bug.file} is gone`}`);
      missed++;
      continue;
    }
    await writeFile(
      path,
      source.replace(bug.find, () => bug.put),
    );
    const { code, output } = await runCatcher(bug.by, folder);
    await writeFile(path, source);
    if (code === 0) missed++;
    else caught++;
    const how = bug.by === 'towns' ? output.trim().split('\n').at(-1) : bug.by;
    console.log(code === 0 ? `MISSED       ${bug.name}` : `caught       ${bug.name} (${how})`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.log(`${caught} passed, ${missed} failed`);
process.exitCode = missed > 0 || caught === 0 ? 1 : 0;
