import { expect, it } from 'vitest';
import { createConversation } from '../device/converse.ts';
import { createPerson, type Device } from '../device/device.ts';
import type { DevicePorts, NetworkPort } from '../device/ports.ts';
import { createReplica, type Replica } from '../fold/replica.ts';
import { createVerifier } from '../protocol/sign.ts';
import { nobleEngine } from '../protocol/engine-noble.ts';
import { encodeUtf8, concatBytes } from '../protocol/bytes.ts';
import type { SessionParty } from '../protocol/encode-batch.ts';
import { sha256 } from '../protocol/hash.ts';
import { toChannelId } from '../protocol/ids.ts';
import { domain } from '../protocol/parameters.ts';
import { err, ok } from '../protocol/result.ts';
import { createNobleSealEngine } from '../protocol/seal-noble.ts';
import { createSeeded } from '../protocol/seeded.ts';
import { createMemoryDisk } from './memory-disk.ts';
import { createSeededKeys } from './seeded-keys.ts';
import { createSimulatedServer, type SimulatedServer } from './server.ts';

const verifier = createVerifier(nobleEngine);

async function makePerson(name: string, seed: number, clock: { ms: number }) {
  const seeded = createSeeded(seed);
  const ports: DevicePorts = {
    keys: createSeededKeys((count) => seeded.bytes(count)),
    seals: createNobleSealEngine((count) => seeded.bytes(count)),
    disk: createMemoryDisk(),
    verifier,
    nowMs: () => clock.ms,
    random: (count) => seeded.bytes(count),
    createFolds: (viewer) => createReplica(viewer),
  };
  const made = await createPerson(ports, { name });
  if (!made.ok) throw new Error(made.error.code);
  return made.value;
}

function connect(device: Device, server: SimulatedServer) {
  let session: SessionParty | null = null;
  const network: NetworkPort = {
    sync: async (bytes) => (session ? server.sync(session, bytes) : err({ code: 'no-session', retryAfterMs: null })),
    async openSession(_person, certificate) {
      const opened = await server.openSession(certificate);
      if (!opened.ok) return opened;
      session = opened.value;
      return ok(null);
    },
  };
  return createConversation(device, network, () => 0.5);
}

it('two people become friends by a token, one is dark, both write, and everything is there once', async () => {
  const clock = { ms: 1_700_000_000_000 };
  const server = await createSimulatedServer('0011223344556677', verifier, () => clock.ms);
  const mother = await makePerson('宮田 絹江', 1, clock);
  const daughter = await makePerson('宮田 由佳', 2, clock);
  const [up, down] = [connect(mother, server), connect(daughter, server)];

  const token = createSeeded(3).bytes(16);
  const tokenHash = sha256(concatBytes(encodeUtf8(domain.invite), token));
  await mother.write('friend.invite', toChannelId('inbox', mother.person), { tokenHash });
  await daughter.write('friend.add', toChannelId('inbox', mother.person), { person: mother.person, token });
  await mother.write('voice', toChannelId('feed', mother.person), { text: '町野は雨です。' });
  await up.wake('start');
  await down.wake('start');
  expect(daughter.core.meta.opened).toContain(toChannelId('feed', mother.person));
  expect(textsOf(daughter)).toEqual(['町野は雨です。']);

  clock.ms += 3 * 86_400_000;
  await daughter.write('voice', toChannelId('feed', daughter.person), { text: '電車が止まっています。' });
  for (let i = 0; i < 40; i++) await mother.write('voice', toChannelId('feed', mother.person), { text: `便り ${i}` });
  await mother.write('friend.add', toChannelId('inbox', daughter.person), { person: daughter.person });
  await up.wake('wrote');
  await down.wake('online');
  await up.wake('pushed');
  expect(textsOf(daughter).sort()).toEqual(textsOf(mother).sort());
  expect(textsOf(mother)).toHaveLength(42);
  expect(mother.own().every((row) => row.state === 'server')).toBe(true);

  const before = server.store().arrival(0);
  await up.wake('tapped');
  await down.wake('tapped');
  expect(server.store().arrival(0)).toBe(before);
});

function textsOf(device: Device): string[] {
  const replica = device.core.folds as Replica;
  const texts: string[] = [];
  for (const row of device.core.holdings.heads(device.id())) {
    for (let number = 1; number <= row.number; number++) {
      const [channel = '', of = ''] = row.log.split('/');
      const hash = device.core.holdings.hashAt(channel, of, Number(row.log.at(-1)) as 0, number);
      const item = hash ? replica.get(Buffer.from(hash.subarray(0, 16)).toString('hex')) : null;
      if (item?.body?.kind === 'voice') texts.push(item.body.text);
    }
  }
  return texts;
}
