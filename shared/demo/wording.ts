import type { Seeded } from '../protocol/seeded.ts';
import type { Circles } from './friendships.ts';
import type { Line, Material } from './material.ts';
import type { Townsperson } from './people.ts';

/** Finds words for people. */
export type Wording = {
  /** A line for that person and time that they have not used, one that their neighbourhood heard least; null when they have said all they know. */
  lineFor(person: Townsperson, when: string): { readonly text: string; readonly topic: string } | null;
  /** An answer to something of that topic, none of `said`; null when there is no other. */
  replyTo(topic: string, said: ReadonlySet<string>): string | null;
  /** A text with its slots filled as `person` would. */
  fill(text: string, person: Townsperson): string;
};

/** How often those with a calling speak of it rather than of what all speak of. */
const callingShare = 0.45;

/** Words for a town. Keeps account of what was said, so that no one repeats themselves and neighbours seldom do. */
export function createWording(
  seeded: Seeded,
  people: readonly Townsperson[],
  circles: Circles,
  material: Material,
): Wording {
  const usedBy = people.map(() => new Set<Line>());
  const heard = new Map<string, number>();
  const heardKey = (line: Line, { neighbourhood }: Townsperson) => `${neighbourhood} ${line.text}`;

  function linesFor(person: Townsperson, when: string): readonly Line[] {
    const lines = /^\d$/.test(when) ? material.hoursAfter : material.ordinary;
    // Whoever is elsewhere did not see what those at home see.
    const isFarAfter = person.away !== null && lines === material.hoursAfter;
    const tags = isFarAfter ? [person.calling] : ['any', person.calling];
    const used = usedBy[person.number];
    return lines.filter((line) => line.when === when && tags.includes(line.who) && !used?.has(line));
  }

  function fill(text: string, person: Townsperson): string {
    return text.replace(/\{(\w+)\}/g, (_, slot: string) => {
      const { home, shelter } = person;
      if (slot === 'area') return home.area;
      if (slot === 'town') return home.town;
      if (slot === 'shelter') return shelter;
      if (slot === 'friend') return familyOfFriend(person);
      return seeded.pick(material.slots.get(slot) ?? ['']);
    });
  }

  function familyOfFriend(person: Townsperson): string {
    const near = (circles[person.number] ?? [])
      .flatMap((number) => people[number] ?? [])
      .filter((other) => other.family !== person.family && other.away === null);
    return near.length > 0 ? seeded.pick(near).family : 'おとなり';
  }

  return {
    fill,
    lineFor(person, when) {
      const all = linesFor(person, when);
      const own = all.filter((line) => line.who !== 'any');
      const choice = own.length > 0 && (own.length === all.length || seeded.chance(callingShare)) ? own : all;
      if (choice.length === 0) return null;
      const least = Math.min(...choice.map((line) => heard.get(heardKey(line, person)) ?? 0));
      const line = seeded.pick(choice.filter((one) => (heard.get(heardKey(one, person)) ?? 0) === least));
      usedBy[person.number]?.add(line);
      heard.set(heardKey(line, person), least + 1);
      return { text: fill(line.text, person), topic: line.topic };
    },
    replyTo(topic, said) {
      const free = (material.replies.get(topic) ?? []).filter((text) => !said.has(text));
      return free.length > 0 ? seeded.pick(free) : null;
    },
  };
}
