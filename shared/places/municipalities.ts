import { municipalityData } from './municipality-data.ts';

/** A prefecture of Japan. `number` is that of JIS X 0401, 1 to 47. */
export type Prefecture = {
  readonly number: number;
  readonly name: string;
  readonly kana: string;
  readonly english: string;
};

/** A city, town, village, or ward of a designated city (named 札幌市 中央区). */
export type Municipality = {
  /** Five digits of 全国地方公共団体コード without the check digit. */
  readonly code: number;
  readonly prefecture: Prefecture;
  readonly name: string;
  readonly kana: string;
  /** Position of its office to a thousandth of a degree, in degrees times 100,000 as in `Place`. */
  readonly latE5: number;
  readonly lonE5: number;
};

let decoded: readonly Municipality[] | undefined;
let byCode: ReadonlyMap<number, Municipality> | undefined;

/** All of Japan in order of code, a city before its wards. Decoded once, in a few milliseconds. */
export function municipalities(): readonly Municipality[] {
  return (decoded ??= municipalityData.split('\n\n').flatMap(decodeBlock));
}

/** The municipality of a code, or null when there is none (any more). */
export function municipalityOf(code: number): Municipality | null {
  byCode ??= new Map(municipalities().map((one) => [one.code, one]));
  return byCode.get(code) ?? null;
}

/** The prefectures from north to south. */
export function prefectures(): readonly Prefecture[] {
  return [...new Set(municipalities().map(({ prefecture }) => prefecture))];
}

function decodeBlock(block: string, index: number): Municipality[] {
  const [head = '', ...lines] = block.split('\n');
  const [name = '', kana = '', english = ''] = head.split(',');
  const prefecture: Prefecture = { number: index + 1, name, kana, english };
  return lines.map((line) => {
    const [own = '', reading = '', lat, lon] = line.split(',');
    return {
      code: prefecture.number * 1000 + Number(own.slice(0, 3)),
      prefecture,
      name: own.slice(3),
      kana: reading,
      latE5: Number(lat) * 100,
      lonE5: Number(lon) * 100,
    };
  });
}
