import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { hashFiles, listFiles } from './files.mjs';
import { ensureInstalled } from './install.mjs';
import { withLock } from './lock.mjs';
import { bin, inDist, inRoot } from './paths.mjs';
import { run, say } from './run.mjs';

const isUnbuilt = (path) => /\.test\.tsx?$/.test(path) || path.startsWith('e2e/') || path.startsWith('tools/');
const configs = ['package.json', 'package-lock.json', 'tsconfig.json', 'vite.config.ts'];
const workerEntry = inRoot('client', 'sw', 'main.ts');

// The test client is the same app with constants that let a story shift its clock; it is never served by `npm start`.
const targets = {
  node: { folders: ['shared', 'server'], output: inDist('node', 'server', 'main.js'), build: buildNode },
  client: { folders: ['shared', 'client', 'public'], output: inDist('client'), build: () => buildClient('client', '') },
  'client-test': {
    folders: ['shared', 'client', 'public'],
    output: inDist('client-test'),
    build: () => buildClient('client-test', '-test'),
  },
};

/** Builds those of the named targets whose sources changed since they were last built. Throws an Error with the output. */
export async function ensureBuilt(names = ['node', 'client']) {
  if (names.every(isBuilt)) return;
  await withLock('build', async () => {
    const complaints = [];
    for (const name of names) {
      if (!isBuilt(name)) await buildTarget(name).catch((error) => complaints.push(error.message));
    }
    if (complaints.length) throw new Error(complaints.join('\n'));
  });
}

async function buildTarget(name) {
  say(`Building ${name} …`);
  const wanted = hashInputs(name);
  rmSync(stampPath(name), { force: true });
  await targets[name].build();
  mkdirSync(inDist('stamps'), { recursive: true });
  writeFileSync(stampPath(name), wanted);
}

const stampPath = (name) => inDist('stamps', name);

function isBuilt(name) {
  const stamp = stampPath(name);
  return existsSync(targets[name].output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hashInputs(name);
}

function hashInputs(name) {
  const sources = targets[name].folders.flatMap((folder) =>
    listFiles(inRoot(folder))
      .filter((path) => !isUnbuilt(path))
      .map((path) => inRoot(folder, path)),
  );
  return hashFiles([...configs.map((path) => inRoot(path)), ...sources, inRoot('server', 'tools', 'precache.mjs')]);
}

async function buildNode() {
  await mustRun('tsc', ['-b', 'server']);
  removeOrphans();
}

// tsc leaves the output of a deleted source behind, and an import of it would go on working here and nowhere else.
function removeOrphans() {
  for (const path of listFiles(inDist('node'))) {
    const base = /^(.*?)(\.d\.ts|\.js)(\.map)?$/.exec(path)?.[1];
    if (base && !['.ts', '.tsx'].some((end) => existsSync(inRoot(base + end)))) rmSync(inDist('node', path));
  }
}

// Built beside and then renamed, so that a server which runs meanwhile never serves half a build.
async function buildClient(name, modeSuffix) {
  const next = inDist(`${name}-next`);
  rmSync(next, { recursive: true, force: true });
  await mustRun('vite', ['build', '--logLevel', 'warn', '--mode', `app${modeSuffix}`, '--outDir', next]);
  if (existsSync(workerEntry)) {
    await mustRun('vite', ['build', '--logLevel', 'warn', '--mode', `worker${modeSuffix}`, '--outDir', next]);
  } else say('client/sw/main.ts does not exist: built without a service worker.');
  rmSync(inDist(name), { recursive: true, force: true });
  renameSync(next, inDist(name));
}

async function mustRun(program, args) {
  const { code, output } = await run(bin(program), args);
  if (code !== 0) throw new Error(`${output}\n${program} ${args.join(' ')} failed.`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    await ensureInstalled();
    await ensureBuilt(['node', 'client', 'client-test']);
  } catch (error) {
    say(error.message);
    process.exitCode = 1;
  }
}
