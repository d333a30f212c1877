import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { newDataFolder, removeDataFolder, startTestServer } from '../routes/testing/test-server.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const entry = join(root, 'dist/node/server/cli/device.js');
const folder = mkdtempSync(join(tmpdir(), 'tayori-device-'));
const data = newDataFolder();

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  removeDataFolder(data);
});

/** What a command prints, of which a test names the parts that it reads. */
type Printed = {
  readonly person: string;
  readonly link: string;
  readonly outbox: readonly unknown[];
  readonly safety: readonly { readonly person: string }[];
  readonly voices: readonly { readonly text: string }[];
};

async function device(name: string, ...args: string[]): Promise<Printed> {
  const { stdout } = await run(process.execPath, [entry, '--at', join(folder, name), ...args]);
  return JSON.parse(stdout);
}

test('two devices without browsers become friends, write in the dark and meet', async () => {
  const server = await startTestServer(data);
  const at = ['--server', server.origin];
  const { person: yuka } = await device('yuka', 'create', '宮田 由佳', '--kana', 'みやた ゆか');
  await device('kinue', 'create', '宮田 絹江');
  const { link } = await device('yuka', 'invite', ...at);
  await device('kinue', 'befriend', link);
  await device('kinue', 'status', 'needsHelp', '--where', 'shelter', '--text', '毛布がたりません');
  await device('kinue', 'voice', '町野は雨です。');
  expect((await device('kinue', 'show')).outbox).toHaveLength(5);
  await device('yuka', 'sync', ...at);
  expect(await device('kinue', 'sync', ...at)).toMatchObject({ unsent: 0 });
  await device('yuka', 'sync', ...at);
  await device('kinue', 'sync', ...at);
  const [seen, own] = [await device('yuka', 'show'), await device('kinue', 'show')];
  expect(seen.safety[0]).toMatchObject({
    name: '宮田 絹江',
    headline: { condition: 'needsHelp', text: '毛布がたりません' },
  });
  expect(seen.voices.map((voice) => voice.text)).toEqual(['町野は雨です。']);
  expect(own.safety.map((row) => row.person)).toEqual([yuka]);
  expect(own.outbox).toEqual([]);
  await server.stop();
});

test('what one device exports another takes in, and a second time nothing is added', async () => {
  await device('kinue', 'create', '宮田 絹江');
  await device('kinue', 'voice', '圏外です。');
  await device('yuka', 'create', '宮田 由佳');
  const file = join(folder, 'carried');
  await device('kinue', 'export', file);
  expect(await device('yuka', 'import', file)).toEqual({ added: 3, problems: 0 });
  expect(await device('yuka', 'import', file)).toEqual({ added: 0, problems: 0 });
});

test('words for people come where a command cannot be done', async () => {
  await expect(device('none', 'voice', 'x')).rejects.toThrow('There is no person on this device yet');
  await device('kinue', 'create', '宮田 絹江');
  await expect(device('kinue', 'create', 'x')).rejects.toThrow('There is a person on this device already');
  await expect(device('kinue', 'befriend', 'nobody')).rejects.toThrow('neither an invitation nor the id');
  await expect(device('kinue', 'sync', '--server', 'http://127.0.0.1:9')).rejects.toThrow(
    '2 entries wait on this device',
  );
});
