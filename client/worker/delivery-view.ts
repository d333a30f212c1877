import { deliveryOf, type OwnDelivery } from '../../shared/device/evidence.ts';
import type { OwnRow } from '../../shared/device/ports.ts';
import { ownerOfChannel, type ChannelId, type EntryId } from '../../shared/protocol/ids.ts';
import type { Delivery, DeliveryMark, RefusalCode } from '../state/model.ts';
import type { Shown } from './show.ts';

const stages = ['carried', 'hub', 'server', 'shared', 'theirs', 'read'] as const;

/** What is known of the way of one's own entry: nothing that is hoped. Undefined for what others wrote. */
export function ownDelivery(shown: Shown, ids: readonly EntryId[]): Delivery | undefined {
  const rows = ids.flatMap((id) => shown.device.core.own.get(id) ?? []);
  // Written again under another id after a fork, it travels under the newest.
  const row = rows.findLast((one) => one.code !== 'again') ?? rows.at(-1);
  return row && deliveryOfRow(shown, row);
}

/** The stops with standing evidence, nearest first. A server that may have lost the entry is no stop; that it is asked again is said. */
export function deliveryOfRow(shown: Shown, row: OwnRow): Delivery {
  const { device, replica } = shown;
  const item = replica.get(row.id);
  const here: DeliveryMark = { stage: 'here', atMs: row.writtenAtMs };
  if (!item) return [here];
  const { state, isAskedAgain, theirs } = deliveryOf(item, row, device.core.meta, replica.delivery);
  const beyond = stages.flatMap((stage): DeliveryMark[] => {
    const reached = state[stage];
    if (!reached || reached.isAskedAgain) return [];
    if (stage === 'theirs') return [{ stage, atMs: reached.atMs, ...viewTheirs(item.entry.channel, theirs, shown) }];
    // Who has seen it is a person, and no place.
    const isPlace = stage !== 'shared' && stage !== 'read';
    return [{ stage, atMs: reached.atMs, place: isPlace ? (reached.where ?? undefined) : undefined }];
  });
  return [{ ...here, isAskedAgain: isAskedAgain || undefined }, ...beyond];
}

/** Who has it. Of what stands in one's own channel also how many that is of all who may read it; in another's only its owner is known of. */
function viewTheirs(
  channel: ChannelId,
  theirs: OwnDelivery['theirs'],
  { device, replica, known, friends }: Shown,
): Pick<DeliveryMark, 'reached' | 'persons'> {
  const persons = theirs.map(({ person, atMs }) => ({ id: person, name: known.personOf(person).name, atMs }));
  if (ownerOfChannel(channel) !== device.person) return { persons };
  const { audiences } = replica.access;
  const readers = new Set(friends.filter((friend) => audiences.includes(channel, friend)));
  for (const { person } of theirs) readers.add(person);
  return { reached: { count: persons.length, of: readers.size }, persons };
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
