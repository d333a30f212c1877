import type { SpotView } from '../state/model.ts';
import type { SaidPlace } from '../../shared/fold/signs.ts';
import type { Shown } from './show.ts';

/** Where this person and their friends last said to be, newest first. */
export function viewSpots({ device, replica, known, time, friends }: Shown): readonly SpotView[] {
  return [device.person, ...friends]
    .flatMap((person): SpotView[] => {
      const said = replica.signs.lastPlaceOf(person, time);
      if (!said) return [];
      const { place, atMs, accuracyM } = said;
      const isMine = person === device.person;
      const accuracy = accuracyM === null ? {} : { accuracyM };
      return [{ person: known.personOf(person), isMine, place, atMs, saidBy: saidBy(said), ...accuracy }];
    })
    .toSorted((a, b) => b.atMs - a.atMs);
}

/** The sign of life of a check-in stands for it until the check-in itself is here. */
function saidBy({ kind, evidence }: SaidPlace): SpotView['saidBy'] {
  if (kind === 'life.sign') return evidence === 'checkedIn' ? 'checkin' : 'sign';
  return kind;
}
