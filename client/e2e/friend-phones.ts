import { createConversation, type Conversation } from '../../shared/device/converse.ts';
import { createPerson, type Device } from '../../shared/device/device.ts';
import { decodeInvite } from '../../shared/device/invite-link.ts';
import type { NetworkPort } from '../../shared/device/ports.ts';
import { createReplica } from '../../shared/fold/replica.ts';
import { nobleEngine } from '../../shared/protocol/engine-noble.ts';
import { sha256 } from '../../shared/protocol/hash.ts';
import { toChannelId } from '../../shared/protocol/ids.ts';
import { createNobleSealEngine } from '../../shared/protocol/seal-noble.ts';
import { createSeeded } from '../../shared/protocol/seeded.ts';
import { createAsyncVerifier } from '../../shared/protocol/sign.ts';
import { createMemoryDisk } from '../../shared/simulate/memory-disk.ts';
import { createSeededKeys } from '../../shared/simulate/seeded-keys.ts';

/** A friend's phone without a screen: a real device in this process. */
export type FriendPhone = { readonly device: Device; readonly conversation: Conversation };

// As it was built: the app's own stories import nothing of the server's source.
const built = new URL('../../dist/node/server/cli/http-network.js', import.meta.url).href;
const loadNetwork = () =>
  import(/* @vite-ignore */ built) as Promise<{ createHttpNetwork(origin: string): NetworkPort }>;

/** Makes a person whose keys follow from `seed`, and takes up an invitation, online. */
export async function befriendWith(link: string, name: string, seed: number): Promise<FriendPhone> {
  const seeded = createSeeded(seed);
  const random = (count: number) => seeded.bytes(count);
  const made = await createPerson(
    {
      keys: createSeededKeys(random),
      seals: createNobleSealEngine(random),
      disk: createMemoryDisk(),
      verifier: createAsyncVerifier(nobleEngine),
      nowMs: Date.now,
      random,
      createFolds: createReplica,
    },
    { name },
  );
  const invite = decodeInvite(link.slice(link.lastIndexOf('/') + 1));
  if (!made.ok || !invite) throw new Error('no person, or no invitation');
  const { createHttpNetwork } = await loadNetwork();
  const phone = {
    device: made.value,
    conversation: createConversation(made.value, createHttpNetwork(new URL(link).origin), Math.random),
  };
  const { person, token } = invite;
  await phone.device.write('friend.add', toChannelId('inbox', person), { person, token });
  await phone.conversation.wake('start');
  return phone;
}

/** Puts a picture on the friend's card and sends it. */
export async function showPicture({ device, conversation }: FriendPhone, data: Uint8Array): Promise<void> {
  const card = toChannelId('card', device.person);
  const name = (device.core.folds as ReturnType<typeof createReplica>).cards.cardOf(device.person)?.name ?? '';
  await device.write('picture', card, { data, type: 'jpeg' });
  await device.write('card.set', card, { name, picture: sha256(data) });
  await conversation.wake('wrote');
}
