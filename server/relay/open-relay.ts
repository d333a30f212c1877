import { availableParallelism } from 'node:os';
import { ownerOfChannel } from '../../shared/protocol/ids.ts';
import { ok, type Result } from '../../shared/protocol/result.ts';
import type { WriteFailure } from '../store/write-failure.ts';
import { dataFolder } from '../store/data-folder.ts';
import { openSqliteStore, type OpenError, type SqliteOptions } from '../store/sqlite-store.ts';
import type { SideAnswer, SideCall } from '../store/writer-messages.ts';
import { createAdmission, openDoor } from './admission.ts';
import { openContacts } from './contacts.ts';
import { createEscrows, type Escrows } from './escrows.ts';
import { createHandles, type Handles } from './handles.ts';
import { createHandovers, type Handovers } from './handovers.ts';
import { createInviteCodes, type InviteCodes } from './invite-codes.ts';
import { openKnownPersons } from './known-persons.ts';
import { openVerdicts } from './known-verdicts.ts';
import { createLive, type Live } from './live.ts';
import { openDirectory, type LifeStore } from './open-directory.ts';
import { createPressure } from './pressure.ts';
import { createPush, type Push } from './push.ts';
import { openSubscriptions } from './push-subscriptions.ts';
import { createRelay, type Relay } from './relay.ts';
import { createRestoring, type Restoring } from './restoring.ts';
import { openSavedCursors } from './saved-cursors.ts';
import { openServerKey } from './server-key.ts';
import { sendPush } from './send-push.ts';
import { openVapid } from './vapid.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { openSignaturePool } from './signature-pool.ts';
import type { HostDirectory } from '../../shared/host/directory.ts';

/** A running relay and everything that routes lead to. */
export type OpenRelay = {
  readonly relay: Relay;
  readonly sessions: Sessions;
  readonly handles: Handles;
  readonly codes: InviteCodes;
  readonly handovers: Handovers;
  readonly restoring: Restoring;
  readonly escrows: Escrows;
  readonly live: Live;
  readonly push: Push;
  readonly directory: HostDirectory;
  readonly store: LifeStore;
  /** Why the store's history got a new name at this start, or null. */
  readonly newEpochBecause: string | null;
  /** False once the disk failed. */
  isHealthy(): boolean;
  /** Writes down when phones were in contact and with which cursor they came back; called now and then. */
  saveHints(): Promise<void>;
  /** Ends after what was begun is durable. */
  close(): Promise<void>;
};

/** How a relay is opened. */
export type RelayOptions = {
  readonly folder: string;
  /** Origins that proofs of sessions may name; null for any whose host is that of the request. */
  readonly origins: readonly string[] | null;
  /** Takes from everyone whatever they send: for measuring. */
  readonly isOpenDoor?: boolean;
  /** Whom push services can ask about this server: `mailto:…` or `https://…`. Without it the first origin that is https. */
  readonly contact?: string | undefined;
  /** Calls push services at http://127.0.0.1 too: for tests. */
  readonly isPushToLoopback?: boolean;
  readonly mostUnderWay?: number;
  readonly store?: SqliteOptions;
  /** Called once when the disk failed and nothing is acknowledged any more. */
  onFailure(failure: WriteFailure): void;
  now(): number;
};

const noContact = 'mailto:nobody@tayori.invalid';
const graceMs = 72 * 3_600_000;

/** Opens the data folder and everything above it, or says why it cannot be used. */
export async function openRelay(options: RelayOptions): Promise<Result<OpenRelay, OpenError>> {
  let isHealthy = true;
  const opened = await openSqliteStore(options.folder, {
    ...options.store,
    onFailure(failure) {
      isHealthy = false;
      options.onFailure(failure);
    },
  });
  if (!opened.ok) return opened;
  const store = opened.value;
  const { now } = options;
  const call = (side: SideCall): Promise<SideAnswer> => store.call(side);
  const paths = dataFolder(options.folder);
  const serverKey = openServerKey(paths.serverKey);
  const signatures = await openSignaturePool(Math.max(1, Math.min(4, availableParallelism() - 1)));
  const pressure = createPressure(options.mostUnderWay ?? 2048);
  const known = await openKnownPersons({
    call,
    friendsOf: (person) => directory.access.friends.friendsOf(person),
    now,
  });
  // Who lost their newest words by a restore offers them again, all at once.
  const graceUntilMs = store.newEpochBecause === null ? -Infinity : now() + graceMs;
  const admission = options.isOpenDoor
    ? openDoor
    : createAdmission({
        now,
        classOf: known.classOf,
        pressure: pressure.level,
        isInGrace: () => now() < graceUntilMs,
      });
  const verdicts = openVerdicts(paths.verdicts, serverKey.seed, signatures.verifier);
  const directory: HostDirectory = await openDirectory(store, admission, verdicts.verifier);
  const saving = verdicts.save();
  directory.onChange((changes) => {
    known.friendsChanged(changes.flatMap(({ person, channel }) => [person, ownerOfChannel(channel)]));
  });
  const contacts = await openContacts(call, now);
  const { cursors, save: saveCursors } = await openSavedCursors(call, store, directory);
  const saveHints = async () => {
    await contacts.save();
    await saveCursors();
  };
  const live = createLive((run, ms) => void setTimeout(run, ms).unref());
  const keys = openVapid(paths.vapid);
  const allowLoopback = options.isPushToLoopback ?? false;
  const subject = options.contact ?? options.origins?.find((origin) => origin.startsWith('https:')) ?? noContact;
  const push = createPush({
    publicKey: keys.publicKey,
    subscriptions: openSubscriptions(paths.push),
    directory,
    live,
    allowLoopback,
    send: (endpoint, urgency) => sendPush(endpoint, urgency, { keys, subject, allowLoopback }),
    now,
    after(run, ms) {
      const timer = setTimeout(run, ms).unref();
      return () => clearTimeout(timer);
    },
  });
  const { verifier } = signatures;
  const isNew = (person: string) => !options.isOpenDoor && known.classOf(person) === 'new';
  const sessions = createSessions({ serverKey, directory, verifier, origins: options.origins, now });
  const { publicKey } = serverKey.signer;
  return ok({
    relay: createRelay({ store, directory, verifier, contacts, cursors, live, push, pressure, isNew, now }),
    sessions,
    restoring: createRestoring({ serverKey: publicKey, sessions, directory, store, verifier, call, now }),
    escrows: createEscrows(call, directory.access.persons.hasEnded, now),
    handles: createHandles(call, now),
    codes: createInviteCodes(serverKey.seed, known, now),
    handovers: createHandovers(now),
    live,
    push,
    directory,
    store,
    newEpochBecause: store.newEpochBecause,
    isHealthy: () => isHealthy,
    saveHints,
    async close() {
      push.close();
      await saveHints();
      await saving;
      await store.close();
      await signatures.close();
    },
  });
}
