import { exportFile, readFileBatches } from '../device/export-file.ts';
import { readerTimeOf } from '../device/reader-time.ts';
import { commit, hold, prepareEntry } from '../device/core.ts';
import type { Post } from '../fold/voices.ts';
import type { EntryId } from '../protocol/ids.ts';
import { toChannelId, type ChannelId, type PersonId } from '../protocol/ids.ts';
import { fromSegment } from '../sync/segments.ts';
import { hashedVerifier } from './hashed-keys.ts';
import { createSimulatedServer, type SimulatedServer } from './server.ts';
import { replicaOf, settle, type Dweller, type TownClock } from './town.ts';

/** People of a story who have met a server, but not one another. */
export type Story = {
  readonly server: SimulatedServer;
  readonly clock: TownClock;
  readonly people: readonly Dweller[];
};

/** When every story begins. */
export const storyBeginsMs = 1_700_000_000_000;

/** One person with a phone for each name, their keys from `seed`. */
export async function beginStory(names: readonly string[], seed = 1): Promise<Story> {
  const clock = { ms: storyBeginsMs };
  const server = await createSimulatedServer('00000000000000e1', hashedVerifier, () => clock.ms);
  const people: Dweller[] = [];
  for (const [i, name] of names.entries()) people.push(await settle(name, seed * 100 + i, server, clock));
  await meet(people);
  return { server, clock, people };
}

/** Lets everyone sync until what one of them wrote is with all the others who may read it. */
export async function meet(people: readonly Dweller[], rounds = 3): Promise<void> {
  for (let round = 0; round < rounds; round++) for (const one of people) await one.conversation.wake('tapped');
}

/** Both say add, and both hear of it. */
export async function befriend(a: Dweller, b: Dweller): Promise<void> {
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    await say(one, 'friend.add', toChannelId('inbox', other.person), { person: other.person });
  }
  await meet([a, b]);
}

/** Writes one entry. Throws when it was not saved. */
export async function say(by: Dweller, ...[kind, channel, fields]: Parameters<Dweller['device']['write']>) {
  const written = await by.device.write(kind, channel, fields);
  if (!written.ok) throw new Error(written.error.code);
  return written.value;
}

/** Writes an entry of any kind number with any bytes, as another version of this program would. */
export async function sayBytes(by: Dweller, channel: ChannelId, kind: number, body: Uint8Array): Promise<EntryId> {
  const { core } = by.device;
  return by.device.inTurn(async () => {
    const made = await prepareEntry(core, channel, kind, body, []);
    await commit(core, { own: [made.row], meta: made.meta });
    hold(core, [made.run], [made.item]);
    return made.entry.id;
  });
}

/** Says safe, as someone does who taps once. */
export function sayStatus(
  by: Dweller,
  condition: 'safe' | 'needsHelp' | 'needsRescue',
  replaces: readonly EntryId[] = [],
) {
  return say(by, 'status', toChannelId('life', by.person), { condition, whereabouts: 'home', replaces: [...replaces] });
}

/** The batches of a file of what `from` holds, or of what no server has. */
export async function fileOf(from: Dweller, onlyUnsent = false): Promise<readonly Uint8Array[]> {
  const batches = readFileBatches(await exportFile(from.device, onlyUnsent));
  if (!batches.ok) throw new Error(batches.error.code);
  return batches.value;
}

/** Carries a file from one to the other, without any server. */
export async function carry(from: Dweller, to: Dweller, onlyUnsent = false): Promise<void> {
  for (const batch of await fileOf(from, onlyUnsent)) {
    const taken = await to.device.receive(batch, {});
    if (!taken.ok) throw new Error(taken.error.code);
  }
}

/** The posts of a feed as the reader's screen lists them. */
export function postsSeen(reader: Dweller, by: PersonId | null = null): readonly Post[] {
  const channels = by === null ? null : new Set([toChannelId('feed', by)]);
  return replicaOf(reader).voices.list({ channels, limit: 10_000 }, readerTimeOf(reader.device.core));
}

/** The headline of a person's status as the reader's list has it. */
export function headlineSeen(reader: Dweller, about: Dweller) {
  return replicaOf(reader).statuses.headlineOf(about.person, readerTimeOf(reader.device.core)).headline;
}

/** Ids of what the server would serve to a dweller, in order. */
export function servedTo(server: SimulatedServer, { person, device }: Dweller): readonly EntryId[] {
  const session = { person, device: device.id() };
  const directory = server.directory();
  const channels = new Set(directory.readableChannels(session));
  const served = server
    .store()
    .rows()
    .segments.filter((row) => channels.has(row.channel) && directory.mayReadLog(session, row.channel, row.device));
  return [...new Set(served.flatMap((row) => fromSegment(row).entries.map((entry) => entry.id)))].sort();
}

/** Ids of everything that a dweller holds, in order. */
export function heldBy({ device }: Dweller): readonly EntryId[] {
  return [...device.core.holdings.ids()].sort();
}
