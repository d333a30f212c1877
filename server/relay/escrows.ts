import { isHandle, maxEscrowBytes, restoreLimits } from '../../shared/api.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { concatBytes } from '../../shared/protocol/bytes.ts';
import { idToBytes, type PersonId } from '../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../shared/protocol/result.ts';
import type { SideAnswer, SideCall } from '../store/writer-messages.ts';
import { createCounter } from './handles.ts';

/** Why an escrow was not kept or given. */
export type EscrowError = { readonly code: ErrorCode };

/** Seeds under passphrases that persons gave into keeping; see `createEscrows`. */
export type Escrows = {
  /** Durable when it resolves; takes the place of the one before. */
  put(person: PersonId, sealed: Uint8Array): Promise<Result<null, EscrowError>>;
  /** The second time nothing is there to be dropped, and that is as good. */
  drop(person: PersonId): Promise<Result<null, EscrowError>>;
  has(person: PersonId): Promise<Result<boolean, EscrowError>>;
  /** Person id, then the bytes, for whoever names the person by id or handle; limited for each address, and for each person from everywhere. `not-found` is all that is said otherwise. */
  find(name: string, address: string): Promise<Result<Uint8Array, EscrowError>>;
};

/**
 * What is kept is ciphertext, salt and rounds. Whoever asks may have it, since a lost phone can prove nothing: what guards it is the passphrase, and the limits against
 * collecting many.
 */
export function createEscrows(
  call: (call: SideCall) => Promise<SideAnswer>,
  hasEnded: (person: PersonId) => boolean,
  now: () => number,
): Escrows {
  const byAddress = createCounter(restoreLimits.escrowsPerHour, now);
  const byPerson = createCounter(restoreLimits.escrowsPerHour, now);

  async function ask(side: SideCall): Promise<Result<unknown, EscrowError>> {
    const answer = await call(side);
    return answer.code === 'ok' ? ok(answer.value) : err({ code: answer.code });
  }

  async function personOf(name: string): Promise<PersonId | null> {
    if (/^[0-9a-f]{32}$/.test(name)) return name;
    const found = isHandle(name) ? await ask({ name: 'find-handle', handle: name }) : err({});
    return found.ok && typeof found.value === 'string' ? found.value : null;
  }

  return {
    async put(person, sealed) {
      if (sealed.length === 0 || sealed.length > maxEscrowBytes) return err({ code: 'too-large' });
      const kept = await ask({ name: 'put-escrow', person, sealed });
      return kept.ok ? ok(null) : kept;
    },
    async drop(person) {
      const dropped = await ask({ name: 'drop-escrow', person });
      return dropped.ok ? ok(null) : dropped;
    },
    async has(person) {
      const found = await ask({ name: 'find-escrow', person });
      return found.ok ? ok(found.value !== null) : found;
    },
    async find(name, address) {
      if (!byAddress.take(address)) return err({ code: 'not-admitted' });
      const person = await personOf(name);
      if (person === null) return err({ code: 'not-found' });
      if (hasEnded(person)) await ask({ name: 'drop-escrow', person });
      if (!byPerson.take(person)) return err({ code: 'not-admitted' });
      const found = await ask({ name: 'find-escrow', person });
      if (!found.ok) return found;
      if (!(found.value instanceof Uint8Array)) return err({ code: 'not-found' });
      return ok(concatBytes(idToBytes(person), found.value));
    },
  };
}
