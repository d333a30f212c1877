import { inviteHash } from '../fold/friends.ts';
import { toChannelId } from '../protocol/ids.ts';
import { hashedVerifier } from './hashed-keys.ts';
import { createSimulatedServer, type SimulatedServer } from './server.ts';
import { settle, type Dweller, type TownClock } from './town.ts';

/** Two persons who are friends by an invitation, in contact with one server. */
export type Friendship = {
  readonly server: SimulatedServer;
  readonly clock: TownClock;
  readonly yuka: Dweller;
  readonly koichi: Dweller;
};

/** Makes them, and lets each hear of the other. */
export async function makeFriends(): Promise<Friendship> {
  const clock = { ms: 1_700_000_000_000 };
  const server = await createSimulatedServer('00000000000000e1', hashedVerifier, () => clock.ms);
  const yuka = await settle('宮田 由佳', 1, server, clock);
  const koichi = await settle('川島 航一', 2, server, clock);
  const token = yuka.seeded.bytes(16);
  const inbox = toChannelId('inbox', yuka.person);
  await yuka.device.write('friend.invite', inbox, { tokenHash: inviteHash(token) });
  await yuka.conversation.wake('start');
  await koichi.device.write('friend.add', inbox, { person: yuka.person, token });
  for (const one of [koichi, yuka, koichi]) await one.conversation.wake('tapped');
  return { server, clock, yuka, koichi };
}

/** Writes a voice into one's own feed. Throws when it was not saved. */
export async function writeVoice({ device, person }: Dweller, text: string): Promise<string> {
  const written = await device.write('voice', toChannelId('feed', person), { text });
  if (!written.ok) throw new Error(written.error.code);
  return written.value.id;
}
