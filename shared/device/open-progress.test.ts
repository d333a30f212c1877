import { expect, it } from 'vitest';
import { createReplica } from '../fold/replica.ts';
import { toChannelId } from '../protocol/ids.ts';
import { createSeeded } from '../protocol/seeded.ts';
import { createHashedKeys, createHashedSeals, hashedVerifier } from '../simulate/hashed-keys.ts';
import { createMemoryDisk } from '../simulate/memory-disk.ts';
import { createPerson, openDevice } from './device.ts';

it('opening tells how many kept batches were read, up to all of them, and nothing for who is new', async () => {
  const seeded = createSeeded(7);
  const random = (count: number) => seeded.bytes(count);
  const disk = createMemoryDisk();
  const ports = {
    keys: createHashedKeys(random),
    seals: createHashedSeals(random),
    disk,
    verifier: hashedVerifier,
    nowMs: () => 1_700_000_000_000,
    random,
    createFolds: createReplica,
  };
  const told: (readonly [number, number])[] = [];
  const onRead = (done: number, of: number) => void told.push([done, of]);
  expect(await openDevice(ports, onRead)).toBeNull();
  expect(told).toEqual([]);
  const made = await createPerson(ports, { name: '宮田 由佳' });
  if (!made.ok) throw new Error(made.error.code);
  const { person, write } = made.value;
  for (const text of ['一', '二']) await write('voice', toChannelId('feed', person), { text });
  const reopened = await openDevice({ ...ports, disk: createMemoryDisk(disk.saved()) }, onRead);
  expect(reopened?.own()).toHaveLength(4);
  expect(told).toEqual([1, 2, 3, 4].map((done) => [done, 4]));
});
