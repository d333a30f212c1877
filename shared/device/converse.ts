import { ok } from '../protocol/result.ts';
import { decodeAnswer, encodeRequest, plainRequest, type SyncAnswer } from '../sync/messages.ts';
import {
  createSync,
  stepSync,
  type SyncEffect,
  type SyncEvent,
  type SyncState,
  type WakeReason,
} from '../sync/machine.ts';
import { fromLogKey, ownerOfChannel, type EntryId } from '../protocol/ids.ts';
import type { Entry } from '../protocol/entry.ts';
import type { Device } from './device.ts';
import { lackedBodies, patienceMs, toAsked } from './lacking.ts';
import { reading } from './core.ts';
import { packOffer, packOutbox, settleRows, strayLogs, type Shipment } from './outbox.ts';
import type { Meta, NetworkPort, OwnRow, PageStream } from './ports.ts';
import { mergeReached } from './their-points.ts';

/** The device's side of the conversation, driven by events from outside. */
export type Conversation = {
  state(): SyncState;
  /** Does all that follows from the event, up to the next wait. Calls at once are done one after the other. */
  wake(reason: WakeReason): Promise<void>;
  /** From the next request on: greatest size of an answer's batch, and the lanes that travel (a mask; 1 is life only). */
  limit(budget: number, lanes: number): void;
  /** When to wake it by timer, in the device's clock, or null. */
  wakeAtMs(): number | null;
  /**
   * Everything of this device that waited since the present flush of the outbox began, sent by now or not; what was written meanwhile joins it with
   * the next request. Null while no request carries anything up.
   */
  flushing(): ReadonlySet<EntryId> | null;
};

/** Greatest size of what one request carries up, before compression. */
const maxShipmentBytes = 256 * 1024;

/** A clock that went back, or on by more than a phone is usually away: it was set, and what is known of its offset is of before. */
const mostBackMs = 5 * 60_000;
const mostAwayMs = 20 * 86_400_000;

function isClockDoubtful({ lastContactMs }: Meta, nowMs: number): boolean {
  return lastContactMs !== null && (nowMs < lastContactMs - mostBackMs || nowMs > lastContactMs + mostAwayMs);
}

