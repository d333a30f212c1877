import { concatBytes } from '../protocol/bytes.ts';
import {
  certificateSignedBytes,
  decodeCertificate,
  encodeCertificateFields,
  type Certificate,
  type DeviceClassName,
} from '../protocol/certificate.ts';
import { sha256 } from '../protocol/hash.ts';
import type { Identity, KeyPort } from './ports.ts';

/**
 * A new person with their first device, made without any network: root, recovery, signing and sealing keys, and the certificate that binds
 * them. Nothing is kept here. The recovery key stays on the device until its words were confirmed.
 */
export async function createIdentity(keys: KeyPort, deviceClass: DeviceClassName): Promise<Identity> {
  const root = await keys.makeSigning();
  const recovery = await keys.makeSigning();
  const recoveryHash = sha256(recovery.publicKey);
  const made = await certifyDevice(
    keys,
    { root: root.secret, firstRoot: root.publicKey, recoveryHash },
    deviceClass,
    1,
  );
  return { ...made, class: deviceClass, root: root.secret, recovery: recovery.secret, recoveryHash };
}

/** The same person with a new device in place of one that knows itself forked: new keys, certified by the same root. */
export async function renewDevice(keys: KeyPort, identity: Identity): Promise<Identity> {
  const { firstRoot, serial } = certificateOf(identity);
  const { root, recoveryHash } = identity;
  const made = await certifyDevice(keys, { root, firstRoot, recoveryHash }, identity.class, serial + 1);
  return { ...identity, ...made };
}

/** Another device of the same person, certified by the root that `identity` holds. The recovery key does not move. */
export async function addDevice(keys: KeyPort, identity: Identity, deviceClass: DeviceClassName): Promise<Identity> {
  const { firstRoot } = certificateOf(identity);
  const { root, recoveryHash } = identity;
  const made = await certifyDevice(keys, { root, firstRoot, recoveryHash }, deviceClass, 1);
  return { ...made, class: deviceClass, root, recovery: null, recoveryHash };
}

/** The certificate that an identity holds. Throws when it is damaged: it was made here. */
export function certificateOf(identity: Identity): Certificate {
  const certificate = decodeCertificate(identity.certificate);
  if (!certificate.ok) throw new Error(`damaged identity: ${certificate.error.detail}`);
  return certificate.value;
}

async function certifyDevice(
  keys: KeyPort,
  person: { root: unknown; firstRoot: Uint8Array; recoveryHash: Uint8Array },
  deviceClass: DeviceClassName,
  serial: number,
): Promise<Pick<Identity, 'certificate' | 'signing' | 'sealing'>> {
  const signing = await keys.makeSigning();
  const sealing = await keys.makeSealing();
  const bytes = encodeCertificateFields({
    firstRoot: person.firstRoot,
    recoveryHash: person.recoveryHash,
    sequence: 0,
    root: person.firstRoot,
    signingKey: signing.publicKey,
    sealingKey: sealing.publicKey,
    class: deviceClass,
    scope: null,
    maxEntries: null,
    notBeforeMs: null,
    notAfterMs: null,
    serial,
  });
  const signature = await (await keys.openSigning(person.root)).sign(certificateSignedBytes(bytes));
  return { certificate: concatBytes(bytes, signature), signing: signing.secret, sealing: sealing.secret };
}
