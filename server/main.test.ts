import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { toChannelId } from '../shared/protocol/ids.ts';
import { createHttpNetwork } from './cli/http-network.ts';
import { workerUrl } from './store/worker-url.ts';
import { createTestDevice } from './routes/testing/test-device.ts';

const script = fileURLToPath(workerUrl('main', import.meta.url));
const children: ChildProcess[] = [];
const folders: string[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tayori-main-'));
  folders.push(folder);
  mkdirSync(join(folder, 'client'));
  writeFileSync(join(folder, 'client', 'index.html'), '<!doctype html>');
  return folder;
}

/** Starts the server as `npm start` does and resolves once it says where it is, or ended. */
function start(folder: string) {
  const child = spawn(process.execPath, [script], {
    env: { PATH: '/usr/bin:/bin', PORT: '0', TAYORI_DATA: folder, TAYORI_CLIENT: join(folder, 'client') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let output = '';
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const ready = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
        if (origin !== undefined) resolve(origin);
      });
    void ended.then(() => resolve(''));
  });
  return { child, ready, ended, output: () => output };
}

test('asked to end, the server answers what was begun, takes no more, and ends well', async () => {
  const server = start(newFolder());
  const origin = await server.ready;
  const author = await createTestDevice('宮田 絹江', 1, createHttpNetwork(origin));
  await author.device.write('voice', toChannelId('feed', author.device.person), { text: '町野は雨です。' });
  await author.conversation.wake('start');
  expect(author.conversation.state().trouble).toBeNull();
  const half = connect(Number(new URL(origin).port), '127.0.0.1');
  await new Promise<void>((resolve) => half.once('connect', resolve));
  half.write('POST /sync HTTP/1.1\r\nHost: x\r\nCookie: t=x\r\nContent-Length: 4\r\n\r\nab');
  let answer = '';
  half.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  await expect.poll(() => answer).toContain('401');
  server.child.kill('SIGTERM');
  half.write('cd');
  half.end();
  expect(await server.ended).toBe(0);
  expect(server.output()).not.toMatch(/絹江|雨/);
});

test('a second server on the same data says so and ends', async () => {
  const folder = newFolder();
  const first = start(folder);
  expect(await first.ready).toMatch(/^http/);
  const second = start(folder);
  expect(await second.ended).toBe(1);
  expect(second.output()).toContain('Another Tayori is using');
});
