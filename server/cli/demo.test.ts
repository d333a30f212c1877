import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { makeStory } from '../../shared/demo/story.ts';
import { createPerson } from '../../shared/device/device.ts';
import { decodeInvite } from '../../shared/device/invite-link.ts';
import type { Replica } from '../../shared/fold/replica.ts';
import { loadMaterial } from './demo/story-file.ts';
import { openTownDisk } from './demo/town-disk.ts';
import { deviceCommands } from './device-commands.ts';
import { openFolderDisk } from './device-disk.ts';
import { nodePorts } from './device-ports.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const entry = join(root, 'dist/node/server/cli/demo.js');
const folder = mkdtempSync(join(tmpdir(), 'tayori-demo-'));
const running = new Set<ChildProcess>();

afterEach(async () => {
  for (const child of running) await stop(child);
  rmSync(folder, { recursive: true, force: true });
});

/** A demo on a free port, once it has said all that `until` waits for; what it printed grows. */
async function startDemo(until: RegExp, ...args: string[]): Promise<{ child: ChildProcess; printed: () => string }> {
  const client = join(folder, 'client');
  mkdirSync(client, { recursive: true });
  writeFileSync(join(client, 'index.html'), '<!doctype html><title>Tayori</title>');
  const child = spawn(process.execPath, [entry, '--data', folder, '--persons', '12', '--no-qr', ...args], {
    env: { ...process.env, PORT: '0', TAYORI_CLIENT: client },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      if (until.test(said)) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => reject(new Error(`it ended with ${code}: ${said}`)));
  });
  return { child, printed: () => said };
}

async function stop(child: ChildProcess): Promise<void> {
  running.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

const linkBehind = (printed: string, as: string) => new RegExp(`${as}.*\\n(http://\\S+)`).exec(printed)?.[1] ?? '';

test('a small town moves in whole, and who takes the daughter’s link is among the family', async () => {
  const { child, printed } = await startDemo(/as a volunteer.*\nhttp\S+\n/);
  expect(printed()).not.toMatch(/refused|Error|warn/i);

  const link = linkBehind(printed(), 'as the daughter');
  const invite = decodeInvite(link.slice(link.lastIndexOf('/') + 1));
  expect(invite?.name).toBe('宮田 絹江');
  const inviters = [invite?.person ?? '', ...(invite?.others ?? [])];
  expect(inviters.length).toBeGreaterThan(4);

  const disk = openFolderDisk(join(folder, 'visitor'));
  const made = await createPerson(await nodePorts(disk), { name: '宮田 由佳' }, 'phone');
  if (!made.ok) throw new Error(made.error.code);
  const visitor = made.value;
  const options = { server: link.slice(0, link.indexOf('/i/')) };
  const replica = () => visitor.core.folds as Replica;
  const meets = async (isThere: () => boolean) => {
    while (!isThere()) {
      await deviceCommands['sync']?.(visitor, { words: [], options });
      if (!isThere()) await new Promise((resolve) => setTimeout(resolve, 300));
    }
  };
  await deviceCommands['befriend']?.(visitor, { words: [link], options });
  await meets(() => replica().friends.friendsOf(visitor.person).length === inviters.length);
  expect([...replica().friends.friendsOf(visitor.person)].sort()).toEqual([...inviters].sort());

  const time = { nowMs: Date.now(), receivedAtMs: () => null };
  const mother = replica()
    .safetyList(time, new Map())
    .find(({ name }) => name === '宮田 絹江');
  expect(mother?.headline).toMatchObject({ condition: 'safe', whereabouts: 'shelter' });
  const voices = replica().voices.list({ channels: null, limit: 200 }, time);
  const texts = voices.map(({ text }) => text);
  expect(texts).toContain('息子は学校にいました。全員無事です。');
  expect(texts).toContain('干し柿ができました。送る分は別にしてあります。');
  expect(voices.some(({ comments, likes }) => comments.length + likes.length > 0)).toBe(true);
  expect([...replica().items()].filter((item) => replica().isVoid(item) !== null)).toEqual([]);

  const said = await deviceCommands['voice']?.(visitor, { words: ['みんな無事でよかった。'], options });
  const { id } = said as { readonly id: string };
  await meets(() => (replica().voices.post(id, time)?.comments.length ?? 0) > 0);
  expect(replica().voices.post(id, time)?.likes.length).toBeGreaterThan(0);
  disk.close();

  await stop(child);
  const town = openTownDisk(join(folder, 'town'));
  const plan = town.recall('plan') as { seed: number; persons: number; quakeAtMs: number };
  town.close();
  const material = loadMaterial(new URL('../../shared/fixtures/demo-town/', import.meta.url));
  const { people, circles, acts, guests } = makeStory({ ...plan, material });
  const invites = guests.flatMap(({ hosts }) => hosts);
  const written = 2 * people.length + circles.flat().length + invites.length + acts.length;
  expect(Number(/sent now: (\d+) entries/.exec(printed())?.[1])).toBe(written);

  const again = await startDemo(/as a volunteer.*\nhttp\S+\n/);
  expect(again.printed()).toContain('holds a town already');
  const later = linkBehind(again.printed(), 'as the daughter');
  expect(later.slice(later.lastIndexOf('/'))).toBe(link.slice(link.lastIndexOf('/')));
  expect(Number(/sent now: (\d+) entries/.exec(again.printed())?.[1])).toBeLessThan(20);
});

test('with a speed the hours after the earthquake are played to their end', async () => {
  const { printed } = await startDemo(/The six hours are over/, '--speed', '3600');
  expect(printed()).toContain('The earthquake is now');
  expect(printed()).not.toMatch(/refused|Error|warn/i);
});
