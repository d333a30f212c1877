import type { Seeded } from '../protocol/seeded.ts';
import { shuffled, type Townsperson } from './people.ts';

/** Who is whose friend: for each person the numbers of others, ascending. Symmetric. */
export type Circles = readonly (readonly number[])[];

// What people look for; being found by others lifts the middle to about 25.
const usualDegree = 21;

/**
 * Friends as a town has them: the whole household, then mostly neighbours, people of the same calling or age nearby, friends of friends, and a few by
 * chance, until everyone has about as many as they like: 25 in the middle, few more than 60. In a town smaller than that most know each other.
 */
export function makeFriendships(seeded: Seeded, people: readonly Townsperson[]): Circles {
  const friends = people.map(() => new Set<number>());
  const wanted = people.map(() => drawDegree(seeded, people.length));
  const befriend = (a: number, b: number) => {
    friends[a]?.add(b);
    friends[b]?.add(a);
  };
  const neighbours = groupBy(people, (one) => one.neighbourhood);
  const colleagues = groupBy(people, (one) => `${one.calling} ${one.away ?? one.home.municipality}`);
  for (const household of groupBy(people, (one) => one.household).values()) {
    for (const a of household) for (const b of household) if (a < b) befriend(a, b);
  }

  function candidate({ number, neighbourhood, calling, away, home }: Townsperson): number {
    const kind = seeded.int(20);
    if (kind < 9) return seeded.pick(neighbours.get(neighbourhood) ?? [number]);
    if (kind < 13) return seeded.pick(colleagues.get(`${calling} ${away ?? home.municipality}`) ?? [number]);
    if (kind < 18) {
      const between = seeded.pick([...(friends[number] ?? []), number]);
      return seeded.pick([...(friends[between] ?? []), number]);
    }
    return seeded.int(people.length);
  }

  for (const person of shuffled(seeded, people)) {
    const mine = friends[person.number] as Set<number>;
    const most = wanted[person.number] ?? 0;
    for (let tries = 0; mine.size < most && tries < 40 * most; tries++) {
      const other = candidate(person);
      // The popular take somewhat more than they looked for.
      if (other === person.number || (friends[other]?.size ?? 0) > (wanted[other] ?? 0) * 1.15) continue;
      befriend(person.number, other);
    }
  }
  return friends.map((set) => [...set].sort((a, b) => a - b));
}

/** The middle of the numbers of friends. */
export function medianDegree(circles: Circles): number {
  const degrees = circles.map((friends) => friends.length).sort((a, b) => a - b);
  return degrees[degrees.length >> 1] ?? 0;
}

function drawDegree(seeded: Seeded, population: number): number {
  // Four even draws make a bell; its exponential is lopsided to the right, as the numbers of friends are.
  const bell = seeded.int(1000) + seeded.int(1000) + seeded.int(1000) + seeded.int(1000) - 2000;
  const degree = Math.round(usualDegree * Math.exp((0.45 * bell) / 577));
  return Math.min(degree, 65, Math.round((population - 1) * 0.75));
}

function groupBy<K>(people: readonly Townsperson[], keyOf: (person: Townsperson) => K): Map<K, number[]> {
  const groups = new Map<K, number[]>();
  for (const person of people) groups.set(keyOf(person), [...(groups.get(keyOf(person)) ?? []), person.number]);
  return groups;
}
