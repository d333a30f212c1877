import { parseArgs } from 'node:util';
import { createPerson, openDevice } from '../../shared/device/device.ts';
import { deviceCommands } from './device-commands.ts';
import { openFolderDisk } from './device-disk.ts';
import { nodePorts } from './device-ports.ts';

// A device without a browser: one command a call, JSON on standard output, words for people on standard error.

const usage = `npm run device -- --at FOLDER COMMAND

  create NAME [--kana READING]     a new person with this device, offline
  invite [--server ORIGIN]         a link that makes friends without asking
  befriend LINK|PERSON             takes an invitation up, asks, or accepts
  unfriend PERSON
  voice TEXT | comment ID TEXT
  status safe|needsHelp|injured|needsRescue [--where home|shelter|moving|elsewhere] [--text TEXT]
  sync --server ORIGIN             sends what waits and brings what is new
  show                             who is how, what was said, what waits
  export FILE [--only unsent]      entries for another device
  import FILE`;

const option = { type: 'string' } as const;
const options = {
  at: option,
  server: option,
  kana: option,
  where: option,
  text: option,
  only: option,
  budget: option,
  lanes: option,
};

try {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [name = '', ...words] = positionals;
  if (!values.at || (name !== 'create' && !Object.hasOwn(deviceCommands, name))) throw new Error(usage);
  const disk = openFolderDisk(values.at);
  try {
    console.log(JSON.stringify(await run(name, words, values, await nodePorts(disk))));
  } finally {
    disk.close();
  }
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

async function run(
  name: string,
  words: readonly string[],
  values: Readonly<Record<string, string | undefined>>,
  ports: Awaited<ReturnType<typeof nodePorts>>,
): Promise<unknown> {
  const existing = await openDevice(ports);
  if (name !== 'create') {
    if (existing === null) throw new Error('There is no person on this device yet. Begin with: create NAME');
    return deviceCommands[name]?.(existing, { words, options: values });
  }
  if (existing !== null) throw new Error('There is a person on this device already.');
  if (words.length === 0) throw new Error(usage);
  const made = await createPerson(
    ports,
    { name: words.join(' '), ...(values['kana'] && { kana: values['kana'] }) },
    'phone',
  );
  if (!made.ok) throw new Error(`Not saved: ${made.error.code}`);
  return { person: made.value.person, device: made.value.id() };
}
