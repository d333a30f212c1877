import { deliveryOf } from '../../shared/device/evidence.ts';
import type { OwnRow } from '../../shared/device/ports.ts';
import type { EntryId } from '../../shared/protocol/ids.ts';
import type { Delivery, DeliveryMark, RefusalCode } from '../state/model.ts';
import type { Shown } from './show.ts';

const stages = ['carried', 'hub', 'server', 'theirs', 'read'] as const;

/** What is known of the way of one's own entry: nothing that is hoped. Undefined for what others wrote. */
export function ownDelivery(shown: Shown, ids: readonly EntryId[]): Delivery | undefined {
  const rows = ids.flatMap((id) => shown.device.core.own.get(id) ?? []);
  // Written again under another id after a fork, it travels under the newest.
  const row = rows.findLast((one) => one.code !== 'again') ?? rows.at(-1);
  return row && deliveryOfRow(shown, row);
}

/** The stops with standing evidence, nearest first. A server that may have lost the entry is no stop; that it is asked again is said. */
export function deliveryOfRow({ device, replica }: Shown, row: OwnRow): Delivery {
  const item = replica.get(row.id);
  const here: DeliveryMark = { stage: 'here', atMs: row.writtenAtMs };
  if (!item) return [here];
  const { state, isAskedAgain } = deliveryOf(item, row, device.core.meta, replica.delivery);
  const beyond = stages.flatMap((stage): DeliveryMark[] => {
    const reached = state[stage];
    if (!reached || reached.isAskedAgain) return [];
    return [{ stage, atMs: reached.atMs, place: reached.where ?? undefined }];
  });
  return [{ ...here, isAskedAgain: isAskedAgain || undefined }, ...beyond];
}

/** Why an own entry ended without delivery, or nothing. What was written again goes on under another id. */
export function ownRefusal({ device }: Shown, ids: readonly EntryId[]): RefusalCode | undefined {
  const rows = ids.flatMap((id) => device.core.own.get(id) ?? []).filter((row) => row.code !== 'again');
  return rows.length > 0 && rows.every((row) => row.state === 'refused') ? refusalOf(rows.at(-1)) : undefined;
}

/** In words that the screens know. */
export function refusalOf(row: OwnRow | undefined): RefusalCode {
  const code = row?.code;
  return code === 'revoked' || code === 'too-large' || code === 'not-permitted' ? code : 'malformed';
}
