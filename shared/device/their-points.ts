import type { DeliveryEvidence } from '../fold/delivery.ts';
import { bytesToHex } from '../protocol/bytes.ts';
import { fromLogKey, toLogKey, type DeviceId, type LogKey, type PersonId } from '../protocol/ids.ts';
import type { ReachedPoint } from '../sync/messages.ts';
import type { Holdings } from './holdings.ts';

/** That persons have an own log up to a point, on a phone or browser of theirs. */
export type TheirPoint = {
  readonly log: LogKey;
  readonly number: number;
  /** First 8 bytes of H(number), as hex. */
  readonly hash8: string;
  /** Each with the best time at which this device heard of it. */
  readonly persons: readonly (readonly [PersonId, number])[];
};

/** Of each person and log so many of the last points are kept; an older entry is then shown since the oldest of these. */
const mostPoints = 3;

/**
 * `known` with what a server told at `bestMs`; the very same list where nothing is new. Taken only for an entry that this device holds with that hash:
 * the server may mean another branch of a log that was forked. Nothing is taken back: who had an entry has had it.
 */
export function mergeReached(
  known: readonly TheirPoint[],
  told: readonly ReachedPoint[],
  device: DeviceId,
  holdings: Pick<Holdings, 'hashAt'>,
  bestMs: number,
): readonly TheirPoint[] {
  let points = known;
  for (const { channel, lane, number, hash8, persons } of told) {
    const log = toLogKey(channel, device, lane);
    if (hash8Of(log, number, holdings) !== hash8) continue;
    const ofLog = points.filter((point) => point.log === log);
    const isNew = (person: PersonId) => !ofLog.some((point) => point.number >= number && has(point, person));
    const fresh = [...new Set(persons)].filter(isNew).map((person) => [person, bestMs] as const);
    if (fresh.length === 0) continue;
    const same = ofLog.find((point) => point.number === number && point.hash8 === hash8);
    const point = { log, number, hash8, persons: [...(same?.persons ?? []), ...fresh] };
    points = thin([...points.filter((one) => one !== same), point], log);
  }
  return points;
}

/** The evidence in `points`, one for each person; of logs that are not held any more there is none. */
export function evidenceOf(
  points: readonly TheirPoint[],
  holdings: Pick<Holdings, 'hashAt'>,
): readonly DeliveryEvidence[] {
  return points.flatMap(({ log, number, hash8, persons }) => {
    const { channel, device, lane } = fromLogKey(log);
    const hash = holdings.hashAt(channel, device, lane, number);
    if (hash === null || hash8Of(log, number, holdings) !== hash8) return [];
    const point = { number, hash };
    return persons.map(([where, atMs]) => ({ place: 'theirs' as const, log, point, atMs, where, epoch: null }));
  });
}

function hash8Of(log: LogKey, number: number, holdings: Pick<Holdings, 'hashAt'>): string | null {
  const { channel, device, lane } = fromLogKey(log);
  const hash = holdings.hashAt(channel, device, lane, number);
  return hash && bytesToHex(hash.subarray(0, 8));
}

function has(point: TheirPoint, person: PersonId): boolean {
  return point.persons.some(([one]) => one === person);
}

/** Leaves each person the highest `mostPoints` of the log. */
function thin(points: readonly TheirPoint[], log: LogKey): readonly TheirPoint[] {
  const counts = new Map<PersonId, number>();
  const ofLog = points.filter((point) => point.log === log).sort((a, b) => b.number - a.number);
  const kept = ofLog.flatMap((point) => {
    const persons = point.persons.filter(([person]) => {
      const count = (counts.get(person) ?? 0) + 1;
      counts.set(person, count);
      return count <= mostPoints;
    });
    return persons.length === 0 ? [] : { ...point, persons };
  });
  return [...points.filter((point) => point.log !== log), ...kept.reverse()];
}
