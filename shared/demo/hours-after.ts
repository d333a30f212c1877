import { condition, need, whereabouts } from '../kinds/kinds.ts';
import { aDay } from './ordinary-week.ts';
import type { StatusLine } from './material.ts';
import { shuffled, type Townsperson } from './people.ts';
import type { Deed, Scene } from './story.ts';

const minuteMs = 60_000;
/** In March 2011 the hour after brought eight times the words of an hour before noon, later hours about twice. */
const timesInFirstHour = 8;
const timesLater = 2;
/** Mean of an ordinary hour by day: most words fall into sixteen hours. */
const wakingHours = 17;

type Status = Extract<Deed, { do: 'status' }>;

/**
 * The six hours after the earthquake. Gives for each person the first time at which they can write again, or null for those of whom nothing is heard:
 * most come back by and by, one in ten does not within these hours.
 */
export function playHoursAfter(scene: Scene): readonly (number | null)[] {
  const { seeded, people, quakeAtMs } = scene;
  const isCast = (person: Townsperson) =>
    person.role !== null && scene.material.cast.some((line) => line.role === person.role);
  const awakeFromMs = people.map((person) => {
    if (isCast(person)) return firstCastMs(scene, person);
    const minutes = person.away === null ? drawSilence(seeded.int(1000), seeded.int(1000)) : 1 + seeded.int(20);
    return minutes === null ? null : quakeAtMs + minutes * minuteMs;
  });
  playCast(scene);
  sayHowTheyAre(scene, awakeFromMs, (person) => !isCast(person));
  talk(scene, awakeFromMs, (person) => !isCast(person));
  return awakeFromMs;
}

/** Minutes until somebody is heard of, or null. */
function drawSilence(share: number, within: number): number | null {
  if (share < 480) return 2 + Math.floor(within * 0.056);
  if (share < 760) return 60 + Math.floor(within * 0.12);
  return share < 900 ? 180 + Math.floor(within * 0.165) : null;
}

function firstCastMs({ material, quakeAtMs }: Scene, person: Townsperson): number {
  const minutes = material.cast
    .filter((line) => line.role === person.role && line.minute >= 0)
    .map((line) => line.minute);
  return quakeAtMs + Math.min(...minutes) * minuteMs;
}

function playCast({ material, people, quakeAtMs, diary }: Scene): void {
  for (const { minute, role, what, rest } of material.cast) {
    const person = people.find((one) => one.role === role);
    if (person === undefined || minute < 0) continue;
    const atMs = quakeAtMs + minute * minuteMs;
    const [text = '', where = '', words = '', tag = ''] = rest;
    if (what === 'voice') diary.note(atMs, person.number, { do: 'voice', text, topic: 'phone', area: null });
    else
      diary.note(
        atMs,
        person.number,
        toStatus({ condition: text, whereabouts: where, text: words, need: tag }, person, words, []),
      );
  }
}

/** First words by status, later ones for those who were not well; few are in need of rescue, and all of these by the second hour. */
function sayHowTheyAre(
  scene: Scene,
  awakeFromMs: readonly (number | null)[],
  isWanted: (person: Townsperson) => boolean,
): void {
  const { seeded, people, quakeAtMs, endMs, diary, wording, material, circles } = scene;
  const lines = (name: string, isAway: boolean) =>
    material.statuses.filter((line) => line.condition === name && (line.whereabouts === 'away') === isAway);
  let rescues = 0;
  const mostRescues = Math.max(1, Math.round(people.length / 100));
  const say = (person: Townsperson, atMs: number, line: StatusLine, beside: readonly number[] = []) =>
    diary.note(atMs, person.number, toStatus(line, person, wording.fill(line.text, person), beside));
  const saySafe = (person: Townsperson, atMs: number) => {
    const household = people.filter((other) => other.household === person.household && other !== person);
    const beside = household.filter((other) => other.away === null && seeded.chance(0.3)).map(({ number }) => number);
    say(person, atMs, seeded.pick(lines('safe', person.away !== null)), beside);
  };
  for (const person of shuffled(seeded, people.filter(isWanted))) {
    const fromMs = awakeFromMs[person.number] ?? null;
    if (fromMs === null || (circles[person.number]?.length ?? 0) === 0) continue;
    const atMs = Math.min(fromMs + seeded.int(6 * minuteMs), endMs - minuteMs);
    const how = seeded.int(100);
    if (how < 12) {
      diary.note(atMs, person.number, { do: 'sign', evidence: 'opened' });
      continue;
    }
    const isTrouble = person.away === null && how >= 85;
    if (!isTrouble) {
      saySafe(person, atMs);
      continue;
    }
    const mayBeRescue = rescues < mostRescues && atMs < quakeAtMs + 120 * minuteMs && how >= 96;
    if (mayBeRescue) rescues++;
    const trouble = mayBeRescue ? 'needsRescue' : how >= 94 ? 'injured' : 'needsHelp';
    say(person, atMs, seeded.pick(lines(trouble, false)));
    const betterMs = atMs + (70 + seeded.int(140)) * minuteMs;
    // Help comes to most within these hours, and not to all.
    if (betterMs < endMs && seeded.chance(0.75)) saySafe(person, betterMs);
  }
}

/** Voices: eight times the ordinary in the first hour, twice later, by those who are back. */
function talk(scene: Scene, awakeFromMs: readonly (number | null)[], isWanted: (person: Townsperson) => boolean): void {
  const { seeded, people, quakeAtMs, endMs, wording, diary } = scene;
  const usual = (aDay.voices * people.length) / wakingHours;
  const hourMs = 60 * minuteMs;
  for (let hour = 0; quakeAtMs + hour * hourMs < endMs; hour++) {
    const count = Math.round(usual * (hour === 0 ? timesInFirstHour : timesLater));
    for (let i = 0; i < count; i++) {
      const atMs = quakeAtMs + hour * hourMs + Math.floor(((i + seeded.int(1000) / 1000) / count) * hourMs);
      const awake = people.filter((person) => {
        const fromMs = awakeFromMs[person.number] ?? null;
        return isWanted(person) && fromMs !== null && fromMs <= atMs;
      });
      if (awake.length === 0) continue;
      const person = seeded.pick(awake);
      const phases = hour === 0 ? ['0'] : hour < 3 ? ['1'] : ['2', '1'];
      const line = phases.map((phase) => wording.lineFor(person, phase)).find((one) => one !== null);
      if (!line) continue;
      const isNamed = person.away === null && seeded.chance(0.3);
      diary.note(atMs, person.number, { do: 'voice', ...line, area: isNamed ? person.home : null });
      const isThere = person.away === null && hour > 0 && line.topic === 'move' && seeded.chance(0.6);
      if (isThere && atMs + minuteMs < endMs) {
        const spot = person.shelter;
        diary.note(atMs + minuteMs, person.number, { do: 'checkin', area: person.home, spot, text: '着きました。' });
      }
    }
  }
}

function toStatus(line: StatusLine, person: Townsperson, text: string, beside: readonly number[]): Status {
  const isAway = line.whereabouts === 'away';
  const where = isAway ? 'elsewhere' : line.whereabouts;
  return {
    do: 'status',
    condition: line.condition in condition ? (line.condition as keyof typeof condition) : 'safe',
    whereabouts: where in whereabouts ? (where as keyof typeof whereabouts) : 'notSaid',
    area: isAway ? null : person.home,
    spot: where === 'shelter' ? person.shelter : isAway ? person.away : null,
    text: text === '' ? null : text,
    needs: line.need in need ? [line.need as keyof typeof need] : [],
    beside,
  };
}
