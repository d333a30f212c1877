import type { Item } from '../log/item.ts';
import type { DeviceId } from '../protocol/ids.ts';
import type { Directory } from './directory.ts';

/** A run that is about to be stored. */
type Part = { readonly device: DeviceId; readonly items: readonly Item[] };

/**
 * The devices of `parts` whose certificate stands in a card that is stored, or in one of those parts whose own device is among them: a host that
 * begins anew knows only what it stored. Devices that vouch for one another come together or not at all.
 */
export function vouchedDevices(parts: readonly Part[], directory: Directory): ReadonlySet<DeviceId> {
  let vouched = new Set(parts.map((part) => part.device));
  for (;;) {
    const inCards = new Set<DeviceId>();
    for (const { device, items } of parts) {
      if (!vouched.has(device)) continue;
      for (const { statement } of items) {
        if (statement?.what === 'certificate') inCards.add(statement.certificate.device);
      }
    }
    const left = [...vouched].filter((device) => inCards.has(device) || directory.isInCard(device));
    if (left.length === vouched.size) return vouched;
    vouched = new Set(left);
  }
}
