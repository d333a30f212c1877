export type Language = 'ja' | 'en';

/** Every language that can be chosen, by its own name. */
export const languageNames: Readonly<Record<Language, string>> = {
  ja: '日本語',
  en: 'English',
};

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
