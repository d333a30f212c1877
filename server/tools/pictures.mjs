import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { inRoot } from './paths.mjs';

// Makes the committed pictures of the main screens anew: what `client/e2e/screens.e2e.ts` looks at, filled, in a few looks.

const folder = inRoot('client/e2e/screens/main');
await ensureInstalled();
await ensureBuilt(['node', 'client-test']);
rmSync(folder, { recursive: true, force: true });
const env = { ...process.env, TAYORI_PICTURES: folder, TAYORI_PICTURES_OF: 'main' };
const args = ['vitest', 'run', '--project', 'e2e', 'client/e2e/screens.e2e.ts'];
process.exitCode = spawnSync('npx', args, { stdio: 'inherit', env, cwd: inRoot('.') }).status ?? 1;
