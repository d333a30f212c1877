import type { Circles } from './friendships.ts';
import type { Townsperson } from './people.ts';
import type { Act } from './story.ts';

/** As whom somebody looks at the town. */
export type Guest = {
  readonly as: 'daughter' | 'neighbour' | 'volunteer';
  /** Numbers of the people who invite together; the link bears the name of the first, of whom something was heard. */
  readonly hosts: readonly number[];
};

/** As many invite together as a link and its QR can carry. */
export const mostHosts = 10;

/**
 * Three circles: the first household and those near it; its neighbourhood, another household first; and people of different places whom someone who
 * goes round to help would know, some of whom still need something. Only people who stayed, and whose clock is right.
 */
export function chooseGuests(
  people: readonly Townsperson[],
  circles: Circles,
  acts: readonly Act[],
  quakeAtMs: number,
): readonly Guest[] {
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
  const heard = heardAfter(acts, quakeAtMs);
  const helpers = right.filter(
    ({ number, calling, household }) =>
      household > 0 && heard.has(number) && ['nurse', 'carer', 'clerk', 'teacher'].includes(calling),
  );
  const inTrouble = troubledAtEnd(acts);
  const met = new Set<number>();
  const needy = right
    .filter(({ number, household }) => household > 0 && inTrouble.has(number))
    .filter(({ neighbourhood }) => !met.has(neighbourhood) && met.add(neighbourhood));
  const guests: readonly (readonly [Guest['as'], readonly Townsperson[]])[] = [
    ['daughter', [...family, ...near.slice(0, 4)]],
    ['neighbour', [...spokenFirst(street.slice(0, 7), heard), ...family]],
    ['volunteer', [...helpers.slice(0, 2), ...needy.slice(0, 5), ...spokenFirst(right.slice(-5), heard)]],
  ];
  return guests.map(([as, hosts]) => ({
    as,
    hosts: [...new Set(hosts.map(({ number }) => number))].slice(0, mostHosts),
  }));
}

/** Of whom something was heard after the earthquake. */
export function heardAfter(acts: readonly Act[], quakeAtMs: number): ReadonlySet<number> {
  return new Set(acts.flatMap(({ atMs, by }) => (atMs >= quakeAtMs ? by : [])));
}

function spokenFirst(people: readonly Townsperson[], heard: ReadonlySet<number>): readonly Townsperson[] {
  return [...people].sort((a, b) => Number(heard.has(b.number)) - Number(heard.has(a.number)));
}

/** Whose last word about themselves is not that they are safe. */
function troubledAtEnd(acts: readonly Act[]): ReadonlySet<number> {
  const troubled = new Set<number>();
  for (const { by, deed } of acts) {
    if (deed.do !== 'status') continue;
    if (deed.condition === 'safe') troubled.delete(by);
    else troubled.add(by);
  }
  return troubled;
}
