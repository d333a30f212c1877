import { ok, type Result } from '../protocol/result.ts';
import type { Rotation } from '../protocol/rotation.ts';
import { openCore, readerPorts } from './core.ts';
import { announce, toDevice, type Device } from './device.ts';
import type { DevicePorts, DiskError, Identity } from './ports.ts';

/**
 * Makes this device one of the person who handed over, and keeps that with the certificate in their card; what else there is of the person comes by syncing. `rotations` are
 * those that the certificate needs until then.
 */
export async function becomeDevice(
  ports: DevicePorts,
  identity: Identity,
  rotations: readonly Rotation[],
): Promise<Result<Device, DiskError>> {
  const { meta } = await ports.disk.load();
  const core = await openCore(ports, identity, { own: [], chunks: [], theirs: [], meta });
  readerPorts(core).learn([], rotations);
  const announced = await announce(core, identity);
  return announced.ok ? ok(toDevice(core)) : announced;
}
