import { concatBytes } from '../protocol/bytes.ts';
import { certificateSignedBytes, encodeCertificate, encodeCertificateFields } from '../protocol/certificate.ts';
import { sealHandover } from '../protocol/handover.ts';
import { deriveDeviceId, toChannelId, type DeviceId } from '../protocol/ids.ts';
import type { JoinCode } from '../protocol/join-code.ts';
import { err, ok, type Result } from '../protocol/result.ts';
import type { DeviceCore } from './core.ts';
import type { Device } from './device.ts';
import { passKeys } from './pass-keys.ts';
import type { DiskError } from './ports.ts';

/** The new device, and what is to be left for it at the server under the id of its code. */
export type Added = { readonly device: DeviceId; readonly sealed: Uint8Array };

/** Why no device was added: this one holds no root; there are as many as may be; or the code is this device's own, or made for nothing. */
export type AddError = DiskError | { readonly code: 'no-root' | 'too-many' | 'bad-code' };

/** As many phones and browsers of one person may be live at once. */
export const mostDevices = 20;

/** The setting under which a person's name for a device of theirs stands, sealed for all of them. */
export const deviceNameKey = (device: DeviceId): string => `device/${device}`;

/**
 * Takes the device of `code` for a further one of this person: certifies its keys, writes that into the card, its name into the settings and the keys of what was
 * written before where it can read them. All of it is durable here, and travels as everything does, when it resolves; what is to be handed over is for the
 * caller to bring to the server. Called again with the same code it writes nothing twice and gives the same to hand over. Works offline.
 */
export async function addByCode(device: Device, code: JoinCode, name: string): Promise<Result<Added, AddError>> {
  const { core } = device;
  const own = deriveDeviceId(device.person, code.signingKey, code.sealingKey);
  if (own === device.id()) return err({ code: 'bad-code' });
  const certified = await certify(core, code, own);
  if (!certified.ok) return certified;
  const { certificate, isNew } = certified.value;
  if (isNew) {
    const written = await device.write('device.cert', toChannelId('card', device.person), { certificate });
    if (!written.ok) return written;
    const setting = { key: deviceNameKey(own), value: code.name };
    const named = await device.writeSealed('setting', toChannelId('self', device.person), setting);
    if (!named.ok) return named;
  }
  const passed = await passKeys(device, own);
  if (!passed.ok) return passed;
  const rotations = [...core.holdings.rotations()].filter(({ person }) => person === device.person).slice(-8);
  const handover = { certificate, name, rotations: rotations.map((one) => concatBytes(one.bytes, one.signature)) };
  const sealed = await sealHandover(core.ports.seals, code.sealingKey, code.handover, handover);
  return sealed ? ok({ device: own, sealed }) : err({ code: 'bad-code' });
}

async function certify(
  core: DeviceCore,
  code: JoinCode,
  device: DeviceId,
): Promise<Result<{ readonly certificate: Uint8Array; readonly isNew: boolean }, AddError>> {
  const { persons } = core.folds;
  const known = persons.certificateOf(device);
  if (known) return ok({ certificate: encodeCertificate(known), isNew: false });
  const { root } = core.identity;
  if (root === null) return err({ code: 'no-root' });
  if (persons.devicesOf(core.person).filter(persons.isLive).length >= mostDevices) return err({ code: 'too-many' });
  // By the root that certified this device, in its name and sequence.
  const fields = { ...core.certificate, signingKey: code.signingKey, sealingKey: code.sealingKey, class: code.class };
  const bytes = encodeCertificateFields({ ...fields, scope: null, maxEntries: null, serial: 1 });
  const signature = await (await core.ports.keys.openSigning(root)).sign(certificateSignedBytes(bytes));
  return ok({ certificate: concatBytes(bytes, signature), isNew: true });
}
