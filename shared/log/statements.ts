import { certificateSignedBytes, type Certificate } from '../protocol/certificate.ts';
import { revocationSignedBytes, type Revocation } from '../protocol/cut.ts';
import { rotationSignedBytes, type Rotation } from '../protocol/rotation.ts';
import type { Verifier } from '../protocol/sign.ts';

/**
 * Whether the key that a certificate names signed it. A pure function of its bytes; whether that key speaks for the person depends on the
 * rotations that are known and is said by the fold of persons.
 */
export async function isCertificateSigned(certificate: Certificate, verifier: Verifier): Promise<boolean> {
  const bytes = certificateSignedBytes(certificate.bytes);
  return (
    (await verifier.checkPublicKey(certificate.signingKey)) &&
    verifier.verifySignature(certificate.root, bytes, certificate.signature)
  );
}

/** Whether the recovery key in a rotation signed it. */
export async function isRotationSigned(rotation: Rotation, verifier: Verifier): Promise<boolean> {
  return verifier.verifySignature(rotation.recoveryKey, rotationSignedBytes(rotation.bytes), rotation.signature);
}

/** Whether the signer that a revocation names signed it. */
export async function isRevocationSigned(revocation: Revocation, verifier: Verifier): Promise<boolean> {
  return verifier.verifySignature(revocation.signer, revocationSignedBytes(revocation.bytes), revocation.signature);
}
