import { createConversation, type Conversation } from '../../../shared/device/converse.ts';
import { createPerson, type Device } from '../../../shared/device/device.ts';
import { createReplica, type Replica } from '../../../shared/fold/replica.ts';
import type { Item } from '../../../shared/log/item.ts';
import type { NetworkPort } from '../../../shared/device/ports.ts';
import { createNobleSealEngine } from '../../../shared/protocol/seal-noble.ts';
import { createSeeded } from '../../../shared/protocol/seeded.ts';
import { createAsyncVerifier } from '../../../shared/protocol/sign.ts';
import { createMemoryDisk } from '../../../shared/simulate/memory-disk.ts';
import { createSeededKeys } from '../../../shared/simulate/seeded-keys.ts';
import { createNodeEngine, createNodeSigner } from '../../relay/engine-node.ts';

/** A device of a named person, everything real but its storage. */
export type TestDevice = {
  readonly device: Device;
  readonly conversation: Conversation;
  /** What it holds, folded. */
  readonly replica: Replica;
  /** Texts of all voices that it holds, sorted. */
  texts(): readonly string[];
};

/** A new person on a device that talks over `network`. Its keys follow from `seed`. */
export async function createTestDevice(name: string, seed: number, network: NetworkPort): Promise<TestDevice> {
  const seeded = createSeeded(seed);
  let items = new Map<string, Item>();
  let replica: Replica | undefined;
  const random = (count: number) => seeded.bytes(count);
  const made = await createPerson(
    {
      keys: createSeededKeys(random, createNodeSigner),
      seals: createNobleSealEngine(random),
      disk: createMemoryDisk(),
      verifier: createAsyncVerifier(createNodeEngine()),
      nowMs: Date.now,
      random,
      createFolds(viewer) {
        const held = (items = new Map<string, Item>());
        const made = (replica = createReplica(viewer));
        return {
          ...made,
          add(more) {
            for (const item of more) held.set(item.entry.id, item);
            made.add(more);
          },
        };
      },
    },
    { name },
  );
  if (!made.ok) throw new Error(made.error.code);
  if (!replica) throw new Error('nothing was folded');
  const conversation = createConversation(made.value, network, () => seeded.next() / 2 ** 32);
  return {
    device: made.value,
    conversation,
    replica,
    texts: () => [...items.values()].flatMap(({ body }) => (body?.kind === 'voice' ? [body.text] : [])).sort(),
  };
}
