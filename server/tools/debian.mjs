import { existsSync } from 'node:fs';
import { run, say } from './run.mjs';

export const isRoot = process.getuid?.() === 0;

/** Installs packages with apt-get where that is possible; what it printed is shown when it did not work. */
export async function installFromDebian(what, packages) {
  if (!isRoot || !existsSync('/usr/bin/apt-get')) return;
  say(`Installing ${what} with apt-get …`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { env });
  const { code, output } = await run('apt-get', ['install', '-y', ...packages], { env });
  if (code !== 0) say(output);
}
