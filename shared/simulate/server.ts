import { createDirectory, type HostDirectory } from '../host/directory.ts';
import { createReached, type Reached } from '../host/reached.ts';
import { findRecoverable } from '../host/recoverable.ts';
import { rememberStore } from '../host/remember.ts';
import { createReturnedCursors, type ReturnedCursors } from '../host/returned-cursors.ts';
import { decodeCertificate } from '../protocol/certificate.ts';
import type { DeviceId } from '../protocol/ids.ts';
import type { SessionParty } from '../protocol/encode-batch.ts';
import { err, ok, type Result } from '../protocol/result.ts';
import { decodeRotation } from '../protocol/rotation.ts';
import type { Verifier } from '../protocol/sign.ts';
import { decodeRequest, encodeAnswer } from '../sync/messages.ts';
import { answerPages } from '../sync/pages.ts';
import { answerRequest } from '../sync/request.ts';
import type { RestoreAnswer } from '../sync/restore.ts';
import type { NetworkError } from '../device/ports.ts';
import { createMemoryStore, type MemoryRows, type MemoryStore } from './memory-store.ts';

/** A server without a network: the same conversation as the real one, over a store in memory. */
export type SimulatedServer = {
  store(): MemoryStore;
  directory(): HostDirectory;
  /** One request of a session. */
  sync(session: SessionParty, bytes: Uint8Array): Promise<Result<Uint8Array, NetworkError>>;
  /** The answers of one response of pages. */
  pages(session: SessionParty, bytes: Uint8Array): AsyncGenerator<Uint8Array>;
  /** Whether the certificate may open a session; a server that forgot it learns it here. */
  openSession(certificate: Uint8Array, rotations?: readonly Uint8Array[]): Promise<Result<SessionParty, NetworkError>>;
  /** What whoever has the recovery key behind `recoveryHash` is told. */
  find(recoveryHash: Uint8Array): Promise<RestoreAnswer | null>;
  /** As after a crash: only what was durable is left, everything else is read from it again. */
  restart(): Promise<void>;
  /** As after a backup was restored: another epoch, older rows. */
  restore(epoch: string, rows: MemoryRows): Promise<void>;
};

/** A server that begins empty. It keeps no clock; what it says of time is `nowMs`. */
export async function createSimulatedServer(
  epoch: string,
  verifier: Verifier,
  nowMs: () => number,
): Promise<SimulatedServer> {
  let store = createMemoryStore(epoch);
  const rotated = new Set<DeviceId>();
  let { directory, cursors, reached } = await openHost(store, verifier);

  /** What the last process wrote down is there, and counts if the epoch is the same. */
  async function reopen(opened: MemoryStore): Promise<void> {
    const saved = cursors.takeUnsaved();
    store = opened;
    ({ directory, cursors, reached } = await openHost(store, verifier));
    cursors.restore(saved);
  }

  /** One of which nothing is known yet may be anybody's. As a server's sessions say it. */
  function whyCutOff(device: DeviceId): 'revoked' | 'replaced' | null {
    const { persons } = directory.access;
    if (persons.certificateOf(device) === null || persons.isLive(device)) return null;
    const limits = persons.limitsOf(device);
    return limits.length === 1 && limits[0]?.code === 'rotated' ? 'replaced' : 'revoked';
  }

  return {
    store: () => store,
    directory: () => directory,
    async sync(session, bytes) {
      const cutOff = whyCutOff(session.device);
      if (cutOff !== null) return err({ code: cutOff, retryAfterMs: null });
      // Who came with rotations and is forgotten, as after a backup was put back, has to show them again.
      if (rotated.has(session.device) && directory.certificateOf(session.device) === null)
        return err({ code: 'bad-session', retryAfterMs: null });
      const request = decodeRequest(bytes);
      if (!request.ok) return err({ code: request.error.code, retryAfterMs: null });
      cursors.note(session, request.value.cursor);
      const answered = await answerRequest(request.value, session, { store, directory, verifier });
      if (!answered.ok) return err({ code: answered.error.code, retryAfterMs: null });
      const { answer, stored } = answered.value;
      reached.noteWritten(
        session,
        stored.map((item) => item.entry.channel),
      );
      const told = reached.hasNews(session) ? await reached.tell(session) : [];
      return ok(encodeAnswer({ ...answer, reached: told, timeMs: nowMs() }));
    },
    async *pages(session, bytes) {
      const request = decodeRequest(bytes);
      if (!request.ok) return;
      cursors.note(session, request.value.cursor);
      for await (const answer of answerPages(request.value, session, { store, directory })) yield encodeAnswer(answer);
    },
    find: async (recoveryHash) => {
      const found = await findRecoverable(recoveryHash, directory, store);
      return found.ok ? { ...found.value, handle: null } : null;
    },
    async openSession(bytes, rotations = []) {
      const certificate = decodeCertificate(bytes);
      if (!certificate.ok) return err({ code: 'bad-certificate', retryAfterMs: null });
      const shown = rotations.map(decodeRotation).flatMap((one) => (one.ok ? [one.value] : []));
      if (shown.length > 0) {
        directory.learn([certificate.value], shown);
        rotated.add(certificate.value.device);
      }
      const cutOff = whyCutOff(certificate.value.device);
      if (cutOff !== null) return err({ code: cutOff, retryAfterMs: null });
      return ok({ person: certificate.value.person, device: certificate.value.device });
    },
    restart: () => reopen(createMemoryStore(store.epoch, store.rows())),
    restore: (newEpoch, rows) => reopen(createMemoryStore(newEpoch, rows)),
  };
}

type Host = { readonly directory: HostDirectory; readonly cursors: ReturnedCursors; readonly reached: Reached };

async function openHost(store: MemoryStore, verifier: Verifier): Promise<Host> {
  const directory = createDirectory(store, { whyNot: () => null });
  await rememberStore(store.rows().segments, directory, verifier);
  const cursors = createReturnedCursors(store, directory);
  return { directory, cursors, reached: createReached(store, directory, cursors) };
}
