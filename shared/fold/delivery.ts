import type { Item } from '../log/item.ts';
import type { LogKey } from '../protocol/ids.ts';
import { keyOf, type LogPoint, type Logs } from './logs.ts';

/**
 * Where an entry of one's own can be shown to have come, nearest first. `shared`: seen on a shared terminal or a server's page, which is no device of the person's own.
 */
export const deliveryPlaces = ['here', 'carried', 'hub', 'server', 'shared', 'theirs', 'read'] as const;
/** See `deliveryPlaces`. */
export type DeliveryPlace = (typeof deliveryPlaces)[number];

/** That a log had come somewhere up to a point: a store's durable answer, a carrier's signed note, an acknowledgement. Never a hope. */
export type DeliveryEvidence = {
  readonly place: Exclude<DeliveryPlace, 'here'>;
  readonly log: LogKey;
  /** The last entry that is there; those below it on its branch are there too. */
  readonly point: LogPoint;
  readonly atMs: number;
  /** Name of the hub or server for the screen; of `shared`, `theirs` and `read` the id of the person. */
  readonly where: string | null;
  /** Of a server's answer: its epoch. Null for other places. */
  readonly epoch: string | null;
};

/** Since when an entry is known to be at a place. */
export type Reached = {
  readonly atMs: number;
  readonly where: string | null;
  /** The server has begun a new epoch since and may have lost it: it is being asked again. */
  readonly isAskedAgain: boolean;
};

/** What is known of the way of one entry. A place without evidence is null, whatever lies behind it. */
export type DeliveryState = Readonly<Record<DeliveryPlace, Reached | null>> & {
  /** The furthest place with evidence that stands. */
  readonly furthest: DeliveryPlace;
};

/** The way of one's own entries; see `createDelivery`. */
export type Delivery = {
  /** Takes evidence, in any order; the same again changes nothing. */
  add(evidence: DeliveryEvidence): void;
  /** The server's epoch now. Its answers of other epochs are asked again; what others answered stands. */
  setEpoch(epoch: string): void;
  /** The state of an own entry, saved on this phone at `savedAtMs`. */
  stateOf(item: Item, savedAtMs: number): DeliveryState;
  /** Everyone of whom it is known to be at `place`, earliest first, each once. */
  wheresOf(
    item: Item,
    place: 'shared' | 'theirs' | 'read',
  ): readonly { readonly where: string; readonly atMs: number }[];
};

/**
 * Delivery from evidence. Of each place the earliest evidence that covers the entry counts, so that states never go back, except that a server's answer
 * is worth nothing once it may have lost its newest rows. An answer about one branch of a forked log says nothing of the other.
 */
export function createDelivery(logs: Pick<Logs, 'isUpTo'>): Delivery {
  const byLog = new Map<LogKey, DeliveryEvidence[]>();
  let epochNow: string | null = null;

  const isStale = (one: DeliveryEvidence): boolean =>
    one.place === 'server' && epochNow !== null && one.epoch !== epochNow;

  function reachedAt(place: DeliveryPlace, evidence: readonly DeliveryEvidence[]): Reached | null {
    const [first] = evidence
      .filter((one) => one.place === place)
      .sort((a, b) => Number(isStale(a)) - Number(isStale(b)) || a.atMs - b.atMs || compareText(a.where, b.where));
    return first ? { atMs: first.atMs, where: first.where, isAskedAgain: isStale(first) } : null;
  }

  function coveringOf(item: Item): readonly DeliveryEvidence[] {
    // Many persons stand at one point, and the log is looked into once for all of them.
    const isBelow = new Map<LogPoint, boolean>();
    return (byLog.get(keyOf(item)) ?? []).filter(({ point }) => {
      const known = isBelow.get(point) ?? logs.isUpTo(item, point);
      isBelow.set(point, known);
      return known;
    });
  }

  return {
    add(evidence) {
      const known = byLog.get(evidence.log) ?? [];
      byLog.set(evidence.log, known);
      // What says no more than earlier evidence of the same place is left out, so that a log keeps one for each step it came further.
      const isCovered = known.some((one) => saysAsMuch(one, evidence));
      if (!isCovered) known.push(evidence);
    },
    setEpoch(epoch) {
      epochNow = epoch;
    },
    stateOf(item, savedAtMs) {
      const covering = coveringOf(item);
      const here: Reached = { atMs: savedAtMs, where: null, isAskedAgain: false };
      const state = {
        here,
        carried: reachedAt('carried', covering),
        hub: reachedAt('hub', covering),
        server: reachedAt('server', covering),
        shared: reachedAt('shared', covering),
        theirs: reachedAt('theirs', covering),
        read: reachedAt('read', covering),
      };
      const furthest = deliveryPlaces.findLast((place) => state[place] !== null && !state[place]?.isAskedAgain);
      return { ...state, furthest: furthest ?? 'here' };
    },
    wheresOf(item, place) {
      const earliest = new Map<string, number>();
      for (const { place: at, where, atMs } of coveringOf(item)) {
        if (at === place && where !== null) earliest.set(where, Math.min(atMs, earliest.get(where) ?? atMs));
      }
      return [...earliest]
        .map(([where, atMs]) => ({ where, atMs }))
        .sort((a, b) => a.atMs - b.atMs || compareText(a.where, b.where));
    },
  };
}

function saysAsMuch(one: DeliveryEvidence, other: DeliveryEvidence): boolean {
  return (
    one.place === other.place &&
    one.epoch === other.epoch &&
    one.where === other.where &&
    one.atMs <= other.atMs &&
    one.point.number === other.point.number &&
    one.point.hash.every((byte, i) => byte === other.point.hash[i])
  );
}

function compareText(a: string | null, b: string | null): number {
  return (a ?? '') < (b ?? '') ? -1 : (a ?? '') > (b ?? '') ? 1 : 0;
}
