import { mkdirSync, readFileSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { inDist } from './paths.mjs';
import { say } from './run.mjs';

const heartbeatMs = 2_000;
// A killed holder leaves its file behind, and its process id may be given to another program after a reboot:
// so a lock is believed only while somebody keeps touching it.
const staleAfterMs = 15_000;

/** Runs `work` while no other process on this working copy runs the same `name`; a second caller waits. */
export async function withLock(name, work) {
  mkdirSync(inDist('locks'), { recursive: true });
  const path = inDist('locks', name);
  await acquire(path, name);
  const heartbeat = setInterval(() => touch(path), heartbeatMs);
  const release = () => remove(path);
  process.once('exit', release);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    process.off('exit', release);
    release();
  }
}

async function acquire(path, name) {
  let told = false;
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      // Two waiters may both have removed a stale file; whoever's number is left after a moment is the holder.
      await sleep(50);
      if (read(path) === String(process.pid)) return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isStale(path)) remove(path);
    else if (!told) {
      told = true;
      say(`Waiting for another ${name} in this folder (process ${read(path)}) …`);
    }
    await sleep(200);
  }
}

function isStale(path) {
  try {
    return Date.now() - statSync(path).mtimeMs > staleAfterMs || !isAlive(Number(read(path)));
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

function isAlive(pid) {
  if (!pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}

function touch(path) {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

function remove(path) {
  try {
    unlinkSync(path);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}
