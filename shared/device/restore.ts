import { archiveId } from '../log/seal-key.ts';
import { encodeBody } from '../kinds/body.ts';
import { kindNumber } from '../kinds/kinds.ts';
import { concatBytes } from '../protocol/bytes.ts';
import { encodeCertificate, type DeviceClassName } from '../protocol/certificate.ts';
import { sha256 } from '../protocol/hash.ts';
import { derivePersonId, toChannelId } from '../protocol/ids.ts';
import { err, ok, type Result } from '../protocol/result.ts';
import { encodeRotationFields } from '../protocol/encode-rotation.ts';
import { decodeRotation, rotationSignedBytes } from '../protocol/rotation.ts';
import { restoreSignedBytes, type RestoreAnswer, type RestoreProof } from '../sync/restore.ts';
import { hold, openCore, prepareEntry, type Prepared } from './core.ts';
import { archiveKeyOf, certifyDevice, recoveryKeyOf } from './identity.ts';
import { planRotations } from './plan-rotations.ts';
import type { DevicePorts, DiskError, Identity, KeyPort, OwnRow } from './ports.ts';

/** Why a person could not be restored on this device. */
export type RestoreFailure = DiskError | { readonly code: 'not-theirs' } | { readonly code: 'not-empty' };

/** What a new phone shows the server to be told of the person whose recovery seed it has. */
export async function proveRecovery(
  keys: KeyPort,
  seed: Uint8Array,
  challenge: { readonly serverKey: Uint8Array; readonly nonce: Uint8Array },
  origin: string,
): Promise<RestoreProof> {
  const { secret, publicKey } = await recoveryKeyOf(keys, seed);
  const signer = await keys.openSigning(secret);
  const signature = await signer.sign(restoreSignedBytes(challenge, publicKey, origin));
  return { nonce: challenge.nonce, origin, recoveryKey: publicKey, signature };
}

/**
 * Makes this device that of the person whose recovery seed is `seed`: a new root that the recovery key puts in the place of all before it, a certificate under it,
 * and cuts that leave of earlier devices exactly what the server told. All of it is kept in one transaction, so that a device which dies in the middle has
 * nothing or everything; the entries travel like any others. The seed is not kept: only the paper has it, as before. What is kept is the archive key, with
 * which sealed entries of before can be opened. `leftOut` counts logs for which there was no room (`planRotations`).
 *
 * `not-theirs` when the answer is about somebody else, `not-empty` when there is a person on this device. The second time, on another device, it does the
 * same with the next sequence number, and the first restored device is an earlier one.
 */
export async function restorePerson(
  ports: DevicePorts,
  seed: Uint8Array,
  told: RestoreAnswer,
  deviceClass: DeviceClassName = 'browser',
): Promise<Result<{ readonly leftOut: number }, RestoreFailure>> {
  const { keys, disk } = ports;
  const recovery = await recoveryKeyOf(keys, seed);
  const recoveryHash = sha256(recovery.publicKey);
  const { firstRoot, person } = told;
  if (derivePersonId(firstRoot, recoveryHash) !== person) return err({ code: 'not-theirs' });
  const saved = await disk.load();
  if (saved.identity !== null) return err({ code: 'not-empty' });

  const known = told.rotations
    .map(decodeRotation)
    .flatMap((one) => (one.ok && one.value.person === person ? [one.value] : []));
  const before = Math.max(0, ...known.map((rotation) => rotation.sequence));
  const { parts, leftOut } = planRotations(told.heads, person);
  const root = await keys.makeSigning();
  const signer = await keys.openSigning(recovery.secret);
  const rotations: Uint8Array[] = [];
  for (const [place, cutsByDevice] of parts.entries()) {
    const sequence = before + place + 1;
    const bytes = encodeRotationFields({
      recoveryKey: recovery.publicKey,
      firstRoot,
      sequence,
      newRoot: root.publicKey,
      cutsByDevice,
    });
    rotations.push(concatBytes(bytes, await signer.sign(rotationSignedBytes(bytes))));
  }
  const archive = await archiveKeyOf(keys, seed);
  const sequence = before + parts.length;
  const certifier = { firstRoot, recoveryHash, sequence, root: root.secret, rootKey: root.publicKey };
  const made = await certifyDevice(keys, certifier, deviceClass, 1);
  const former = [{ device: archiveId(archive.publicKey), sealing: archive.secret }];
  const identity: Identity = {
    ...made,
    class: deviceClass,
    root: root.secret,
    recoverySeed: null,
    recoveryHash,
    rotations,
    former,
  };

  const core = await openCore(ports, identity, { ...saved, own: [], chunks: [], theirs: [] });
  const card = toChannelId('card', person);
  const rows: OwnRow[] = [];
  const note = (prepared: Prepared) => {
    rows.push(prepared.row);
    core.meta = prepared.meta;
    hold(core, [prepared.run], [prepared.item]);
  };
  for (const rotation of rotations) {
    note(await prepareEntry(core, card, kindNumber('person.rotate'), encodeBody('person.rotate', { rotation }), []));
  }
  const certificate = encodeCertificate(core.certificate);
  note(await prepareEntry(core, card, kindNumber('device.cert'), encodeBody('device.cert', { certificate }), []));
  const done = await disk.commit({ identity, own: rows, meta: core.meta });
  return done.ok ? ok({ leftOut }) : done;
}
