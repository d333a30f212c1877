import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { workerUrl } from '../worker-url.ts';

/** A process that stores until it is killed, and what is around it. */
export type LoadRun = {
  readonly folder: string;
  readonly process: ChildProcess;
  /** Lines of what was acknowledged so far. */
  acks(): string;
  /** Kills it as `kill -9` does and resolves once it is gone. */
  kill(): Promise<void>;
  readonly exited: Promise<void>;
  /** Whatever it said on its way out. */
  output(): string;
};

/** What the shim is told while the process runs; see disk-shim.c. */
export type Shim = { readonly library: string; readonly trace: string; readonly control: string };

/** Compiles the shim into a new folder. Throws with what to install where there is no compiler. */
export function compileShim(): string {
  const source = fileURLToPath(new URL('disk-shim.c', import.meta.url));
  const library = join(mkdtempSync(join(tmpdir(), 'tayori-shim-')), 'disk-shim.so');
  const built = spawnSync('cc', ['-O2', '-shared', '-fPIC', '-o', library, source, '-ldl', '-lpthread']);
  if (built.status !== 0)
    throw new Error(
      `This test needs a C compiler (Debian: apt-get install -y gcc libc6-dev). ${String(built.stderr ?? built.error)}`,
    );
  return library;
}

/** Starts the load in `folder`, with the shim between it and the disk where one is given. */
export function startLoad(folder: string, seed: number, shim: Shim | null = null): LoadRun {
  mkdirSync(folder, { recursive: true });
  if (shim !== null) writeFileSync(shim.control, new Uint8Array(8));
  const script = fileURLToPath(workerUrl('load-process', import.meta.url));
  const env = shim && {
    LD_PRELOAD: shim.library,
    TAYORI_SHIM_FOLDER: folder,
    TAYORI_SHIM_TRACE: shim.trace,
    TAYORI_SHIM_CONTROL: shim.control,
  };
  const child = spawn(process.execPath, [script, folder, String(seed)], {
    env: { PATH: '/usr/bin:/bin', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const path = join(folder, 'acks.log');
  return {
    folder,
    process: child,
    acks: () => (existsSync(path) ? readFileSync(path, 'utf8') : ''),
    exited,
    output: () => output,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Waits until `isTrue`, looking every few milliseconds; throws with the process's words when it ended before. */
export async function until(run: LoadRun, isTrue: () => boolean): Promise<void> {
  while (!isTrue()) {
    if (run.process.exitCode !== null) throw new Error(`the process ended: ${run.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
