import { restoreLimits } from '../../shared/api.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { HostDirectory } from '../../shared/host/directory.ts';
import { findRecoverable } from '../../shared/host/recoverable.ts';
import { sha256 } from '../../shared/protocol/hash.ts';
import { err, ok, type Result } from '../../shared/protocol/result.ts';
import type { Verifier } from '../../shared/protocol/sign.ts';
import { decodeRestoreProof, encodeRestoreAnswer, restoreSignedBytes } from '../../shared/sync/restore.ts';
import type { Store } from '../../shared/sync/store.ts';
import type { SideAnswer, SideCall } from '../store/writer-messages.ts';
import { createCounter } from './handles.ts';
import type { Sessions } from './sessions.ts';

/** Finds the person of a recovery key; see `createRestoring`. */
export type Restoring = {
  /** The bytes of a restore answer for whoever proves to have the recovery key, from `address`, under the name `host` of this server. */
  find(proof: Uint8Array, host: string, address: string): Promise<Result<Uint8Array, { readonly code: ErrorCode }>>;
};

/** What it asks. */
export type RestoringPorts = {
  readonly serverKey: Uint8Array;
  readonly sessions: Pick<Sessions, 'takeChallenge'>;
  readonly directory: HostDirectory;
  readonly store: Pick<Store, 'heads' | 'newest'>;
  readonly verifier: Verifier;
  call(call: SideCall): Promise<SideAnswer>;
  now(): number;
};

/** Looks for persons only behind a good signature, and so often an hour from one address: nothing is told about anybody to whoever guesses. */
export function createRestoring(ports: RestoringPorts): Restoring {
  const { serverKey, sessions, directory, store, verifier, call, now } = ports;
  const finds = createCounter(restoreLimits.findsPerHour, now);
  return {
    async find(bytes, host, address) {
      const proof = decodeRestoreProof(bytes);
      if (!proof.ok) return err({ code: 'bad-message' });
      if (!finds.take(address)) return err({ code: 'not-admitted' });
      const { nonce, origin, recoveryKey, signature } = proof.value;
      if (!sessions.takeChallenge(nonce, origin, host)) return err({ code: 'bad-session' });
      const signed = restoreSignedBytes({ serverKey, nonce }, recoveryKey, origin);
      const isGood =
        (await verifier.checkPublicKey(recoveryKey)) &&
        (await verifier.verifySignature(recoveryKey, signed, signature));
      if (!isGood) return err({ code: 'bad-session' });
      const found = await findRecoverable(sha256(recoveryKey), directory, store);
      if (!found.ok) return found;
      const handle = await call({ name: 'handle-of', person: found.value.person });
      const mine = handle.code === 'ok' && typeof handle.value === 'string' ? handle.value : null;
      return ok(encodeRestoreAnswer({ ...found.value, handle: mine }));
    },
  };
}
