import type { EntryId } from '../protocol/ids.ts';
import type { SessionParty } from '../protocol/encode-batch.ts';
import type { Entry } from '../protocol/entry.ts';
import { acceptBatch, type Accepted } from '../sync/accept.ts';
import { fromSegment } from '../sync/segments.ts';
import { batchOf, createAuthor, type Author } from './author.ts';
import { hashedVerifier } from './hashed-keys.ts';
import { createSimulatedServer, type SimulatedServer } from './server.ts';

/** A server that takes in batches made by hand, and what it then holds. */
export type Intake = {
  readonly server: SimulatedServer;
  /** Takes in a batch of a session, or of nobody's. */
  take(bytes: Uint8Array, session?: SessionParty | null): ReturnType<typeof acceptBatch>;
  /** As `take`; throws when the bytes are no batch. */
  accept(bytes: Uint8Array, session?: SessionParty | null): Promise<Accepted>;
  /** Everything stored, by id. */
  stored(): ReadonlyMap<EntryId, Entry>;
  /** Ids of what the directory would know if the server began anew from what it stored: whatever is missing there was acknowledged for nothing. */
  understood(): Promise<ReadonlySet<EntryId>>;
};

/** A server that stores nothing yet. */
export async function createIntake(): Promise<Intake> {
  const server = await createSimulatedServer('00000000000000a1', hashedVerifier, () => 1_700_000_000_000);
  const take: Intake['take'] = (bytes, session = null) =>
    acceptBatch(bytes, session, { store: server.store(), directory: server.directory(), verifier: hashedVerifier });
  return {
    server,
    take,
    async accept(bytes, session = null) {
      const accepted = await take(bytes, session);
      if (!accepted.ok) throw new Error(accepted.error.detail);
      return accepted.value;
    },
    stored: () => new Map(entriesOf(server).map((entry) => [entry.id, entry])),
    async understood() {
      await server.restart();
      const directory = server.directory();
      const known = entriesOf(server).filter((entry) => directory.certificateOf(entry.device) !== null);
      return new Set(known.map((entry) => entry.id));
    },
  };
}

/** Two persons whose cards a fresh server holds. */
export async function createNeighbours(): Promise<{ intake: Intake; yuka: Author; koichi: Author }> {
  const intake = await createIntake();
  const [yuka, koichi] = [await createAuthor('宮田 由佳', 1), await createAuthor('川島 航一', 2)];
  for (const author of [yuka, koichi]) {
    await intake.accept(batchOf([await author.run([author.announce()])], [author]));
  }
  return { intake, yuka, koichi };
}

function entriesOf(server: SimulatedServer): readonly Entry[] {
  return server
    .store()
    .rows()
    .segments.flatMap((segment) => fromSegment(segment).entries);
}
