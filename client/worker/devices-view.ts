import type { Replica } from '../../shared/fold/replica.ts';
import type { DeviceId, PersonId } from '../../shared/protocol/ids.ts';
import { revokeReason } from '../../shared/protocol/cut.ts';
import { deviceNameKey } from '../../shared/device/add-device.ts';
import type { DeviceView } from '../state/devices.ts';

/**
 * The devices of `person`, the one in hand first, then those that wrote last. Times are by their own clocks, but never later than `nowMs`, the best time
 * here; missing where nothing of theirs is held. A device that was cut off stays in the list and says so.
 */
export function viewDevices(replica: Replica, person: PersonId, here: DeviceId, nowMs: number): readonly DeviceView[] {
  const spans = new Map<DeviceId, { firstMs: number; lastMs: number }>();
  const beyond = new Map<DeviceId, number>();
  for (const item of replica.items()) {
    const { author, entry } = item;
    if (author !== person) continue;
    const { device } = entry;
    if (replica.persons.whyVoid(item)?.code === 'revoked') beyond.set(device, (beyond.get(device) ?? 0) + 1);
    const atMs = Math.min(entry.clockMs, nowMs);
    const span = spans.get(entry.device);
    const [firstMs, lastMs] = [Math.min(span?.firstMs ?? atMs, atMs), Math.max(span?.lastMs ?? atMs, atMs)];
    spans.set(entry.device, { firstMs, lastMs });
  }
  const { persons } = replica;
  return persons
    .devicesOf(person)
    .map((id): DeviceView => ({
      id,
      isPhone: persons.certificateOf(id)?.class === 'phone',
      isHere: id === here,
      isCut: !persons.isLive(id),
      name: replica.settings.valueOf(deviceNameKey(id)) ?? undefined,
      reason: reasonOf(persons.revocationOf(id)?.reason),
      beyond: beyond.get(id),
      ...spans.get(id),
    }))
    .sort((a, b) => Number(b.isHere) - Number(a.isHere) || (b.lastMs ?? 0) - (a.lastMs ?? 0));
}

function reasonOf(number: number | undefined): DeviceView['reason'] {
  return (Object.keys(revokeReason) as (keyof typeof revokeReason)[]).find((name) => revokeReason[name] === number);
}
