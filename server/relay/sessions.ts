import { decodeProof, encodeChallenge, sessionSignedBytes } from '../../shared/api.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { HostDirectory } from '../../shared/host/directory.ts';
import { isCertificateSigned, isRotationSigned } from '../../shared/log/statements.ts';
import { decodeCertificate, type Certificate } from '../../shared/protocol/certificate.ts';
import type { SessionParty } from '../../shared/protocol/encode-batch.ts';
import { err, ok, type Result } from '../../shared/protocol/result.ts';
import { decodeRotation } from '../../shared/protocol/rotation.ts';
import type { Verifier } from '../../shared/protocol/sign.ts';
import { createNonces } from './nonces.ts';
import type { ServerKey } from './server-key.ts';
import { createSessionTokens } from './session-tokens.ts';

/** Who speaks; see `createSessions`. */
export type Sessions = {
  /** Bytes of a fresh challenge. */
  challenge(): Uint8Array;
  /** Whether a challenge with that nonce was given here and not taken before, and `origin` is one of this server's. It is taken by that. */
  takeChallenge(nonce: Uint8Array, origin: string, host: string): boolean;
  /**
   * The token of a session for whoever signed the challenge in `proof`. `host` is the name under which the request came. A certificate that was
   * not known is learnt; the same proof a second time is `bad-session`.
   */
  open(
    proof: Uint8Array,
    host: string,
  ): Promise<
    Result<{ readonly token: string; readonly party: SessionParty; readonly isSecure: boolean }, SessionError>
  >;
  /** The party of a token; `bad-session` for one that is not of this server, too old, or of a device that counts no more. */
  read(token: string | null): Result<SessionParty, SessionError>;
};

/** Why there is no session. */
export type SessionError = { readonly code: ErrorCode };

/** What sessions need. */
export type SessionPorts = {
  readonly serverKey: ServerKey;
  readonly directory: HostDirectory;
  readonly verifier: Verifier;
  /** Origins that a proof may name; null for any whose host is that of the request. */
  readonly origins: readonly string[] | null;
  now(): number;
};

/** Sessions by the signature of a device over a challenge that names the server's key and the origin. */
export function createSessions({ serverKey, directory, verifier, origins, now }: SessionPorts): Sessions {
  const nonces = createNonces(serverKey.seed, now);
  const tokens = createSessionTokens(serverKey.seed, now);
  const { persons } = directory.access;
  const { publicKey } = serverKey.signer;

  async function learn(certificateBytes: Uint8Array, rotationBytes: readonly Uint8Array[]) {
    const certificate = decodeCertificate(certificateBytes);
    if (!certificate.ok) return null;
    if (persons.isLive(certificate.value.device)) return certificate.value;
    const rotations = rotationBytes.map(decodeRotation).flatMap((one) => (one.ok ? [one.value] : []));
    const good = await Promise.all(rotations.map((one) => isRotationSigned(one, verifier)));
    if (!(await isCertificateSigned(certificate.value, verifier))) return null;
    directory.learn(
      [certificate.value],
      rotations.filter((_, i) => good[i]),
    );
    return certificate.value;
  }

  function takeChallenge(nonce: Uint8Array, origin: string, host: string): boolean {
    return isOwnOrigin(origin, host, origins) && nonces.take(nonce);
  }

  /** Why a device that is not live may not speak. */
  function whyNot(certificate: Certificate): ErrorCode {
    const limits = persons.limitsOf(certificate.device);
    return limits.some(({ code }) => code === 'rotated') && limits.length === 1 ? 'replaced' : 'revoked';
  }

  return {
    challenge: () => encodeChallenge({ serverKey: publicKey, nonce: nonces.give() }),
    takeChallenge,
    async open(bytes, host) {
      const proof = decodeProof(bytes);
      if (!proof.ok) return err({ code: 'bad-message' });
      const { nonce, origin, certificate: certificateBytes, rotations, signature } = proof.value;
      if (!takeChallenge(nonce, origin, host)) return err({ code: 'bad-session' });
      const shown = await learn(certificateBytes, rotations);
      if (shown === null) return err({ code: 'bad-certificate' });
      const certificate = directory.certificateOf(shown.device);
      if (certificate === null) return err({ code: 'unknown-device' });
      const signed = sessionSignedBytes({ serverKey: publicKey, nonce }, certificate.device, origin);
      if (!(await verifier.verifySignature(certificate.signingKey, signed, signature)))
        return err({ code: 'bad-session' });
      if (!persons.isLive(certificate.device)) return err({ code: whyNot(certificate) });
      const { person, device } = certificate;
      return ok({ token: tokens.give(device), party: { person, device }, isSecure: origin.startsWith('https:') });
    },
    read(token) {
      if (token === null) return err({ code: 'no-session' });
      const device = tokens.read(token);
      if (device === null) return err({ code: 'bad-session' });
      // After a restart certificates that came only with a proof are forgotten: the device shows its own again.
      const certificate = directory.certificateOf(device);
      if (certificate === null) return err({ code: 'bad-session' });
      return persons.isLive(device) ? ok({ person: certificate.person, device }) : err({ code: whyNot(certificate) });
    },
  };
}

function isOwnOrigin(origin: string, host: string, origins: readonly string[] | null): boolean {
  if (origins !== null) return origins.includes(origin);
  return origin === `https://${host}` || origin === `http://${host}`;
}
