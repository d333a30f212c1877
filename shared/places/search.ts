import { municipalities, type Municipality } from './municipalities.ts';
import { toRomaji } from './romaji.ts';
import { sheltersOf } from './shelters.ts';

/** A place of the list: a municipality, or a designated shelter in one. */
export type ListedPlace = { readonly municipality: Municipality; readonly shelter: string | null };

/**
 * Places whose name holds the words of `query`, or whose reading begins with them, in kana or Latin letters; within one prefecture when its number is given.
 * Those whose reading begins so come first, then by code. An empty query finds every municipality of the prefecture, or none without one.
 */
export function searchPlaces(query: string, prefecture: number | null): readonly ListedPlace[] {
  const wanted = plain(query);
  const within = municipalities().filter((one) => prefecture === null || one.prefecture.number === prefecture);
  if (!wanted) return prefecture === null ? [] : within.map((municipality) => ({ municipality, shelter: null }));
  const [first, then]: [ListedPlace[], ListedPlace[]] = [[], []];
  for (const municipality of within) {
    const rank = rankOf(municipality, wanted);
    if (rank !== null) (rank === 0 ? first : then).push({ municipality, shelter: null });
    for (const shelter of sheltersOf(municipality.code)) {
      if (plain(shelter).includes(wanted)) then.push({ municipality, shelter });
    }
  }
  return [...first, ...then];
}

/** 0 when a reading begins so, 1 when the name holds it, null when neither. */
function rankOf({ name, kana, prefecture }: Municipality, wanted: string): 0 | 1 | null {
  const readings = [kana, ...kana.split(' ').slice(1), toRomaji(kana), ...toRomaji(kana).split(' ').slice(1)];
  if (readings.some((reading) => plain(reading).startsWith(wanted))) return 0;
  return plain(prefecture.name + name).includes(wanted) ? 1 : null;
}

/** Without spaces and hyphens, katakana as hiragana, Latin letters small. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s-]+/g, '')
    .replace(/[ァ-ヶ]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0x60));
}
