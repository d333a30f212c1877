import type { ErrorCode } from '../../shared/errors.ts';
import type { PersonId } from '../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../shared/protocol/result.ts';
import { createCounter } from './handles.ts';
import { readInviteCode } from './invite-code.ts';
import type { KnownPersons } from './known-persons.ts';

/** Codes by which an operator vouches; see `createInviteCodes`. */
export type InviteCodes = {
  /** `not-found` for a code that is wrong or was used by someone else, `not-admitted` after ten tries in an hour. */
  use(code: string, person: PersonId): Promise<Result<null, { readonly code: ErrorCode }>>;
};

const triesPerHour = 10;

/** Takes codes that were made with `serverSeed`, each for one person. */
export function createInviteCodes(serverSeed: Uint8Array, known: KnownPersons, now: () => number): InviteCodes {
  const tries = createCounter(triesPerHour, now);
  return {
    async use(code, person) {
      if (!tries.take(person)) return err({ code: 'not-admitted' });
      const id = readInviteCode(serverSeed, code);
      return id !== null && (await known.useCode(id, person)) ? ok(null) : err({ code: 'not-found' });
    },
  };
}
