import { handoverLimits } from '../../shared/api.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { PersonId } from '../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../shared/protocol/result.ts';
import { createCounter } from './handles.ts';

/** Sealed bytes on their way from one device of a person to a new one; see `createHandovers`. */
export type Handovers = {
  /** Leaves `bytes` under `id` (32 hex digits). `handover-taken` where another person's lie there, `not-admitted` after too many. */
  leave(id: string, bytes: Uint8Array, by: PersonId): Result<null, HandoverError>;
  /** What lies there, or null when there is nothing or its time is over. As often as asked: an answer may be lost. */
  find(id: string): Uint8Array | null;
  /** The second time it changes nothing. */
  takeAway(id: string): void;
};

/** Why a handover was not kept. */
export type HandoverError = { readonly code: ErrorCode };

type Left = { readonly bytes: Uint8Array; readonly by: PersonId; readonly untilMs: number };

/** Eight megabytes at most. Who comes when all is full waits until something was fetched. */
const mostLeft = 1000;

/** Handovers in memory only, for some minutes each: a restart forgets them, and the phone hands over again. */
export function createHandovers(now: () => number): Handovers {
  const leftById = new Map<string, Left>();
  const counter = createCounter(handoverLimits.perHour, now);

  /** Kept in the order in which they were left, so that the oldest stand first. */
  function forgetOld(): void {
    for (const [id, { untilMs }] of leftById) {
      if (untilMs > now()) return;
      leftById.delete(id);
    }
  }

  return {
    leave(id, bytes, by) {
      forgetOld();
      if (!counter.take(by)) return err({ code: 'not-admitted' });
      const there = leftById.get(id);
      if (there && there.by !== by) return err({ code: 'handover-taken' });
      leftById.delete(id);
      if (leftById.size >= mostLeft) return err({ code: 'overloaded' });
      leftById.set(id, { bytes, by, untilMs: now() + handoverLimits.keptMs });
      return ok(null);
    },
    find(id) {
      forgetOld();
      return leftById.get(id)?.bytes ?? null;
    },
    takeAway: (id) => void leftById.delete(id),
  };
}
