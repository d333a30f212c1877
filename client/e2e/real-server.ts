import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('../../dist/node/server/main.js', import.meta.url));
const testClient = fileURLToPath(new URL('../../dist/client-test', import.meta.url));

export interface RealServer {
  readonly url: string;
  readonly dataFolder: string;
  /** Ends the process and waits for it: the only outage that a service worker and EventSource notice as one. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/**
 * The built server in a process of its own, on a free port unless one is given. For an outage stop it, and start
 * another with the same `port` and `dataFolder`.
 */
export async function startServer(
  options: {
    port?: number;
    dataFolder?: string;
    /** How far its clock is shifted. */
    shiftMs?: number;
    env?: Record<string, string>;
  } = {},
): Promise<RealServer> {
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'tayori-story-'));
  const child = spawn(process.execPath, [entry], {
    env: {
      ...process.env,
      NODE_OPTIONS: shiftedClock(options.shiftMs ?? 0),
      HOST: '127.0.0.1',
      PORT: String(options.port ?? 0),
      TAYORI_DATA: dataFolder,
      TAYORI_CLIENT: testClient,
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const killWithTests = () => child.kill('SIGKILL');
  process.once('exit', killWithTests);
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/[^\s"]+/.exec(line)?.[0];
    if (!url) continue;
    child.stdout.resume();
    return {
      url: new URL(url).origin,
      dataFolder,
      async stop(signal = 'SIGTERM') {
        process.off('exit', killWithTests);
        child.kill(signal);
        await ended;
      },
    };
  }
  throw new Error(`The server ended before it told its address (exit code ${child.exitCode}).`);
}

// Given to the process as Node takes it from the environment, so that the server's threads have it too.
function shiftedClock(shiftMs: number): string {
  return `--import=data:text/javascript,const%20now=Date.now;Date.now=()=>now()%2B(${shiftMs})`;
}
