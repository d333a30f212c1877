import { bytesToHex, concatBytes } from '../protocol/bytes.ts';
import { cutName, encodeRevocationFields, revocationSignedBytes, revokeReason, type Cut } from '../protocol/cut.ts';
import { toChannelId, type DeviceId } from '../protocol/ids.ts';
import { err, ok, type Result } from '../protocol/result.ts';
import type { DeviceCore } from './core.ts';
import type { Device } from './device.ts';
import type { DiskError } from './ports.ts';

/** Why a device is cut off; see `revokeReason`. */
export type RevokeReason = keyof typeof revokeReason;

/** Why no device was cut off: this one holds no root, it is the one in hand, or none of this person's. */
export type CutOffError = DiskError | { readonly code: 'no-root' | 'own' | 'unknown' };

// 49 bytes each in a body of 8,000. A device that wrote into more channels is cut in the others at their beginning.
const mostCuts = 150;
const padTo = 16;

/**
 * Says with the root that `device` counts no further than what is held of it here: what it wrote beyond, or writes from now on, counts for nobody, whatever its clock.
 * One that was cut off already is cut anew, with a higher serial, so that what has come of it since counts too. New keys of
 * sealed entries leave the device out from then on; what it could read before it can still read. Works offline, from when it arrives.
 */
export async function cutOffDevice(
  by: Device,
  device: DeviceId,
  reason: RevokeReason,
): Promise<Result<null, CutOffError>> {
  const { core } = by;
  const { root } = core.identity;
  if (root === null) return err({ code: 'no-root' });
  if (device === by.id()) return err({ code: 'own' });
  const { persons } = core.folds;
  if (persons.certificateOf(device)?.person !== by.person) return err({ code: 'unknown' });
  const bytes = encodeRevocationFields({
    person: by.person,
    device,
    reason: revokeReason[reason],
    cuts: padded(core, heldOf(core, device)),
    serial: (persons.revocationOf(device)?.serial ?? 0) + 1,
    sequence: core.certificate.sequence,
    signer: core.certificate.root,
  });
  const signature = await (await core.ports.keys.openSigning(root)).sign(revocationSignedBytes(bytes));
  const revocation = concatBytes(bytes, signature);
  const written = await by.write('device.revoke', toChannelId('card', by.person), { revocation });
  return written.ok ? ok(null) : written;
}

/** The ends of that device's logs as they are held here: those of life first, should there be too many. */
function heldOf(core: DeviceCore, device: DeviceId): readonly Cut[] {
  return core.holdings
    .logs()
    .filter((log) => log.device === device)
    .sort((a, b) => a.lane - b.lane)
    .flatMap(({ channel, lane }): Cut[] => {
      const { number, hash } = core.holdings.head(channel, device, lane);
      return number > 0 ? [{ name: cutName(channel, device, lane), number, hash }] : [];
    })
    .slice(0, mostCuts);
}

/** With random names up to a multiple of sixteen, so that strangers cannot count the logs. */
function padded({ ports }: DeviceCore, cuts: readonly Cut[]): readonly Cut[] {
  const missing = Math.min(mostCuts, Math.ceil((cuts.length + 1) / padTo) * padTo) - cuts.length;
  const filling = Array.from({ length: Math.max(0, missing) }, (): Cut => ({
    name: bytesToHex(ports.random(8)),
    number: 1 + (ports.random(1)[0] ?? 0),
    hash: ports.random(32),
  }));
  return [...cuts, ...filling];
}
