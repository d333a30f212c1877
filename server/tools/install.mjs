import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { withLock } from './lock.mjs';
import { inRoot } from './paths.mjs';
import { run, say } from './run.mjs';

// The stamp lies inside node_modules and is written last: `npm ci` removes it with the folder, so an
// install that was interrupted has none and is done again.
const stampPath = inRoot('node_modules', '.tayori-installed');
const nativeModule = inRoot('node_modules', 'better-sqlite3', 'build', 'Release', 'better_sqlite3.node');
// Native modules are compiled for one version of Node's binary interface, so it belongs to the stamp.
const machine = `${process.platform}-${process.arch} abi${process.versions.modules}`;

/** Installs packages when there are none, or others than the lockfile names. Throws an Error with advice. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  await withLock('install', async () => {
    if (isInstalled()) return;
    if (wasInstalledByHand()) return writeStamp();
    await install();
  });
}

function isInstalled() {
  return existsSync(nativeModule) && readStamp() === wantedStamp();
}

function readStamp() {
  return existsSync(stampPath) ? readFileSync(stampPath, 'utf8') : '';
}

function writeStamp() {
  writeFileSync(stampPath, wantedStamp());
}

function wantedStamp() {
  const lockHash = createHash('sha256')
    .update(readFileSync(inRoot('package-lock.json')))
    .digest('hex');
  return `${lockHash} ${machine}\n`;
}

// Somebody ran `npm install`. npm writes node_modules/.package-lock.json after all install scripts have run.
function wasInstalledByHand() {
  const hiddenLockPath = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(hiddenLockPath) || !existsSync(nativeModule)) return false;
  if (readStamp() && !readStamp().includes(machine)) return false;
  const wanted = readPackages(inRoot('package-lock.json'));
  const present = readPackages(hiddenLockPath);
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || present[path]?.version === entry.version,
  );
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages ?? {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

async function install() {
  say('Installing packages (npm ci; the first time compiles SQLite and takes a minute or two) …');
  rmSync(stampPath, { force: true });
  const npm = process.env.npm_execpath;
  const args = ['ci', '--include=dev', '--prefer-offline', '--no-audit', '--no-fund'];
  const { code, output } =
    npm && npm.endsWith('.js') ? await run(process.execPath, [npm, ...args]) : await run('npm', args);
  if (code !== 0 || !existsSync(nativeModule)) throw new Error(`${lastLines(output)}\n\n${adviceFor(output)}`);
  writeStamp();
}

const lastLines = (output) => output.trimEnd().split('\n').slice(-40).join('\n');

function adviceFor(output) {
  if (/gyp ERR|gyp error/i.test(output)) {
    return 'SQLite could not be compiled. It needs python3, make and a C++ compiler (Debian: apt-get install -y python3 make g++).';
  }
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/i.test(output)) {
    return 'The packages could not be fetched: this machine does not reach the npm registry.\nConnect it once and run the command again; after that Tayori starts without a network.';
  }
  return 'npm ci failed; its output is above.';
}
