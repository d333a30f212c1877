import type { LeftView } from '../state/model.ts';
import { deliveryOfRow } from './delivery-view.ts';
import type { Shown } from './show.ts';

/** How far the end of this person has come, once they ended, or why the server shuts this device out; else nothing. */
export function viewLeft(shown: Shown): LeftView | undefined {
  const { device, replica, sync } = shown;
  const own = device.own();
  const { trouble } = sync;
  // Stopped by another device of the same person it goes on showing what it has; moved away from by the words it does not.
  if (trouble === 'replaced') return { waiting: own.filter((row) => row.state !== 'server').length, shutOut: trouble };
  if (!replica.persons.hasEnded(device.person)) return undefined;
  const end = own.findLast((row) => replica.get(row.id)?.body?.kind === 'person.end');
  return {
    delivery: end && deliveryOfRow(shown, end),
    waiting: own.filter((row) => row.state === 'unsent').length,
  };
}
