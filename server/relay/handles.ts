import { handleLimits, isHandle } from '../../shared/api.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { PersonId } from '../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../shared/protocol/result.ts';
import { createLru } from '../store/lru.ts';
import type { SideAnswer, SideCall } from '../store/writer-messages.ts';

/** Names that persons choose so that others find them; see `createHandles`. */
export type Handles = {
  /**
   * Gives `handle` to `person` for ever. `handle-taken` when another has it or the person has another one, `bad-handle` by its form. The second time the
   * same handle is given again.
   */
  claim(handle: string, person: PersonId): Promise<Result<null, HandleError>>;
  /** Whose it is, or `not-found`. Limited for each asker, so that nobody lists them all: `not-admitted`. */
  find(handle: string, asker: PersonId): Promise<Result<PersonId, HandleError>>;
};

/** Why a handle was not given or found. */
export type HandleError = { readonly code: ErrorCode };

const hourMs = 3_600_000;

/** Handles kept beside the log: unique, never taken back, never given again. */
export function createHandles(call: (call: SideCall) => Promise<SideAnswer>, now: () => number): Handles {
  const looks = createCounter(handleLimits.looksPerHour, now);
  const claims = createCounter(handleLimits.claimsPerHour, now);

  async function ask(side: SideCall): Promise<Result<unknown, HandleError>> {
    const answer = await call(side);
    return answer.code === 'ok' ? ok(answer.value) : err({ code: answer.code });
  }

  return {
    async claim(handle, person) {
      if (!isHandle(handle)) return err({ code: 'bad-handle' });
      if (!claims.take(person)) return err({ code: 'not-admitted' });
      const claimed = await ask({ name: 'claim-handle', handle, person });
      if (!claimed.ok) return claimed;
      return claimed.value === true ? ok(null) : err({ code: 'handle-taken' });
    },
    async find(handle, asker) {
      if (!isHandle(handle)) return err({ code: 'bad-handle' });
      if (!looks.take(asker)) return err({ code: 'not-admitted' });
      const found = await ask({ name: 'find-handle', handle });
      if (!found.ok) return found;
      return typeof found.value === 'string' ? ok(found.value) : err({ code: 'not-found' });
    },
  };
}

/** Counts to `most` an hour for each of the 100,000 persons seen last. */
export function createCounter(most: number, now: () => number) {
  const counts = createLru<PersonId, { hour: number; count: number }>(100_000);
  return {
    take(person: PersonId): boolean {
      const hour = Math.floor(now() / hourMs);
      const known = counts.get(person);
      const entry = known?.hour === hour ? known : { hour, count: 0 };
      entry.count++;
      counts.set(person, entry);
      return entry.count <= most;
    },
  };
}
