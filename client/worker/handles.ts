import { isHandle } from '../../shared/api.ts';
import type { Device } from '../../shared/device/device.ts';
import type { NetworkError, NetworkPort } from '../../shared/device/ports.ts';
import type { PersonId } from '../../shared/protocol/ids.ts';
import type { Result } from '../../shared/protocol/result.ts';
import { decodeAnswer, encodeRequest, plainRequest } from '../../shared/sync/messages.ts';
import type { Database } from '../db/database.ts';
import { keep, recall } from '../db/kept.ts';
import { claimHandle, findHandle } from '../sync/handles.ts';
import type { FoundPerson, HandleOutcome, HandleView } from '../state/model.ts';

/** What this device knows of its person's handle, and the way to ask the server about handles. */
export interface Handles {
  view(): HandleView;
  /** Reads what was kept; called when the storage is opened. */
  recall(): Promise<void>;
  /** Claims it now, or with `later` keeps the wish until a server answers. What it becomes is durable here when it resolves. */
  choose(handle: string, later: boolean): Promise<HandleOutcome>;
  dropWish(): Promise<void>;
  /** Tries a wish that waits. Called after a good answer of the server; without a wish it asks nothing. */
  tryWish(): Promise<void>;
  /** Who has it; their card is fetched and kept where it is not here yet. Without a line `unreachable`: a handle is the server's word. */
  find(handle: string): Promise<Found>;
}

/** What the server said about a handle. */
export type Found =
  { readonly person: PersonId } | { readonly state: Extract<FoundPerson['state'], 'unknown' | 'busy' | 'unreachable'> };

const handleKey = 'handle';
const busyMs = 3_600_000;

/** Handles over a way to the server; both are of one device. */
export function createHandles(
  database: Database,
  device: Device,
  network: NetworkPort,
  hasCard: (person: PersonId) => boolean,
  nowMs: () => number,
): Handles {
  let kept: HandleView = {};
  // A server that counted this person out hears of the wish again when it counts anew.
  let notBeforeMs = 0;

  async function keepView(view: HandleView): Promise<void> {
    kept = view;
    await keep(database, handleKey, view);
  }

  /** A session is often there already; where it is not, one is opened and the same asked again. */
  async function inSession<T>(ask: () => Promise<Result<T, NetworkError>>): Promise<Result<T, NetworkError>> {
    const first = await ask();
    if (first.ok || (first.error.code !== 'no-session' && first.error.code !== 'bad-session')) return first;
    const { identity, signer } = device.core;
    const opened = await network.openSession(device.person, identity.certificate, signer, identity.rotations);
    return opened.ok ? ask() : opened;
  }

  async function claim(handle: string): Promise<HandleOutcome> {
    if (!isHandle(handle)) return 'invalid';
    const claimed = await inSession(() => claimHandle(handle));
    if (!claimed.ok) return outcomeByCode[claimed.error.code] ?? 'unreachable';
    await keepView({ mine: handle });
    return 'mine';
  }

  /** The card of somebody who is no friend, asked for by id: it comes signed, so the name is theirs whoever brings it. */
  async function fetchCard(person: PersonId): Promise<void> {
    // Of no lane anything, so that the cursor stays where it is.
    const request = { ...plainRequest, cursor: device.core.meta.cursor, budget: 0, lanes: 0, cards: [person] };
    const answered = await inSession(() => network.sync(encodeRequest(request)));
    const answer = answered.ok ? decodeAnswer(answered.value) : answered;
    if (answer.ok && answer.value.batch) await device.receive(answer.value.batch, {});
  }

  return {
    view: () => kept,
    async recall() {
      kept = ((await recall(database, handleKey)) as HandleView | undefined) ?? {};
    },
    async choose(handle, later) {
      if (!later) return claim(handle);
      await keepView({ wish: handle });
      return 'waits';
    },
    dropWish: () => keepView({ mine: kept.mine }),
    async tryWish() {
      const { wish } = kept;
      if (wish === undefined || nowMs() < notBeforeMs) return;
      const outcome = await claim(wish);
      if (outcome === 'busy') notBeforeMs = nowMs() + busyMs;
      if (outcome === 'taken' || outcome === 'invalid') await keepView({ lost: wish });
    },
    async find(handle) {
      const found = await inSession(() => findHandle(handle));
      if (!found.ok) {
        const { code } = found.error;
        return { state: code === 'not-admitted' ? 'busy' : isUnknown(code) ? 'unknown' : 'unreachable' };
      }
      if (!hasCard(found.value)) await fetchCard(found.value);
      return { person: found.value };
    },
  };
}

const outcomeByCode: Readonly<Record<string, HandleOutcome>> = {
  'handle-taken': 'taken',
  'bad-handle': 'invalid',
  'not-admitted': 'busy',
};

function isUnknown(code: string): boolean {
  return code === 'not-found' || code === 'bad-handle';
}
