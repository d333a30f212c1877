import type { ListedKey } from '../log/key-list.ts';
import { encodeKeyList, maxListedKeys } from '../log/list-keys.ts';
import { recipientsIn } from '../log/seal-key.ts';
import { toChannelId, type DeviceId, type EntryId } from '../protocol/ids.ts';
import { ok, type Result } from '../protocol/result.ts';
import type { DeviceCore } from './core.ts';
import type { Device } from './device.ts';
import type { DiskError } from './ports.ts';

/**
 * Writes the keys that this device has and `to` was not given into the own `self` channel, sealed under a key that `to` is given, so that a device that was
 * just added reads what was written before it. What it was passed before is left out; the second time nothing is written. Works offline.
 */
export async function passKeys(device: Device, to: DeviceId): Promise<Result<number, DiskError>> {
  const { core } = device;
  const missing = keysLackedBy(core, to);
  for (let at = 0; at < missing.length; at += maxListedKeys) {
    const keys = encodeKeyList(missing.slice(at, at + maxListedKeys));
    const written = await device.writeSealed('keys', toChannelId('self', device.person), { keys });
    if (!written.ok) return written;
  }
  return ok(missing.length);
}

function keysLackedBy(core: DeviceCore, to: DeviceId): readonly ListedKey[] {
  const given = new Set<EntryId>();
  for (const { id, recipients } of core.sealing.given()) if (recipientsIn(recipients).includes(to)) given.add(id);
  const { lists } = core.sealing.passed;
  const listed = new Set(lists.flatMap(({ under, ids }) => (given.has(under) ? ids : [])));
  return core.sealing.held().filter(({ id }) => !given.has(id) && !listed.has(id));
}
