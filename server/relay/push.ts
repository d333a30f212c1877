import type { ErrorCode } from '../../shared/errors.ts';
import type { HostDirectory } from '../../shared/host/directory.ts';
import type { Item } from '../../shared/log/item.ts';
import type { SessionParty } from '../../shared/protocol/encode-batch.ts';
import {
  ownerOfChannel,
  typeOfChannel,
  type ChannelId,
  type DeviceId,
  type PersonId,
} from '../../shared/protocol/ids.ts';
import { laneOfKind } from '../../shared/protocol/parameters.ts';
import { err, ok, type Result } from '../../shared/protocol/result.ts';
import { createCounter } from './handles.ts';
import type { Live } from './live.ts';
import { isPushEndpoint } from './push-endpoint.ts';
import type { Subscriptions } from './push-subscriptions.ts';
import type { PushOutcome } from './send-push.ts';

/** Calls to devices whose app is closed; see `createPush`. */
export type Push = {
  /** In base64url, for `pushManager.subscribe`. */
  readonly publicKey: string;
  /** Where a device is called, or null. */
  endpointOf(device: DeviceId): string | null;
  /** `bad-endpoint` for what is no address of a push service, `not-admitted` after too many. The second time nothing changes. */
  subscribe(party: SessionParty, endpoint: string): Result<null, { readonly code: ErrorCode }>;
  unsubscribe(device: DeviceId): void;
  /** These became durable, sent by `by`: whoever may read them, wrote none of them and has no line open is called. */
  changed(items: readonly Item[], by: SessionParty): void;
  /** The device asked for itself: what it would be called for it has. */
  seen(device: DeviceId): void;
  /** Calls no more. */
  close(): void;
};

/** What calling needs. */
export type PushPorts = {
  readonly publicKey: string;
  readonly subscriptions: Subscriptions;
  readonly directory: HostDirectory;
  readonly live: Pick<Live, 'isOpen'>;
  readonly allowLoopback: boolean;
  send(endpoint: string, urgency: 'high' | 'normal'): Promise<PushOutcome>;
  now(): number;
  /** Runs something later; the result takes that back. */
  after(run: () => void, ms: number): () => void;
};

type Urgency = 'high' | 'normal';
type Waiting = { urgency: Urgency; atMs: number; cancel: () => void };
type State = { lastMs: number; failures: number; notBeforeMs: number; waiting: Waiting | null };

/** Life and what is for this person alone at once, but once a minute; the rest four times an hour. */
const restMs: Readonly<Record<Urgency, number>> = { high: 60_000, normal: 15 * 60_000 };
const perHour = 10;
const mostAtOnce = 8;
const mostQueued = 10_000;
const mostFailures = 12;
const firstBackoffMs = 60_000;
const mostBackoffMs = 6 * 3_600_000;

/**
 * Tells closed apps that something is new, and nothing else. Calls of one device are gathered: a first one goes at once, what comes before its rest is over goes at the end of
 * it, unless the device asked meanwhile. A subscription that nobody hears any more is dropped; one that is not answered is tried again later and later, and given up after twelve times.
 */
