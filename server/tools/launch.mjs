import './follow-parent.mjs';
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { inRoot } from './paths.mjs';
import { say } from './run.mjs';

// source, and what runs: Node 20 does not run TypeScript, so the emitted file does.
const commands = {
  start: ['server/main.ts', 'dist/node/server/main.js'],
  bench: ['server/bench/main.ts', 'dist/node/server/bench/main.js', 'client-test'],
  simulate: ['server/cli/simulate.ts', 'dist/node/server/cli/simulate.js'],
  planted: ['server/tools/planted.mjs', 'server/tools/planted.mjs'],
  demo: ['server/cli/demo.ts', 'dist/node/server/cli/demo.js'],
  device: ['server/cli/device.ts', 'dist/node/server/cli/device.js'],
  tayori: ['server/cli/tayori.ts', 'dist/node/server/cli/tayori.js'],
};
const withClient = new Set(['start', 'bench', 'demo']);

/** Installs and builds what is missing, then runs the command in this process, so that signals reach it directly. */
export async function launch(name, args) {
  if (!Object.hasOwn(commands, name)) return stop(`Commands: ${Object.keys(commands).join(', ')}.`);
  const [source, entry, ...moreTargets] = commands[name];
  if (!existsSync(inRoot(source))) return stop(`"${name}" cannot run: ${source} does not exist in this version.`);
  try {
    await ensureInstalled();
    await ensureBuilt(['node', ...(withClient.has(name) ? ['client'] : []), ...moreTargets]);
  } catch (error) {
    return stop(error.message);
  }
  process.argv = [process.execPath, inRoot(entry), ...args];
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(inRoot(entry)).href);
}

function stop(message) {
  say(message);
  process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [name = '', ...args] = process.argv.slice(2);
  await launch(name, args);
}
