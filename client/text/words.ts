import { ja } from './ja.ts';
import type { jaMore } from './ja-more.ts';
import type { jaPlaces } from './ja-places.ts';
import type { devicesJa } from './later-devices-ja.ts';
import type { waysJa } from './later-ways-ja.ts';
import type { laterJa } from './later-ja.ts';
import type { recoveryJa } from './recovery-ja.ts';
import type { messagesJa } from './messages-ja.ts';
import type { noticesJa } from './later-notices-ja.ts';
import type { Language } from './language.ts';

type Source = typeof ja &
  typeof jaMore &
  typeof jaPlaces &
  typeof laterJa &
  typeof devicesJa &
  typeof waysJa &
  typeof noticesJa &
  typeof messagesJa &
  typeof recoveryJa;
export type WordKey = keyof Source;
export type Catalogue = Readonly<Record<WordKey, string>>;

type Names<S> = S extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `${infer Bare}|${string}` ? Bare : Name) | Names<Rest>
  : never;

/** The values that the sentence of a key needs: none, or one object with a value for every `{name}` in it. */
export type WordValues<K extends WordKey> = [Names<Source[K]>] extends [never]
  ? []
  : [values: Readonly<Record<Names<Source[K]>, Value>>];

/** A key whose sentence needs no values. */
export type PlainKey = { [K in WordKey]: WordValues<K> extends [] ? K : never }[WordKey];

/** Words, and words with a reading above them. */
export type Part = string | { readonly base: string; readonly reading: string };
/** A sentence of the catalogue, which may stand in another with its readings. */
export type Spoken = { readonly parts: readonly Part[] };
export type Value = string | number | Spoken;

// What the first screens say in Japanese comes with the page. Every other catalogue is a file of its own, kept by the
// service worker, so that changing the language works without network.
const loaders: Readonly<Record<Language, () => Promise<Partial<Catalogue>>>> = {
  ja: async () => ({ ...ja, ...(await import('./ja-more.ts')).jaMore, ...laterJapanese }),
  'ja-easy': async () => (await import('./ja-easy.ts')).jaEasy,
  en: async () => (await import('./en.ts')).en,
};

let laterJapanese: Partial<Catalogue> = {};
let catalogue: Partial<Catalogue> = ja;
let language: Language = 'ja';

/**
 * Brings the whole catalogue of a language and speaks it from then on. When it cannot be had the old language stays.
 * Screens behind the first ones wait for it; in Japanese the first ones need not.
 */
export async function setLanguage(wanted: Language): Promise<boolean> {
  try {
    catalogue = await loaders[wanted]();
  } catch (reason) {
    console.warn('The catalogue could not be loaded.', reason);
    return false;
  }
  language = wanted;
  return true;
}

/** Adds Japanese sentences that come with a part of the app; the other languages have all of theirs in one file. */
export function addJapanese(sentences: Partial<Catalogue>): void {
  laterJapanese = { ...laterJapanese, ...sentences };
  if (language === 'ja') catalogue = { ...catalogue, ...sentences };
}

export function currentLanguage(): Language {
  return language;
}

/** The sentence of a key in the current language, for attributes and plain text: readings above characters are left out. */
export function t<K extends WordKey>(key: K, ...[values]: WordValues<K>): string {
  return plain(say(key, ...([values] as unknown as WordValues<K>)));
}

/** The sentence with its readings, to be drawn by `ui/words.tsx` or to stand in another sentence. */
export function say<K extends WordKey>(key: K, ...[values]: WordValues<K>): Spoken {
  return { parts: fill(catalogue[key] ?? '', values ?? {}) };
}

/** Sentences one after the other, with the words of `separator` between. */
export function sayList(sentences: readonly Spoken[], separator: 'sep.list' | 'sep.dot'): Spoken {
  return { parts: sentences.flatMap(({ parts }, i) => (i === 0 ? parts : [...say(separator).parts, ...parts])) };
}

/** A sentence without its readings. */
export function plain({ parts }: Spoken): string {
  return parts.map((part) => (typeof part === 'string' ? part : part.base)).join('');
}

/**
 * Fills `{name}` and chooses in `{n|one|many}`; a `#` inside a choice is the number. 漢字《かんじ》 reads the run of kanji before it; ｜ begins the run where it
 * would be ambiguous. Both are read in the catalogue's words alone: what a person typed stays as it is.
 */
export function fill(sentence: string, values: Readonly<Record<string, Value>>): readonly Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of sentence.matchAll(marks)) {
    const [whole, name, one, many, marked, run, reading = ''] = match;
    if (match.index > end) parts.push(sentence.slice(end, match.index));
    end = match.index + whole.length;
    const base = marked ?? run;
    if (base !== undefined) parts.push({ base, reading });
    else if (name !== undefined) parts.push(...filled(values[name] ?? '', one, many));
  }
  if (end < sentence.length) parts.push(sentence.slice(end));
  return parts;
}

const marks = /\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}|(?:｜([^《]+)|([\p{sc=Han}々ヶ]+))《([^》]*)》/gu;

function filled(value: Value, one: string | undefined, many: string | undefined): readonly Part[] {
  if (typeof value === 'object') return value.parts;
  if (one === undefined) return [String(value)];
  return fill((value === 1 ? one : (many ?? '')).replace('#', String(value)), {});
}
