import { backUp } from './backup.ts';
import { showInviteCode } from './invite-code.ts';
import { restore } from './restore.ts';
import { showKeys } from './keys.ts';
import { showStats } from './stats.ts';
import { verifyStore } from './verify.ts';

// Commands of an operator. Each says in plain words what it did, and ends with 1 when something is not as it should be.

const usage = `npm run tayori -- COMMAND, with the data in TAYORI_DATA (./data)

  backup FOLDER    a copy of everything, also while the server runs; FOLDER must not exist
  restore FOLDER   puts a backup in place of the data; the server must be stopped
  verify           opens every entry, checks chains and signatures, and counts; also while the server runs
  invite-code      a code for one person whom nobody here vouches for
  keys             the key by which clients know this server
  stats            how much is stored, by lane`;

const folder = process.env['TAYORI_DATA'] ?? './data';
const [command = '', argument] = process.argv.slice(2);
const commands: Record<string, () => Promise<string> | string> = {
  backup: () => backUp(folder, needed(argument)),
  restore: () => restore(folder, needed(argument)),
  verify: () => verifyStore(folder),
  'invite-code': () => showInviteCode(folder),
  keys: () => showKeys(folder),
  stats: () => showStats(folder),
};

try {
  const run = commands[command];
  if (run === undefined) throw new Error(usage);
  console.log(await run());
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

function needed(value: string | undefined): string {
  if (value === undefined) throw new Error(usage);
  return value;
}
