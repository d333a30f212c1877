import { createSeeded, type Seeded } from '../protocol/seeded.ts';
import type { condition, evidence, need, whereabouts } from '../kinds/kinds.ts';
import { answersTo } from './answers.ts';
import { chooseGuests, heardAfter, type Guest } from './guests.ts';
import { makeFriendships, type Circles } from './friendships.ts';
import { playHoursAfter } from './hours-after.ts';
import type { Area, Material } from './material.ts';
import { playOrdinaryWeek } from './ordinary-week.ts';
import { makePeople, shuffled, type Townsperson } from './people.ts';
import { createWording, type Wording } from './wording.ts';

/** What somebody does; `on` is the `key` of the act that it answers. */
export type Deed =
  | { readonly do: 'voice'; readonly text: string; readonly topic: string; readonly area: Area | null }
  | { readonly do: 'comment'; readonly on: number; readonly text: string }
  | { readonly do: 'like'; readonly on: number }
  | { readonly do: 'checkin'; readonly area: Area; readonly spot: string; readonly text: string | null }
  | {
      readonly do: 'status';
      readonly condition: keyof typeof condition;
      readonly whereabouts: keyof typeof whereabouts;
      readonly area: Area | null;
      readonly spot: string | null;
      readonly text: string | null;
      readonly needs: readonly (keyof typeof need)[];
      /** Numbers of people beside them. */
      readonly beside: readonly number[];
    }
  | { readonly do: 'sign'; readonly evidence: keyof typeof evidence };

/** One thing that one person does. `atMs` is the true time: what their phone's clock is off comes on top. */
export type Act = { readonly key: number; readonly atMs: number; readonly by: number; readonly deed: Deed };

/** A town and what happens in it from `beginMs` to `endMs`. */
export type Story = {
  readonly people: readonly Townsperson[];
  readonly circles: Circles;
  readonly beginMs: number;
  readonly quakeAtMs: number;
  readonly endMs: number;
  /** In order of time; an answer stands behind what it answers. */
  readonly acts: readonly Act[];
  /** As whom somebody may look at it. */
  readonly guests: readonly Guest[];
  /** What hosts of guests say afterwards, one now and then; `atMs` says nothing but the order. The silent stay silent. */
  readonly later: readonly Act[];
};

/** What a story is made from. */
export type StoryWish = {
  readonly seed: number;
  readonly persons: number;
  readonly quakeAtMs: number;
  readonly material: Material;
};

/** The story covers so much before the earthquake and after it. */
export const weekMs = 7 * 86_400_000;
/** See `weekMs`. */
export const afterMs = 6 * 3_600_000;

/** Collects acts and gives them keys. */
export type Diary = {
  note(atMs: number, by: number, deed: Deed): Act;
  readonly acts: readonly Act[];
};

/**
 * A town of `persons` invented people, an ordinary week and six hours after an earthquake. The same wish gives the same story; people and friendships
 * depend on the seed and the number of persons alone, so that the same town can live at another time.
 */
export function makeStory({ seed, persons, quakeAtMs, material }: StoryWish): Story {
  const people = makePeople(createSeeded(seed), persons, material);
  const circles = makeFriendships(createSeeded(seed + 2 ** 32), people);
  const seeded = createSeeded(seed + 2 * 2 ** 32);
  const diary = createDiary();
  const beginMs = quakeAtMs - weekMs;
  const endMs = quakeAtMs + afterMs;
  const wording = createWording(seeded, people, circles, material);
  const scene = { seeded, people, circles, material, wording, diary, beginMs, quakeAtMs, endMs };
  playOrdinaryWeek(scene);
  const awakeFromMs = playHoursAfter(scene);
  answersTo(scene, awakeFromMs);
  const acts = [...diary.acts].sort((a, b) => a.atMs - b.atMs || a.key - b.key);
  const guests = chooseGuests(people, circles, acts, quakeAtMs);
  const later = talkLater(scene, guests);
  return { people, circles, beginMs, quakeAtMs, endMs, acts, guests, later };
}

/** What the parts of a story share while it is made. */
export type Scene = {
  readonly seeded: Seeded;
  readonly people: readonly Townsperson[];
  readonly circles: Circles;
  readonly material: Material;
  readonly wording: Wording;
  readonly diary: Diary;
  readonly beginMs: number;
  readonly quakeAtMs: number;
  readonly endMs: number;
};

function talkLater(
  { seeded, people, wording, diary, quakeAtMs, endMs }: Scene,
  guests: readonly Guest[],
): readonly Act[] {
  const heard = heardAfter(diary.acts, quakeAtMs);
  const talkative = guests.flatMap((guest) => guest.hosts).filter((number) => heard.has(number));
  const hosts = [...new Set(talkative)].flatMap((number) => people[number] ?? []);
  const rounds = Array.from({ length: 4 }, () => shuffled(seeded, hosts));
  return rounds.flat().flatMap((person, place) => {
    const line = wording.lineFor(person, '2');
    return line === null ? [] : diary.note(endMs + place, person.number, { do: 'voice', ...line, area: null });
  });
}

function createDiary(): Diary {
  const acts: Act[] = [];
  return {
    acts,
    note(atMs, by, deed) {
      const act = { key: acts.length, atMs: Math.round(atMs), by, deed };
      acts.push(act);
      return act;
    },
  };
}
