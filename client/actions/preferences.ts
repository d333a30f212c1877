import { keepLoadedFiles } from '../platform/kept-files.ts';
import { app } from '../state/app.ts';
import type { TextSize, Theme } from '../state/model.ts';
import { chooseLanguage, isLanguage, tagOf, type Language } from '../text/language.ts';
import { setLanguage } from '../text/words.ts';

// Looks of this browser only, needed before anything is drawn: kept where they can be read at once.
const languageKey = 'tayori.language';
const themeKey = 'tayori.theme';
const sizeKey = 'tayori.textSize';
/** When this browser sounds; nothing is kept under it until somebody chose. */
export const soundsKey = 'tayori.sounds';

let allWords: Promise<boolean> | undefined;

/** Resolves when the words of every screen are there; throws when they cannot be had, and tries again the next time. */
export async function loadAllWords(): Promise<void> {
  allWords ??= setLanguage(app.get().language);
  if (await allWords) return;
  allWords = undefined;
  throw new Error('The words of this screen could not be loaded.');
}

export async function chooseLanguageHere(language: Language): Promise<void> {
  if (!(await setLanguage(language))) return;
  void keepLoadedFiles();
  remember(languageKey, language);
  show(language, app.get().theme);
}

export function chooseTheme(theme: Theme): void {
  remember(themeKey, theme);
  show(app.get().language, theme);
}

export function chooseTextSize(size: TextSize): void {
  remember(sizeKey, size);
  showSize(size);
}

/** Reads what was chosen before, or what the browser asks for, and shows the page so. */
export async function loadPreferences(): Promise<void> {
  const kept = recall(languageKey);
  const wanted = isLanguage(kept) ? kept : chooseLanguage(navigator.languages);
  const theme = recall(themeKey);
  const size = recall(sizeKey);
  if (size === 'large' || size === 'larger') showSize(size);
  allWords = setLanguage(wanted);
  // Japanese brings the words of the first screens with the page: nothing to wait for.
  const spoken = wanted === 'ja' || (await allWords) ? wanted : 'ja';
  show(spoken, theme === 'light' || theme === 'dark' ? theme : 'auto');
}

function showSize(textSize: TextSize): void {
  document.documentElement.dataset['size'] = textSize;
  app.set({ textSize });
}

function show(language: Language, theme: Theme): void {
  const { documentElement: root } = document;
  root.lang = tagOf(language);
  root.classList.toggle('easy', language === 'ja-easy');
  if (theme === 'auto') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
  app.set({ language, theme });
}

// In some private windows the storage throws when it is touched; the choice then holds for this page only.
/** Keeps a choice of this browser; a choice that cannot be kept holds for this page. */
export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch (reason) {
    console.warn('The choice could not be kept.', reason);
  }
}

/** A choice that was kept before, or null. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch (reason) {
    console.warn('Choices kept before could not be read.', reason);
    return null;
  }
}
