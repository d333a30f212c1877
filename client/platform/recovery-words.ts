import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';

/** A list of BIP-39. */
export type WordLanguage = 'ja' | 'en';

/** How many words hold a recovery seed. */
export const wordCount = 12;

/** What was found in words that somebody wrote or said. */
export type ReadWords =
  | { readonly is: 'seed'; readonly seed: Uint8Array; readonly language: WordLanguage }
  /** As many words as are wanted and all of them in the list, but not those of any seed: one is another word, or two changed places. */
  | { readonly is: 'mixed-up' }
  /** `places` counts from 1. */
  | { readonly is: 'unknown-words'; readonly places: readonly number[] }
  | { readonly is: 'too-few' | 'too-many'; readonly count: number };

const lists: Readonly<Record<WordLanguage, () => Promise<readonly string[]>>> = {
  ja: async () => (await import('@scure/bip39/wordlists/japanese.js')).wordlist,
  en: async () => (await import('@scure/bip39/wordlists/english.js')).wordlist,
};

/** The words of a seed of 16 bytes by BIP-39, in composed form (NFC), as people write them. Rejects when the list is not on this device and cannot be had. */
export async function wordsOfSeed(seed: Uint8Array, language: WordLanguage): Promise<readonly string[]> {
  const list = [...(await lists[language]())];
  return entropyToMnemonic(seed, list)
    .split(/\s/)
    .map((word) => word.normalize('NFC'));
}

/**
 * The seed in words as a person writes them: in either language, with any spaces, commas, numbers or line ends between them, in hiragana or katakana of
 * any width, in capitals or not; of an English word the first four letters are enough, as the list is made for it.
 */
export async function readWords(text: string): Promise<ReadWords> {
  const typed = splitWords(text);
  const language: WordLanguage = typed.some((word) => /[\u3040-\u309f]/.test(word)) ? 'ja' : 'en';
  const list = [...(await lists[language]())];
  const found = typed.map(findIn(list, language));
  const places = found.flatMap((word, i) => (word === undefined ? [i + 1] : []));
  const words = found.filter((word) => word !== undefined);
  if (typed.length > wordCount) return { is: 'too-many', count: typed.length };
  if (places.length > 0) return { is: 'unknown-words', places };
  if (typed.length < wordCount) return { is: 'too-few', count: typed.length };
  try {
    return { is: 'seed', seed: mnemonicToEntropy(words.join(' '), list), language };
  } catch {
    // The last four bits are a checksum of all the others.
    return { is: 'mixed-up' };
  }
}

/** Whether two words are the same word of the list of `language`, however they are written. */
export async function isSameWord(typed: string, word: string, language: WordLanguage): Promise<boolean> {
  const find = findIn([...(await lists[language]())], language);
  const [first = '', ...more] = splitWords(typed);
  return more.length === 0 && find(first) !== undefined && find(first) === find(splitWords(word)[0] ?? '');
}

/** `count` words of a list, drawn evenly, for a passphrase. */
export async function randomWords(
  count: number,
  language: WordLanguage,
  random: (bytes: number) => Uint8Array,
): Promise<readonly string[]> {
  const list = await lists[language]();
  // There are 2,048: eleven bits of two bytes favour none.
  return Array.from({ length: count }, () => {
    const [high = 0, low = 0] = random(2);
    return (list[((high << 8) | low) & 2047] ?? '').normalize('NFC');
  });
}

/** Words in one form: small letters, hiragana, decomposed (NFKD), without the numbers that stand before them on paper. */
export function splitWords(text: string): readonly string[] {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .normalize('NFKD')
    .split(/[\s\d.,:;、。・()]+/)
    .filter((word) => word !== '');
}

function findIn(list: readonly string[], language: WordLanguage): (word: string) => string | undefined {
  const byForm = new Map(list.map((word) => [word.normalize('NFKD'), word]));
  return (word) => {
    const exact = byForm.get(word);
    if (exact !== undefined || language === 'ja' || word.length < 4) return exact;
    return list.find((one) => one.slice(0, 4) === word.slice(0, 4) && one.startsWith(word));
  };
}
