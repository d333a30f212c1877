import { isCertificateSigned, isRotationSigned } from '../log/statements.ts';
import { decodeCertificate, type Certificate } from '../protocol/certificate.ts';
import { equalBytes } from '../protocol/bytes.ts';
import { openHandover } from '../protocol/handover.ts';
import { encodeJoinCode, type JoinCode } from '../protocol/join-code.ts';
import { err, ok, type Result } from '../protocol/result.ts';
import { decodeRotation, type Rotation } from '../protocol/rotation.ts';
import type { DevicePorts, Identity, KeyPort, Secret } from './ports.ts';

/** A device that waits to be taken for one of a person's. Kept whole until it was: its code stays the same. */
export type Join = {
  readonly code: JoinCode;
  readonly signing: Secret;
  readonly sealing: Secret;
};

/** What a device was handed, found good, before it becomes what that says. */
export type Joined = {
  readonly certificate: Certificate;
  /** Encoded with its signature. */
  readonly certificateBytes: Uint8Array;
  /** What the person calls themselves, by the word of the phone that added this device. */
  readonly name: string;
  readonly rotations: readonly Rotation[];
};

/** Why a handover does not make a device anybody's: `unreadable` was sealed to another, `not-ours` certifies other keys or is signed by nobody. */
export type JoinError = { readonly code: 'unreadable' | 'not-ours' };

/** Fresh keys and the code to show, made without any network. */
export async function makeJoin(
  keys: KeyPort,
  what: Pick<JoinCode, 'class' | 'name'>,
  random: (count: number) => Uint8Array,
): Promise<Join> {
  const signing = await keys.makeSigning();
  const sealing = await keys.makeSealing();
  const code = { ...what, signingKey: signing.publicKey, sealingKey: sealing.publicKey, handover: random(16) };
  return { code, signing: signing.secret, sealing: sealing.secret };
}

/** The text of a join's code. */
export const textOfJoin = ({ code }: Join): string => encodeJoinCode(code);

/**
 * Opens what was left for this device and checks it: a certificate for its own two keys and its class, without limits, signed by the root that it names. Whose root that is nobody
 * can know here: who reads the code could hand over another person, so the name is shown before anything is taken up.
 */
export async function readHandover(
  { keys, seals, verifier }: Pick<DevicePorts, 'keys' | 'seals' | 'verifier'>,
  { code, sealing }: Join,
  bytes: Uint8Array,
): Promise<Result<Joined, JoinError>> {
  const opened = await openHandover(seals, await keys.openSealing(sealing), code.handover, bytes);
  if (!opened) return err({ code: 'unreadable' });
  const certificate = decodeCertificate(opened.certificate);
  if (!certificate.ok || !isFor(certificate.value, code)) return err({ code: 'not-ours' });
  if (!(await isCertificateSigned(certificate.value, verifier))) return err({ code: 'not-ours' });
  const rotations: Rotation[] = [];
  for (const one of opened.rotations) {
    const rotation = decodeRotation(one);
    if (rotation.ok && (await isRotationSigned(rotation.value, verifier))) rotations.push(rotation.value);
  }
  return ok({ certificate: certificate.value, certificateBytes: opened.certificate, name: opened.name, rotations });
}

/** What the device is from then on: of that person, without the root and without the recovery seed. */
export function identityOfJoin({ code, signing, sealing }: Join, { certificate, certificateBytes }: Joined): Identity {
  return {
    class: code.class,
    certificate: certificateBytes,
    root: null,
    recoverySeed: null,
    recoveryHash: certificate.recoveryHash,
    signing,
    sealing,
  };
}

function isFor(certificate: Certificate, code: JoinCode): boolean {
  const isOwn =
    equalBytes(certificate.signingKey, code.signingKey) && equalBytes(certificate.sealingKey, code.sealingKey);
  return isOwn && certificate.class === code.class && certificate.scope === null && certificate.maxEntries === null;
}
