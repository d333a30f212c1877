import { ja } from './ja.ts';
import type { jaMore } from './ja-more.ts';
import type { Language } from './language.ts';

type Source = typeof ja & typeof jaMore;
export type WordKey = keyof Source;
export type Catalogue = Readonly<Record<WordKey, string>>;

type Names<S> = S extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `${infer Bare}|${string}` ? Bare : Name) | Names<Rest>
  : never;

/** The values that the sentence of a key needs: none, or one object with a value for every `{name}` in it. */
export type WordValues<K extends WordKey> = [Names<Source[K]>] extends [never]
  ? []
  : [values: Readonly<Record<Names<Source[K]>, string | number>>];

// What the first screens say in Japanese comes with the page. Every other catalogue is a file of its own, kept by the
// service worker, so that changing the language works without network.
const loaders: Readonly<Record<Language, () => Promise<Catalogue>>> = {
  ja: async () => ({ ...ja, ...(await import('./ja-more.ts')).jaMore }),
  en: async () => (await import('./en.ts')).en,
};

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

export function currentLanguage(): Language {
  return language;
}

/** The sentence of a key in the current language, for attributes and plain text: readings above characters are left out. */
export function t<K extends WordKey>(key: K, ...[values]: WordValues<K>): string {
  return withoutRuby(fill(catalogue[key] ?? '', values ?? {}));
}

/** The sentence with its `漢字《かんじ》` readings still in it; only `ui/words.tsx` draws those. */
export function rubyText<K extends WordKey>(key: K, ...[values]: WordValues<K>): string {
  return fill(catalogue[key] ?? '', values ?? {});
}

/** Fills `{name}` and chooses in `{n|one|many}`; a `#` inside a choice is the number. */
export function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g, (_, name: string, one?: string, many?: string) => {
    const value = values[name] ?? '';
    return one === undefined ? String(value) : ((value === 1 ? one : many) ?? '').replace('#', String(value));
  });
}

export function withoutRuby(sentence: string): string {
  return sentence.replace(/《[^》]*》|｜/g, '');
}
