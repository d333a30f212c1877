import type { ErrorCode } from '../../shared/errors.ts';
import type { HostDirectory } from '../../shared/host/directory.ts';
import { createReached } from '../../shared/host/reached.ts';
import type { ReturnedCursors } from '../../shared/host/returned-cursors.ts';
import { equalBytes } from '../../shared/protocol/bytes.ts';
import type { SessionParty } from '../../shared/protocol/encode-batch.ts';
import type { ChannelId, DeviceId, PersonId } from '../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../shared/protocol/result.ts';
import type { Verifier } from '../../shared/protocol/sign.ts';
import {
  decodeRequest,
  defaultWaitSeconds,
  encodeAnswer,
  plainAnswer,
  type SyncAnswer,
} from '../../shared/sync/messages.ts';
import { answerPages, encodePage } from '../../shared/sync/pages.ts';
import { answerRequest } from '../../shared/sync/request.ts';
import type { Store } from '../../shared/sync/store.ts';
import { createLru } from '../store/lru.ts';
import { sha256Node } from '../store/sha256-node.ts';
import { contactsFor, createContactReaders } from './contact-readers.ts';
import type { Contacts } from './contacts.ts';
import type { Live } from './live.ts';
import { createNothingNew } from './nothing-new.ts';
import type { Push } from './push.ts';
import type { Pressure } from './pressure.ts';

/** Why a request has no answer. */
export type RelayError = { readonly code: ErrorCode; readonly retryAfterSeconds: number | null };

/** Answers sync requests; see `createRelay`. */
export type Relay = {
  /**
   * One sync request of a session, answered when what it brought is durable. `overloaded` when not even signs of life have room. The second time
   * nothing is stored and the answer is the same or newer.
   */
  sync(bytes: Uint8Array, session: SessionParty, address: string): Promise<Result<Uint8Array, RelayError>>;
  /** Answers one after the other as long as there is more; what the request brings is passed over. `leave` must be called when the reader is done. */
  pages(bytes: Uint8Array, session: SessionParty, address: string): Result<Pages, RelayError>;
  /** Whether something came for that device since `sync` answered it last; false when that was before this process, or long ago. */
  isBehind(session: SessionParty): boolean;
};

/** Answers as they are asked for. */
export type Pages = { readonly answers: AsyncGenerator<Uint8Array>; leave(): void };

/** What a relay joins. */
export type RelayPorts = {
  readonly store: Store;
  readonly directory: HostDirectory;
  readonly verifier: Verifier;
  readonly contacts: Contacts;
  readonly cursors: ReturnedCursors;
  readonly live: Live;
  readonly push: Pick<Push, 'changed' | 'seen'>;
  readonly pressure: Pressure;
  isNew(person: PersonId): boolean;
  now(): number;
};

type Hints = Pick<SyncAnswer, 'contacts' | 'reached' | 'timeMs'>;

/** The lanes that a device asked for last, and the cursor that it has since. */
type Told = { readonly cursor: Uint8Array; readonly lanes: number };

const noHints: Hints = { contacts: [], reached: [], timeMs: null };
/** What most requests are answered with; nobody writes into it. */
const plainBytes = ok(encodeAnswer(plainAnswer));
const saidNothing = ok({ answer: plainAnswer, stored: [] });

/** The conversation of `shared/sync` over a real store, with contacts, what others have, the server's time and live news. */
export function createRelay(ports: RelayPorts): Relay {
  const { store, directory, verifier, contacts, cursors, live, push, pressure, now } = ports;
  const readers = createContactReaders();
  const conversation = { store, directory, verifier, hash: sha256Node };
  const reached = createReached(store, directory, cursors);
  const { isNothingNew, hasCome } = createNothingNew(store, directory);
  const toldByDevice = createLru<DeviceId, Told>(50_000);

  directory.onChange((changes) => live.accessChanged(changes.map((change) => change.person)));

  async function answer(bytes: Uint8Array, session: SessionParty): Promise<Result<Uint8Array, RelayError>> {
    const request = decodeRequest(bytes);
    if (!request.ok) return refuse('bad-message');
    contacts.note(session.person);
    push.seen(session.device);
    cursors.note(session, request.value.cursor);
    const answered = isNothingNew(request.value, session)
      ? saidNothing
      : await answerRequest(request.value, session, conversation);
    if (!answered.ok) return refuse(answered.error.code);
    const { stored, answer: said } = answered.value;
    const channels = new Set<ChannelId>(stored.map((item) => item.entry.channel));
    if (channels.size > 0) {
      live.changed(channels, session.device);
      push.changed(stored, session);
      reached.noteWritten(session, channels);
    }
    noteTold(session.device, said.cursor ?? request.value.cursor, request.value.lanes);
    const wait = pressure.waitSeconds();
    // Hints are of the lane of life. Who asks for no lane at all keeps no answer: told once they would be lost on it.
    const asked = (request.value.lanes & 1) === 0 ? noHints : hintsFor(session);
    const hints = asked instanceof Promise ? await asked : asked;
    const { cursor } = request.value;
    if (said === plainAnswer && hints === noHints && wait === defaultWaitSeconds && cursor !== null) return plainBytes;
    return ok(
      encodeAnswer({
        ...said,
        ...hints,
        timeMs: hints.timeMs ?? (cursor === null ? now() : said.timeMs),
        waitSeconds: wait === defaultWaitSeconds ? said.waitSeconds : wait,
      }),
    );
  }

  function noteTold(device: DeviceId, cursor: Uint8Array | null, lanes: number): void {
    const before = toldByDevice.get(device);
    if (cursor === null || (before?.lanes === lanes && equalBytes(before.cursor, cursor))) return;
    // A copy: what came with a request is a view on all of its bytes.
    toldByDevice.set(device, { cursor: cursor.slice(), lanes });
  }

  function hintsFor(session: SessionParty): Hints | Promise<Hints> {
    const timeMs = readers.isDue(session.device, contacts.hourNow()) ? now() : null;
    const told = contactsFor(session, readers.isFirst(session.device), readers, contacts, directory);
    if (reached.hasNews(session))
      return reached.tell(session).then((points) => ({ contacts: told, reached: points, timeMs }));
    return told.length === 0 && timeMs === null ? noHints : { ...noHints, contacts: told, timeMs };
  }

  return {
    async sync(bytes, session, address) {
      const leave = pressure.enter({ isNew: ports.isNew(session.person), address });
      if (leave === null) return refuse('overloaded', 5 + (now() % 10));
      try {
        return await answer(bytes, session);
      } finally {
        leave();
      }
    },
    pages(bytes, session, address) {
      const request = decodeRequest(bytes);
      if (!request.ok) return refuse('bad-message');
      const leave = pressure.enter({ isNew: ports.isNew(session.person), address });
      if (leave === null) return refuse('overloaded', 5 + (now() % 10));
      contacts.note(session.person);
      cursors.note(session, request.value.cursor);
      return ok({ answers: encodePages(answerPages(request.value, session, conversation)), leave });
    },
    isBehind(session) {
      const told = toldByDevice.get(session.device);
      return told !== undefined && hasCome(told.cursor, told.lanes, session);
    },
  };
}

async function* encodePages(answers: AsyncGenerator<SyncAnswer>): AsyncGenerator<Uint8Array> {
  for await (const answer of answers) yield encodePage(answer);
}

function refuse(code: ErrorCode, retryAfterSeconds: number | null = null): Result<never, RelayError> {
  return err({ code, retryAfterSeconds });
}
