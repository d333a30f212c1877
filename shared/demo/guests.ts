import type { Circles } from './friendships.ts';
import type { Townsperson } from './people.ts';
import type { Act } from './story.ts';

/** As whom somebody looks at the town. */
export type Guest = {
  readonly as: 'daughter' | 'neighbour' | 'volunteer';
  /** Numbers of the people who invite together; the link bears the name of the first. */
  readonly hosts: readonly number[];
};

/** As many invite together as a link and its QR can carry. */
export const mostHosts = 10;

/**
 * Three circles: the first household and those near it; its neighbourhood, another household first; and people of different places whom someone who
 * goes round to help would know, those who said that they need something first. Only people who stayed, and whose clock is right.
 */
export function chooseGuests(people: readonly Townsperson[], circles: Circles, acts: readonly Act[]): readonly Guest[] {
  const right = people.filter(({ clockOffMs }) => clockOffMs === 0);
  const [mother] = right;
  if (mother === undefined) return [];
  const family = right.filter(({ household }) => household === 0);
  const isNear = new Set(circles[mother.number]);
  const near = right.filter(
    ({ household, neighbourhood, number }) => household > 0 && neighbourhood === 0 && isNear.has(number),
  );
  const street = right.filter(
    ({ household, neighbourhood, away }) => household > 0 && neighbourhood === 0 && away === null,
  );
  const inTrouble = new Set(
    acts.flatMap(({ by, deed }) => (deed.do === 'status' && deed.condition !== 'safe' ? [by] : [])),
  );
  const helpers = right.filter(
    ({ calling, household }) => household > 0 && ['nurse', 'carer', 'clerk'].includes(calling),
  );
  const needy = right.filter(({ number, household }) => household > 0 && inTrouble.has(number));
  const met = new Set<number>();
  const oneEach = needy.filter(({ neighbourhood }) => !met.has(neighbourhood) && met.add(neighbourhood));
  const guests: readonly (readonly [Guest['as'], readonly Townsperson[]])[] = [
    ['daughter', [...family, ...near.slice(0, 4)]],
    ['neighbour', [...street.slice(0, 7), ...family]],
    ['volunteer', [...helpers.slice(0, 3), ...oneEach, ...right.slice(-5)]],
  ];
  return guests.map(([as, hosts]) => ({
    as,
    hosts: [...new Set(hosts.map(({ number }) => number))].slice(0, mostHosts),
  }));
}