/** Runs the pure machine of `shared/sync` over a network port; `chance` gives numbers from 0 to 1 for the jitter. */
export function createConversation(
  device: Device,
  network: NetworkPort,
  chance: () => number,
  onChange: (state: SyncState) => void = () => undefined,
  first: SyncState = createSync(),
): Conversation {
  // A comparison that the device's death interrupted begins anew.
  let state: SyncState = device.core.meta.isComparing
    ? { ...first, heads: device.core.holdings.heads(device.id()) }
    : first;
  let timerMs: number | null = null;
  let shipment: Shipment | null = null;
  let flushed: ReadonlySet<EntryId> | null = null;
  // Of the last offer that did not fit: the same again would bring nothing new.
  let lastOffered: string | null = null;
  let vainSinceMs = 0;
  let asked: readonly Entry[] = [];
  let stream: PageStream | null = null;
  let hasMore = false;
  // A session speaks for one device: after a renewal the old one would name the wrong author.
  let sessionOf = device.id();
  let isSessionOurs = false;
  let running: Promise<void> = Promise.resolve();
  const { core } = device;
  const { nowMs } = core.ports;

  async function run(event: SyncEvent): Promise<void> {
    const events = [event];
    for (let next = events.shift(); next !== undefined; next = events.shift()) {
      const step = stepSync(state, next);
      state = step.state;
      if (state.phase === 'resting') flushed = null;
      onChange(state);
      for (const effect of step.effects) {
        const follows = await perform(effect);
        if (follows) events.push(follows);
      }
    }
  }

  async function perform(effect: SyncEffect): Promise<SyncEvent | null> {
    switch (effect.do) {
      case 'timer':
        timerMs = effect.atMs;
        return null;
      case 'open-session': {
        const { certificate, rotations } = core.identity;
        const opened = await network.openSession(device.person, certificate, core.signer, rotations);
        if (opened.ok) {
          sessionOf = core.certificate.device;
          isSessionOurs = true;
        }
        if (!opened.ok) await noteCutOff(opened.error.code);
        return opened.ok ? { what: 'session', nowMs: nowMs() } : failed(opened.error.code, opened.error.retryAfterMs);
      }
      case 'send':
        return send(effect);
      case 'store':
        return store(effect.answer, effect.withHeads);
    }
  }

  async function send(effect: Extract<SyncEffect, { do: 'send' }>): Promise<SyncEvent> {
    timerMs = null;
    if (sessionOf !== device.id()) return failed('no-session', null);
    if (isClockDoubtful(core.meta, nowMs())) await askTime();
    const session = { person: device.person, device: device.id() };
    const packed = await reading(async () =>
      ok(
        (effect.offer.length > 0 ? await packOffer(core, effect.offer, maxShipmentBytes) : null) ??
          packOutbox(core, maxShipmentBytes, effect.lanes, session) ??
          (await packOffer(core, strayLogs(core), maxShipmentBytes)),
      ),
    );
    if (!packed.ok) return failed('storage', null);
    shipment = packed.value;
    flushed = shipment && joinFlush(flushed, shipment);
    onChange(state);
    const isReading = shipment === null && effect.heads.length === 0 && hasMore;
    if (!isReading) closeStream();
    asked = effect.bodies ? lackedBodies(core, effect.lanes, effect.budget) : [];
    const request = encodeRequest({
      ...plainRequest,
      cursor: core.meta.cursor,
      batch: shipment?.batch ?? null,
      budget: effect.budget,
      lanes: effect.lanes,
      heads: effect.heads,
      bodies: asked.map(toAsked),
    });
    const page = isReading ? await nextPage(request) : null;
    const answered = page ? ok(page) : await network.sync(request);
    if (!answered.ok) {
      await noteCutOff(answered.error.code);
      return failed(answered.error.code, answered.error.retryAfterMs);
    }
    const answer = decodeAnswer(answered.value);
    return answer.ok ? { what: 'answered', answer: answer.value, nowMs: nowMs() } : failed('bad-message', null);
  }

  /** What waits on a device that was cut off is not taken any more: it has its reason then. */
  async function noteCutOff(code: string): Promise<void> {
    if (code !== 'revoked' && code !== 'replaced') return;
    const left = device.own().filter((row) => row.state === 'unsent');
    const own = left.map((row): OwnRow => ({ ...row, state: 'refused', code: 'revoked' }));
    if (own.length > 0) await device.receive(null, { own });
  }

  /** Who has no cursor is told the time, and for no lane at all next to nothing else. When no answer comes, what is known stays. */
  async function askTime(): Promise<void> {
    const asked = await network.sync(encodeRequest({ ...plainRequest, lanes: 0, budget: 1 }));
    const answer = asked.ok ? decodeAnswer(asked.value) : asked;
    if (!answer.ok || answer.value.timeMs === null) return;
    const now = nowMs();
    await device.receive(null, { meta: { ...core.meta, lastContactMs: now, offsetMs: answer.value.timeMs - now } });
  }

  /** A flush with what waits now; an offer of others' entries is none. */
  function joinFlush(before: ReadonlySet<EntryId> | null, { runs }: Shipment): ReadonlySet<EntryId> | null {
    if (!runs.some((sent) => sent.rows.some((row) => row.state === 'unsent'))) return null;
    return new Set([...(before ?? []), ...device.own().flatMap((row) => (row.state === 'unsent' ? row.id : []))]);
  }

  /** The next answer of the stream under way, of a new one, or null where there is none to be had: then one answer is asked for. */
  async function nextPage(request: Uint8Array): Promise<Uint8Array | null> {
    if (stream === null && network.pages) {
      const opened = await network.pages(request);
      stream = opened.ok ? opened.value : null;
    }
    const page = (await stream?.next()) ?? null;
    if (page === null) closeStream();
    return page;
  }

  function closeStream(): void {
    stream?.cancel();
    stream = null;
  }

  async function store(answer: SyncAnswer, withHeads: boolean): Promise<SyncEvent> {
    const now = nowMs();
    hasMore = answer.more;
    // A session found in the browser may be another device's, as after a profile was put back: signatures then look wrong to the server.
    const isForeign = !isSessionOurs && answer.refused.some((part) => part.code === 'bad-signature');
    if (isForeign) sessionOf = '';
    const offsetMs = answer.timeMs === null ? core.meta.offsetMs : answer.timeMs - now;
    const epoch = answer.epoch ?? core.meta.epoch;
    const settled = shipment && !isForeign ? settleRows(shipment, answer, now + offsetMs, epoch) : [];
    const own = [...settled, ...lostRows(device, answer)];
    const isToldForked = answer.refused.some(
      (part) => part.code === 'forked' && fromLogKey(shipment?.runs[part.run]?.log ?? '').device === device.id(),
    );
    const offered = shipment?.isCut ? JSON.stringify(shipment.runs.map(({ log, from, to }) => [log, from, to])) : null;
    const isOfferLeft = offered !== null && offered !== lastOffered;
    lastOffered = offered;
    shipment = null;
    const dropped = await device.drop(answer.closed);
    if (!dropped.ok) return failed('storage', null);
    const { meta } = core;
    const isKnownServer = withHeads && meta.epoch !== null;
    const isCompared = state.heads.length === 0 && state.offer.length === 0;
    const opened = [...new Set([...meta.opened, ...answer.opened])].filter(
      (channel) => !answer.closed.includes(channel),
    );
    // What a new epoch opened it does not say, so what was closed before it may be open.
    const closed = [...new Set([...(answer.epoch === null ? (meta.closed ?? []) : []), ...answer.closed])].filter(
      (channel) => !answer.opened.includes(channel),
    );
    const theirs = mergeReached(core.theirs, answer.reached, device.id(), core.holdings, now + offsetMs);
    const kept = await device.receive(answer.batch, {
      own,
      ...(theirs !== core.theirs && { theirs }),
      meta: {
        ...meta,
        cursor: answer.cursor ?? meta.cursor,
        epoch,
        isComparing: isKnownServer || isOfferLeft || (meta.isComparing && !isCompared),
        lastContactMs: now,
        offsetMs,
        opened,
        closed,
        contacts: mergeContacts(meta.contacts, answer, now + offsetMs),
      },
    });
    if (!kept.ok) return failed('storage', null);
    // What came could not be verified, and the cursor was forgotten for it.
    const isAnew = core.meta.cursor === null && (answer.cursor ?? meta.cursor) !== null;
    if (isAnew) hasMore = false;
    if (isToldForked || core.holdings.isForked(device.id())) {
      const renewed = await device.renew();
      if (!renewed.ok) return failed('storage', null);
    }
    // Where none of what was asked for came to stay, it is not asked for again soon.
    if (asked.every(({ id }) => core.holdings.lacksBody(id))) for (const { id } of asked) core.vain.add(id);
    const session = { person: device.person, device: device.id() };
    // An offer that did not fit is found again by telling the heads once more.
    const heads = isKnownServer || isOfferLeft ? core.holdings.heads(device.id()) : [];
    const hasUnsent = packOutbox(core, 1, state.lanes, session) !== null;
    const lacksBodies = lackedBodies(core, state.lanes, 1).length > 0;
    return { what: 'stored', hasUnsent, heads, lacksBodies, isAnew, nowMs: now };
  }

  /** What the server once acknowledged and lost since: it waits again, and the screen says so. */
  function lostRows(of: Device, answer: SyncAnswer): readonly OwnRow[] {
    const afterByLog = new Map(answer.wanted.map((one) => [one.log, one.after]));
    return of
      .own()
      .filter((row) => row.state === 'server' && row.number > (afterByLog.get(row.log) ?? row.number))
      .map((row): OwnRow => ({ ...row, state: 'unsent', atServerMs: null }));
  }

  function failed(code: string, retryAfterMs: number | null): SyncEvent {
    // The next page of a stream goes on behind one that was not kept.
    closeStream();
    return { what: 'failed', code, retryAfterMs, nowMs: nowMs(), chance: chance() };
  }

  return {
    state: () => state,
    limit(budget, lanes) {
      // The pages under way bring lanes that are not wanted any more, or lack some.
      if (lanes !== state.lanes) closeStream();
      state = { ...state, budget, lanes };
    },
    wakeAtMs: () => timerMs,
    flushing: () => flushed,
    wake(reason) {
      const turn = running.then(() => {
        const now = nowMs();
        if (reason === 'tapped' || Math.abs(now - vainSinceMs) > patienceMs) {
          core.vain.clear();
          vainSinceMs = now;
        }
        return run({ what: 'wake', reason, nowMs: now });
      });
      running = turn.catch(() => undefined);
      return turn;
    },
  };
}

/** The server's word is to the hour, so the same contact heard again may seem earlier: the later time stands. */
function mergeContacts(known: Meta['contacts'], { contacts, closed }: SyncAnswer, bestMs: number): Meta['contacts'] {
  if (contacts.length + closed.length === 0) return known;
  const lastByPerson = new Map(known);
  for (const { person, hoursAgo } of contacts) {
    lastByPerson.set(person, Math.max(lastByPerson.get(person) ?? 0, bestMs - hoursAgo * 3_600_000));
  }
  for (const channel of closed) lastByPerson.delete(ownerOfChannel(channel));
  return [...lastByPerson];
}
