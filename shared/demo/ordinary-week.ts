import { partOfDay, timesOfDays } from './day.ts';
import type { Scene } from './story.ts';

/** Voices, check-ins and signs of life that one person leaves a day, in the middle of the town. */
export const aDay = { voices: 0.75, checkins: 0.2, signs: 0.3 } as const;

/** The week before: who talks much talks often, everybody by the hours of a day. */
export function playOrdinaryWeek({ seeded, people, material, wording, diary, beginMs, quakeAtMs }: Scene): void {
  const talkers = people.flatMap((person) => Array.from({ length: 1 + seeded.int(4) * seeded.int(3) }, () => person));
  const times = (each: number) => timesOfDays(seeded, beginMs, quakeAtMs, each * people.length);
  for (const atMs of times(aDay.voices)) {
    const person = seeded.pick(talkers);
    const line = wording.lineFor(person, partOfDay(atMs));
    if (line === null) continue;
    const area = person.away === null && seeded.chance(0.2) ? person.home : null;
    diary.note(atMs, person.number, { do: 'voice', ...line, area });
  }
  const atHome = people.filter((person) => person.away === null);
  for (const atMs of times(aDay.checkins)) {
    const person = seeded.pick(atHome);
    const spot = seeded.pick(material.slots.get('spot') ?? ['港']);
    diary.note(atMs, person.number, { do: 'checkin', area: person.home, spot, text: null });
  }
  const lastSignMs = new Map<number, number>();
  for (const atMs of times(aDay.signs)) {
    const { number } = seeded.pick(people);
    // One an hour at most, as devices keep it.
    if (Math.abs(atMs - (lastSignMs.get(number) ?? 0)) < 3_600_000) continue;
    lastSignMs.set(number, atMs);
    diary.note(atMs, number, { do: 'sign', evidence: 'opened' });
  }
  const first = people.filter((person) => person.role !== null);
  for (const { minute, role, what, rest } of material.cast) {
    const person = first.find((one) => one.role === role);
    if (person === undefined || minute >= 0 || what !== 'voice') continue;
    const line = { text: rest[0] ?? '', topic: 'mood', area: null };
    diary.note(quakeAtMs + minute * 60_000, person.number, { do: 'voice', ...line });
  }
}
