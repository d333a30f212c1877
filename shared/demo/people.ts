import type { Seeded } from '../protocol/seeded.ts';
import type { Area, Material, Name } from './material.ts';

/** What somebody does all day, as far as it colours what they write. */
export type Calling = (typeof callings)[number];

/** Someone of a town. Numbers are places in `Town.people` and its lists. */
export type Townsperson = {
  readonly number: number;
  readonly family: string;
  readonly name: string;
  readonly kana: string;
  readonly calling: Calling;
  readonly isElder: boolean;
  /** Of the first household only: who they are in it. */
  readonly role: string | null;
  readonly household: number;
  readonly neighbourhood: number;
  /** Where the household lives. */
  readonly home: Area;
  /** Where they went to live instead; null for those who stayed. */
  readonly away: string | null;
  /** Where their neighbourhood goes when it must. */
  readonly shelter: string;
  /** What their phone's clock is off, in ms. */
  readonly clockOffMs: number;
};

const callings = [
  'elder',
  'fisher',
  'nurse',
  'pupil',
  'clerk',
  'lacquer',
  'farmer',
  'inn',
  'teacher',
  'carer',
  'shop',
  'driver',
  'parent',
  'away',
] as const;

const grownCallings: readonly Calling[] = callings.filter((one) => !['elder', 'pupil', 'away'].includes(one));
const farPlaces = ['金沢市', '金沢市', '金沢市', '白山市', '富山市', '名古屋市', '東京'];
const neighbourhoodSize = 20;
// An hour or so ahead, a day behind, and one that somebody set to next year.
const wrongClocksMs = [47 * 60_000, -26 * 3_600_000, 400 * 86_400_000];

type Sex = 'male' | 'female';
type Age = 'elder' | 'grown' | 'young';
type Member = { readonly sex: Sex; readonly age: Age; readonly role: string | null; readonly given: Name | null };

// Whom the links of the demo lead to: a fixed family, so that its story can be told.
const firstHousehold: readonly Member[] = [
  { sex: 'female', age: 'grown', role: 'mother', given: { kanji: '絹江', kana: 'きぬえ' } },
  { sex: 'male', age: 'grown', role: 'father', given: { kanji: '茂', kana: 'しげる' } },
  { sex: 'female', age: 'elder', role: 'grandmother', given: { kanji: '静江', kana: 'しずえ' } },
  { sex: 'male', age: 'young', role: 'brother', given: { kanji: '航平', kana: 'こうへい' } },
];
const castCalling: Readonly<Record<string, Calling>> = {
  mother: 'farmer',
  father: 'lacquer',
  grandmother: 'elder',
  brother: 'pupil',
};
const firstFamily: Name = { kanji: '宮田', kana: 'みやた' };

/** `count` people in households of one to five and neighbourhoods of about twenty. No two have the same name. */
export function makePeople(seeded: Seeded, count: number, material: Material): readonly Townsperson[] {
  const people: Townsperson[] = [];
  const taken = new Set<string>();
  const areas = material.areas.flatMap(({ share, ...area }) => Array.from({ length: share }, () => area));
  const homes = [areas[0], ...shuffled(seeded, areas)];
  for (let household = 0; people.length < count; household++) {
    const family = household === 0 ? firstFamily : pickFamily(seeded, material);
    const members = household === 0 ? firstHousehold : drawMembers(seeded);
    const neighbourhood = Math.floor(people.length / neighbourhoodSize);
    const home = homes[neighbourhood % homes.length] as Area;
    const shelters = material.shelters.get(home.municipality) ?? [];
    const shelter = shelters[neighbourhood % Math.max(1, shelters.length)] ?? `${home.area}の集会所`;
    for (const member of members.slice(0, count - people.length)) {
      const isAway = member.role === null && member.age === 'grown' && seeded.chance(0.16);
      const given = member.given ?? pickGiven(seeded, material, member, family, taken);
      taken.add(family.kanji + given.kanji);
      people.push({
        number: people.length,
        family: family.kanji,
        name: `${family.kanji} ${given.kanji}`,
        kana: `${family.kana} ${given.kana}`,
        calling: isAway ? 'away' : callingOf(seeded, member),
        isElder: member.age === 'elder',
        role: member.role,
        household,
        neighbourhood,
        home,
        away: isAway ? seeded.pick(farPlaces) : null,
        shelter: neighbourhood === 0 ? (shelters.find((name) => name.includes(home.area)) ?? shelter) : shelter,
        clockOffMs: 0,
      });
    }
  }
  return withWrongClocks(seeded, people);
}

/** The same things in another order (Fisher and Yates). */
export function shuffled<T>(seeded: Seeded, things: readonly T[]): T[] {
  const mixed = [...things];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = seeded.int(i + 1);
    [mixed[i], mixed[j]] = [mixed[j] as T, mixed[i] as T];
  }
  return mixed;
}

function drawMembers(seeded: Seeded): readonly Member[] {
  const member = (age: Age, sex: Sex = seeded.chance(0.5) ? 'male' : 'female'): Member => ({
    age,
    sex,
    role: null,
    given: null,
  });
  const shape = seeded.int(10);
  if (shape < 2) return [member('elder')];
  if (shape < 4) return [member('elder', 'male'), member('elder', 'female')];
  if (shape < 5) return [member('grown')];
  if (shape < 7) return [member('grown', 'male'), member('grown', 'female'), member('young')];
  if (shape < 9)
    return [member('elder', 'female'), member('grown', 'male'), member('grown', 'female'), member('young')];
  return [member('elder', 'male'), member('elder', 'female'), member('grown'), member('grown'), member('young')];
}

function callingOf(seeded: Seeded, { age, role }: Member): Calling {
  if (role !== null) return castCalling[role] ?? 'parent';
  if (age === 'young') return 'pupil';
  const stillWorks = age === 'elder' && seeded.chance(0.25);
  if (age === 'elder' && !stillWorks) return 'elder';
  return stillWorks ? seeded.pick(['fisher', 'farmer', 'lacquer', 'shop'] as const) : seeded.pick(grownCallings);
}

function pickFamily(seeded: Seeded, { families }: Material): Name {
  return seeded.pick(families.filter(({ kanji }) => kanji !== firstFamily.kanji));
}

function pickGiven(
  seeded: Seeded,
  material: Material,
  { sex, age }: Member,
  family: Name,
  taken: ReadonlySet<string>,
): Name {
  const names = material.givenNames.get(`${age}-${sex}`) ?? [];
  const free = names.filter(({ kanji }) => !taken.has(family.kanji + kanji));
  return seeded.pick(free.length > 0 ? free : names);
}

function withWrongClocks(seeded: Seeded, people: readonly Townsperson[]): readonly Townsperson[] {
  const others = people.filter(
    ({ household, neighbourhood }) => household > 0 && (neighbourhood > 0 || people.length < 40),
  );
  const offByNumber = new Map(shuffled(seeded, others).map(({ number }, i) => [number, wrongClocksMs[i] ?? 0]));
  return people.map((person) => ({ ...person, clockOffMs: offByNumber.get(person.number) ?? 0 }));
}
