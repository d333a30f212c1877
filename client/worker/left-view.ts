import type { LeftView } from '../state/model.ts';
import { deliveryOfRow } from './delivery-view.ts';
import type { Shown } from './show.ts';

/** How far the end of this person has come, once they ended; before that nothing. */
export function viewLeft(shown: Shown): LeftView | undefined {
  const { device, replica } = shown;
  if (!replica.persons.hasEnded(device.person)) return undefined;
  const own = device.own();
  const end = own.findLast((row) => replica.get(row.id)?.body?.kind === 'person.end');
  return {
    delivery: end && deliveryOfRow(shown, end),
    waiting: own.filter((row) => row.state === 'unsent').length,
  };
}
