export type Language = 'ja' | 'ja-easy' | 'en';

/** Every language that can be chosen, by its own name. */
export const languageNames: Readonly<Record<Language, string>> = {
  ja: '日本語',
  'ja-easy': 'やさしい にほんご',
  en: 'English',
};

/** As HTML names it: easy Japanese is Japanese. */
export function tagOf(language: Language): 'ja' | 'en' {
  return language === 'en' ? 'en' : 'ja';
}

/** The language for somebody who has not chosen one: the first of the browser's that we speak, else English. */
export function chooseLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    if (/^ja\b/i.test(tag)) return 'ja';
    if (/^en\b/i.test(tag)) return 'en';
  }
  return wanted.length === 0 ? 'ja' : 'en';
}

export function isLanguage(value: unknown): value is Language {
  return typeof value === 'string' && value in languageNames;
}
