import { concatBytes } from '../protocol/bytes.ts';
import {
  certificateSignedBytes,
  decodeCertificate,
  encodeCertificateFields,
  type Certificate,
  type DeviceClassName,
} from '../protocol/certificate.ts';
import { sha256 } from '../protocol/hash.ts';
import { deriveSecret } from '../protocol/hkdf.ts';
import { domain } from '../protocol/parameters.ts';
import type { Identity, KeyPort } from './ports.ts';

/**
 * A new person with their first device, made without any network: root, recovery, signing and sealing keys, and the certificate that binds
 * them. Nothing is kept here. The recovery key stays on the device until its words were confirmed.
 */
export async function createIdentity(
  keys: KeyPort,
  deviceClass: DeviceClassName,
  random: (count: number) => Uint8Array,
): Promise<Identity> {
  const root = await keys.makeSigning();
  const recoverySeed = random(recoverySeedBytes);
  const recovery = await recoveryKeyOf(keys, recoverySeed);
  const recoveryHash = sha256(recovery.publicKey);
  const made = await certifyDevice(
    keys,
    { root: root.secret, firstRoot: root.publicKey, recoveryHash, ...byFirstRoot(root.publicKey) },
    deviceClass,
    1,
  );
  return { ...made, class: deviceClass, root: root.secret, recoverySeed, recoveryHash };
}

/** As many as twelve words hold (BIP-39). */
export const recoverySeedBytes = 16;

/** The recovery key of a seed: it replaces a lost root and outranks all that the root signed. */
export function recoveryKeyOf(keys: KeyPort, seed: Uint8Array) {
  return keys.signingFromSeed(deriveSecret(seed, domain.recovery));
}

/** The archive key of a seed: every key of sealed entries is given to it too, so that a new phone with the words reads what was. */
export function archiveKeyOf(keys: KeyPort, seed: Uint8Array) {
  return keys.sealingFromSeed(deriveSecret(seed, domain.archive));
}

/** The same person with a new device in place of one that knows itself forked: new keys, certified by the same root, which `identity` must hold. */
export async function renewDevice(keys: KeyPort, identity: Identity): Promise<Identity> {
  const { serial, device } = certificateOf(identity);
  const { sealing, former = [] } = identity;
  const made = await certifyDevice(keys, certifierOf(identity), identity.class, serial + 1);
  return { ...identity, ...made, former: [...former, { device, sealing }] };
}

/** Another device of the same person, certified by the root that `identity` holds. The recovery key does not move. */
export async function addDevice(keys: KeyPort, identity: Identity, deviceClass: DeviceClassName): Promise<Identity> {
  const { root, recoveryHash, rotations } = identity;
  const made = await certifyDevice(keys, certifierOf(identity), deviceClass, 1);
  return { ...made, class: deviceClass, root, recoverySeed: null, recoveryHash, ...(rotations && { rotations }) };
}

/** The certificate that an identity holds. Throws when it is damaged: it was made here. */
export function certificateOf(identity: Identity): Certificate {
  const certificate = decodeCertificate(identity.certificate);
  if (!certificate.ok) throw new Error(`damaged identity: ${certificate.error.detail}`);
  return certificate.value;
}

/** Who certifies: a person by the root in force. */
export type Certifier = Pick<Certificate, 'firstRoot' | 'recoveryHash' | 'sequence'> & {
  readonly root: unknown;
  readonly rootKey: Uint8Array;
};

const byFirstRoot = (rootKey: Uint8Array) => ({ sequence: 0, rootKey });

function certifierOf(identity: Identity): Certifier {
  const { firstRoot, recoveryHash, sequence, root: rootKey } = certificateOf(identity);
  return { root: identity.root, firstRoot, recoveryHash, sequence, rootKey };
}

/** Keys of a new device and the certificate that binds them. */
export async function certifyDevice(
  keys: KeyPort,
  person: Certifier,
  deviceClass: DeviceClassName,
  serial: number,
): Promise<Pick<Identity, 'certificate' | 'signing' | 'sealing'>> {
  const signing = await keys.makeSigning();
  const sealing = await keys.makeSealing();
  const bytes = encodeCertificateFields({
    firstRoot: person.firstRoot,
    recoveryHash: person.recoveryHash,
    sequence: person.sequence,
    root: person.rootKey,
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
