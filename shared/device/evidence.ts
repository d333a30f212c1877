import type { Delivery, DeliveryState } from '../fold/delivery.ts';
import type { Item } from '../log/item.ts';
import type { PersonId } from '../protocol/ids.ts';
import type { Meta, OwnRow } from './ports.ts';

/** How far an own entry is known to have come, and whether a server that had it is asked again. */
export type OwnDelivery = {
  readonly state: DeliveryState;
  readonly isAskedAgain: boolean;
  /** Persons who have it on a phone or browser of theirs, and since when this device knows; earliest first. */
  readonly theirs: readonly { readonly person: PersonId; readonly atMs: number }[];
};

/**
 * Tells `delivery` what the server is known to have of this entry, and asks it; what others have it was told when this device heard of it. A server's answer counts in its own epoch, and in a later one once
 * everything held here was compared with it; until then, and when it was found to have lost the entry, the entry is nowhere but where other
 * evidence says. Telling the same again changes nothing.
 */
export function deliveryOf(item: Item, row: OwnRow, meta: Meta, delivery: Delivery): OwnDelivery {
  const { epoch, isComparing } = meta;
  if (epoch !== null) delivery.setEpoch(epoch);
  if (row.state === 'server' && row.atServerMs !== null) {
    delivery.add({
      place: 'server',
      log: row.log,
      point: { number: row.number, hash: item.entry.hash },
      atMs: row.atServerMs,
      where: null,
      epoch: isComparing ? row.epoch : epoch,
    });
  }
  const state = delivery.stateOf(item, row.writtenAtMs);
  const theirs = state.theirs === null ? [] : delivery.wheresOf(item, 'theirs');
  return {
    state,
    isAskedAgain: state.server?.isAskedAgain ?? (row.state === 'unsent' && row.epoch !== null),
    theirs: theirs.map(({ where, atMs }) => ({ person: where, atMs })),
  };
}
