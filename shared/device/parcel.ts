import { encodeRequest, plainRequest } from '../sync/messages.ts';
import type { Device } from './device.ts';
import { packOutbox } from './outbox.ts';

/** Greatest size of what a parcel carries, before compression, unless its first entry alone is larger. */
const maxParcelBytes = 64 * 1024;

/**
 * The bytes of a request that carries up what waits of some lanes (a mask; 1 is life only), life first, for a sender that knows nothing of devices and keeps no answer; null when nothing
 * waits. It asks for nothing, so that next to nothing comes back. What a parcel brought is still unsent here until the device itself asked and was told:
 * sent twice, it is known.
 */
export function packParcel(device: Device, lanes: number): Uint8Array<ArrayBuffer> | null {
  const { core } = device;
  const shipment = packOutbox(core, maxParcelBytes, lanes, { person: device.person, device: device.id() });
  if (shipment === null) return null;
  return encodeRequest({ ...plainRequest, cursor: core.meta.cursor, batch: shipment.batch, budget: 1, lanes: 0 });
}
