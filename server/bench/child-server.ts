import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A server in a process of its own. */
export type ChildServer = {
  readonly origin: string;
  readonly port: number;
  /** Milliseconds from its start until it said where it is. */
  readonly startedInMs: number;
  /** Seconds of processor time that all its threads have used. */
  cpuSeconds(): number;
  /** Resolves when it has ended, by itself or not. */
  readonly ended: Promise<void>;
  /** Ends it and resolves when it has ended. The second call changes nothing. */
  close(): Promise<void>;
};

const ticksPerSecond = 100;
// As `npm start` has it, for yardsticks too.
const startFlags = ['--max-semi-space-size=64'];

/** Starts the emitted program at `path`, relative to this folder, and waits for the line that names its address. */
export async function startServer(
  path: string,
  env: Readonly<Record<string, string>> = {},
  flags: readonly string[] = [],
): Promise<ChildServer> {
  const begun = performance.now();
  const child = spawn(process.execPath, [...startFlags, ...flags, fileURLToPath(new URL(path, import.meta.url))], {
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const origin = await originOf(child);
  return {
    origin,
    port: Number(new URL(origin).port),
    ended,
    startedInMs: performance.now() - begun,
    cpuSeconds() {
      // Fields 14 and 15, user and system time; the name before them may hold spaces.
      const stat = readFileSync(`/proc/${child.pid}/stat`, 'latin1');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
    },
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function originOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /https?:\/\/[^\s/]+/.exec(said);
      if (found) resolve(found[0]);
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
  });
}
