import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hourOf } from './day.ts';
import { heardAfter } from './guests.ts';
import { medianDegree } from './friendships.ts';
import { materialFiles, readMaterial, type MaterialFiles } from './material.ts';
import { afterMs, makeStory, weekMs, type Act, type Story } from './story.ts';

const files = materialFiles.map((name) => [
  name,
  readFileSync(new URL(`../fixtures/demo-town/${name}`, import.meta.url), 'utf8'),
]);
const material = readMaterial(Object.fromEntries(files) as MaterialFiles);
const hourMs = 3_600_000;
// 2026-11-20 16:10 in Japan.
const quakeAtMs = Date.UTC(2026, 10, 20, 7, 10);
const seeds = [1, 2, 3];

const play = (seed: number, persons = 300): Story => makeStory({ seed, persons, quakeAtMs, material });
const stories = new Map(seeds.map((seed) => [seed, play(seed)]));
const storyOf = (seed: number) => stories.get(seed) as Story;
const voices = ({ acts }: Story) => acts.filter(({ deed }) => deed.do === 'voice');

test('the same seed tells the same story, another one another', () => {
  expect(play(1)).toEqual(storyOf(1));
  expect(play(2).people).not.toEqual(storyOf(1).people);
  const later = makeStory({ seed: 1, persons: 300, quakeAtMs: quakeAtMs + 5 * hourMs, material });
  expect(later.people).toEqual(storyOf(1).people);
  expect(later.circles).toEqual(storyOf(1).circles);
});

test.each(seeds)(
  'seed %i: people have about 25 friends in the middle, and friends of friends are often friends',
  (seed) => {
    const { people, circles } = storyOf(seed);
    const middle = medianDegree(circles);
    expect(middle).toBeGreaterThanOrEqual(22);
    expect(middle).toBeLessThanOrEqual(28);
    circles.forEach((friends, person) => {
      expect(friends.length).toBeGreaterThan(3);
      for (const friend of friends) expect(circles[friend]).toContain(person);
      const household = people.filter((one) => one.household === people[person]?.household && one.number !== person);
      expect(household.every(({ number }) => friends.includes(number))).toBe(true);
    });
    // By chance alone it would be 25 of 299, 8 %.
    const closed = circles.map((friends) => {
      const pairs = friends.flatMap((a, i) => friends.slice(i + 1).map((b) => circles[a]?.includes(b)));
      return pairs.filter(Boolean).length / pairs.length;
    });
    expect(closed.reduce((sum, one) => sum + one, 0) / closed.length).toBeGreaterThan(0.25);
  },
);

test.each(seeds)(
  'seed %i: the first hour brings eight times the voices of an hour by day, later ones twice',
  (seed) => {
    const story = storyOf(seed);
    const at = voices(story).map(({ atMs }) => atMs);
    const isByDay = (ms: number) => ms < quakeAtMs && hourOf(ms) >= 9 && hourOf(ms) < 22;
    const usual = at.filter(isByDay).length / (7 * 13);
    const after = (from: number, to: number) =>
      at.filter((ms) => ms >= quakeAtMs + from * hourMs && ms < quakeAtMs + to * hourMs).length / (to - from);
    expect(after(0, 1) / usual).toBeGreaterThan(6.5);
    expect(after(0, 1) / usual).toBeLessThan(9.5);
    expect(after(1, 6) / usual).toBeGreaterThan(1.6);
    expect(after(1, 6) / usual).toBeLessThan(2.4);
  },
);

test.each(seeds)('seed %i: everything happens within the story, and answers behind what they answer', (seed) => {
  const { acts, beginMs, endMs, people } = storyOf(seed);
  expect([beginMs, endMs]).toEqual([quakeAtMs - weekMs, quakeAtMs + afterMs]);
  const byKey = new Map<number, Act>();
  let before = beginMs;
  for (const act of acts) {
    expect(act.atMs).toBeGreaterThanOrEqual(before);
    expect(act.atMs).toBeLessThan(endMs);
    if (act.deed.do === 'comment' || act.deed.do === 'like') expect(byKey.get(act.deed.on)?.deed.do).toBe('voice');
    byKey.set(act.key, act);
    before = act.atMs;
  }
  expect(people.filter(({ clockOffMs }) => clockOffMs !== 0)).toHaveLength(3);
});

test.each(seeds)('seed %i: no text is over its limit or has a slot left open', (seed) => {
  const { acts, people } = storyOf(seed);
  const points = (text: string) => [...text].length;
  for (const { deed } of acts) {
    const text = 'text' in deed ? (deed.text ?? '-') : '-';
    expect(text).toMatch(/^[^{}|]+$/);
    expect(points(text)).toBeLessThanOrEqual(deed.do === 'checkin' ? 100 : 140);
    if ('spot' in deed) expect(points(deed.spot ?? '')).toBeLessThanOrEqual(50);
  }
  for (const { name, kana } of people) expect([points(name) <= 40, points(kana) <= 60]).toEqual([true, true]);
  expect(new Set(people.map(({ name }) => name)).size).toBe(people.length);
});

test.each(seeds)(
  'seed %i: all conditions and whereabouts are said, rescue by few, and a tenth stays silent',
  (seed) => {
    const { acts, people } = storyOf(seed);
    const statuses = acts.flatMap(({ deed }) => (deed.do === 'status' ? [deed] : []));
    const said = (condition: string) => statuses.filter((one) => one.condition === condition).length;
    expect(said('safe')).toBeGreaterThan(people.length / 2);
    expect(said('needsHelp')).toBeGreaterThan(5);
    expect(said('injured')).toBeGreaterThan(0);
    expect(said('needsRescue')).toBeGreaterThan(0);
    expect(said('needsRescue')).toBeLessThanOrEqual(3);
    for (const where of ['home', 'shelter', 'moving', 'elsewhere']) {
      expect(statuses.some(({ whereabouts }) => whereabouts === where)).toBe(true);
    }
    const heard = new Set(acts.filter(({ atMs }) => atMs >= quakeAtMs).map(({ by }) => by));
    const silent = people.length - heard.size;
    expect(silent / people.length).toBeGreaterThan(0.04);
    expect(silent / people.length).toBeLessThan(0.16);
  },
);

test('nobody says the same twice, and each link leads to people of the town', () => {
  const story = storyOf(1);
  const texts = voices(story).map(({ by, deed }) => `${by} ${'text' in deed ? deed.text : ''}`);
  expect(new Set(texts).size).toBe(texts.length);
  for (const persons of [12, 300]) {
    const { guests, people } = persons === 300 ? story : play(1, persons);
    expect(guests.map(({ as }) => as)).toEqual(['daughter', 'neighbour', 'volunteer']);
    for (const { hosts } of guests) {
      expect(hosts.length).toBeGreaterThan(2);
      expect(hosts.every((number) => people[number] !== undefined)).toBe(true);
    }
    expect(people[guests[0]?.hosts[0] ?? -1]?.name).toBe('宮田 絹江');
    const heard = heardAfter(persons === 300 ? story.acts : play(1, persons).acts, quakeAtMs);
    expect(guests.every(({ hosts }) => heard.has(hosts[0] ?? -1))).toBe(true);
  }
});
