import { toLogKey, type LogKey } from '../protocol/ids.ts';
import type { TakenIn } from '../sync/take-in.ts';
import type { Meta } from './ports.ts';

/** A log of which something came that could not be verified, from `number` on. */
export type Unverified = {
  readonly log: LogKey;
  readonly number: number;
  /** When the device asked for everything anew because of it, by its own clock. */
  readonly askedMs: number;
};

/** For one log everything is asked for anew so seldom, in milliseconds: what no asking mends must not cost a friend's whole history each time. */
export const anewAfterMs = 86_400_000;
/** Of more logs at once nothing is asked anew: then something else is wrong than a run. */
const mostUnverified = 64;

/**
 * `meta` after an answer with these problems. Nothing of such a run is kept, and the answer's cursor counts it as had: so the device forgets the cursor, and
 * asks for everything as at first contact, once a day for each log. What it holds comes again and changes nothing. `isHeld` says whether an entry of a log is here by now.
 */
export function afterProblems(
  meta: Meta,
  problems: TakenIn['problems'],
  isHeld: (log: LogKey, number: number) => boolean,
  nowMs: number,
): Meta {
  const known = meta.unverified ?? [];
  const lacking = known.filter(({ log, number }) => !isHeld(log, number));
  const recent = new Set(lacking.filter((one) => Math.abs(nowMs - one.askedMs) < anewAfterMs).map(({ log }) => log));
  const fresh = new Map<LogKey, Unverified>();
  for (const { channel, device, lane, number } of problems) {
    const log = toLogKey(channel, device, lane);
    if (!recent.has(log)) fresh.set(log, { log, number, askedMs: nowMs });
  }
  const others = lacking.filter(({ log }) => !fresh.has(log));
  if (fresh.size === 0 || others.length + fresh.size > mostUnverified)
    return lacking.length === known.length ? meta : { ...meta, unverified: lacking };
  return { ...meta, cursor: null, unverified: [...others, ...fresh.values()] };
}
