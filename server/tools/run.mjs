import { spawn } from 'node:child_process';
import { root } from './paths.mjs';

// Without this a stopped `npm start` would leave its npm ci behind, writing into a folder that the next start also fills.
// Listened to only while a program runs: the command that is started afterwards handles signals its own way.
function endWithUs(child) {
  const stops = [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ].map(([signal, code]) => {
    const stop = () => {
      killGroup(child);
      process.exit(code);
    };
    process.on(signal, stop);
    return () => process.off(signal, stop);
  });
  return () => stops.forEach((off) => off());
}

// npm waits for its install scripts when asked to end, and passes the request on to their shell only.
function killGroup(child) {
  if (process.platform === 'win32') return child.kill();
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/**
 * Runs a program in the repository and resolves to its exit code and everything it printed.
 * With `show`, what it prints also appears on stderr: stdout belongs to the command the person asked for.
 * A program that cannot be started resolves to code 127; nothing here throws.
 */
export function run(command, args, { show = false, env = {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      shell: process.platform === 'win32',
    });
    const letGo = endWithUs(child);
    let output = '';
    const take = (chunk) => {
      output += chunk;
      if (show) process.stderr.write(chunk);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    const finish = (result) => {
      letGo();
      resolve(result);
    };
    child.on('error', (error) => finish({ code: 127, output: `${output}${error.message}\n` }));
    child.on('close', (code) => finish({ code: code ?? 1, output }));
  });
}

/** Prints a line for the person at the terminal, off stdout so that `--json` output stays clean. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}