export function createPush(ports: PushPorts): Push {
  const { subscriptions, directory, live, now } = ports;
  const states = new Map<DeviceId, State>();
  const counter = createCounter(perHour, now);
  const queue: (() => Promise<void>)[] = [];
  let underWay = 0;
  let isClosed = false;

  function stateOf(device: DeviceId): State {
    const known = states.get(device) ?? { lastMs: -Infinity, failures: 0, notBeforeMs: -Infinity, waiting: null };
    states.set(device, known);
    return known;
  }

  function callSoon(device: DeviceId, urgency: Urgency): void {
    const state = stateOf(device);
    const atMs = Math.max(now(), state.lastMs + restMs[urgency], state.notBeforeMs);
    const { waiting } = state;
    if (waiting && waiting.atMs <= atMs) {
      if (urgency === 'high') waiting.urgency = urgency;
      return;
    }
    waiting?.cancel();
    const due = () => {
      state.waiting = null;
      if (!isClosed && queue.length < mostQueued) queue.push(() => call(device, next.urgency));
      drain();
    };
    const next: Waiting = { urgency, atMs, cancel: ports.after(due, atMs - now()) };
    state.waiting = next;
  }

  function drain(): void {
    while (underWay < mostAtOnce) {
      const next = queue.shift();
      if (!next) return;
      underWay++;
      void next().finally(() => {
        underWay--;
        drain();
      });
    }
  }

  async function call(device: DeviceId, urgency: Urgency): Promise<void> {
    const subscription = subscriptions.of(device);
    if (isClosed || !subscription || live.isOpen(device)) return;
    if (!directory.access.persons.isLive(device)) return subscriptions.drop(device);
    const state = stateOf(device);
    state.lastMs = now();
    const { code, retryAfterMs } = await ports.send(subscription.endpoint, urgency);
    if (isClosed || subscriptions.of(device)?.endpoint !== subscription.endpoint) return;
    if (code === 'sent') state.failures = 0;
    if (code === 'later' && ++state.failures <= mostFailures) {
      const backoffMs = Math.min(firstBackoffMs * 2 ** (state.failures - 1), mostBackoffMs);
      state.notBeforeMs = now() + Math.min(Math.max(retryAfterMs ?? 0, backoffMs), mostBackoffMs);
      return callSoon(device, urgency);
    }
    if (code === 'sent') return;
    subscriptions.drop(device);
    states.delete(device);
  }

  /** Of everyone who might read a channel those who want to be called are few: they are found first, and what they may read is asked of them alone. */
  function readersOf(channel: ChannelId, author: PersonId): readonly DeviceId[] {
    const owner = ownerOfChannel(channel);
    const isOfPerson = personal.has(typeOfChannel(channel) ?? '');
    const { friends, conversations } = directory.access;
    const members = typeOfChannel(channel) === 'conv' ? (conversations()?.membersOf(channel) ?? []) : null;
    const near = isOfPerson ? [owner, ...friends.counterpartsOf(owner)] : (members ?? subscriptions.persons());
    return [...near].flatMap((person) =>
      (person === author ? [] : subscriptions.ofPerson(person))
        .filter(({ device }) => !live.isOpen(device))
        .filter(({ device }) => directory.readableChannels({ person, device }).includes(channel))
        .map(({ device }) => device),
    );
  }

  return {
    publicKey: ports.publicKey,
    endpointOf: (device) => subscriptions.of(device)?.endpoint ?? null,
    subscribe({ person, device }, endpoint) {
      if (!isPushEndpoint(endpoint, ports.allowLoopback)) return err({ code: 'bad-endpoint' });
      if (subscriptions.of(device)?.endpoint === endpoint) return ok(null);
      if (!counter.take(person)) return err({ code: 'not-admitted' });
      subscriptions.put({ person, device, endpoint });
      states.delete(device);
      return ok(null);
    },
    unsubscribe(device) {
      stateOf(device).waiting?.cancel();
      states.delete(device);
      subscriptions.drop(device);
    },
    changed(items, by) {
      if (subscriptions.count() === 0) return;
      const urgencyByChannel = new Map<ChannelId, Urgency>();
      for (const { entry, author } of items) {
        const urgency = author === by.person ? urgencyOf(entry.channel, entry.kind) : null;
        if (urgency && urgencyByChannel.get(entry.channel) !== 'high') urgencyByChannel.set(entry.channel, urgency);
      }
      for (const [channel, urgency] of urgencyByChannel) {
        for (const device of readersOf(channel, by.person)) callSoon(device, urgency);
      }
    },
    seen(device) {
      const state = states.get(device);
      state?.waiting?.cancel();
      if (state) state.waiting = null;
    },
    close() {
      isClosed = true;
      for (const { waiting } of states.values()) waiting?.cancel();
      subscriptions.close();
    },
  };
}

const personal: ReadonlySet<string> = new Set(['card', 'life', 'feed', 'inbox', 'self']);

/** How soon an entry is told; cards, keys and settings are no news to anybody. */
function urgencyOf(channel: ChannelId, kind: number): Urgency | null {
  const type = typeOfChannel(channel);
  const lane = laneOfKind(kind);
  if (type === 'card' || type === 'self') return null;
  if (type === 'life' || type === 'inbox') return 'high';
  if (type === 'feed' || type === 'comm') return 'normal';
  return lane <= 1 ? 'high' : 'normal';
}
