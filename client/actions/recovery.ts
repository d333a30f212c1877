import { normalizePassphrase } from '../../shared/protocol/passphrase.ts';
import { randomBytes } from '../platform/random.ts';
import {
  isSameWord,
  randomWords,
  readWords,
  wordCount,
  wordsOfSeed,
  type ReadWords,
  type WordLanguage,
} from '../platform/recovery-words.ts';

export { isSameWord, wordCount, wordsOfSeed };
export type { WordLanguage };

/** What was found in typed words; `no-list` where the lists are not on this device and cannot be had. */
export type TypedWords = ReadWords | { readonly is: 'no-list' };

/** Reads words in either language, in any writing. */
export async function readTyped(text: string): Promise<TypedWords> {
  try {
    return await readWords(text);
  } catch (reason) {
    console.warn('No list of words.', reason);
    return { is: 'no-list' };
  }
}

const codeStart = 'tayori:recover?';

/** What the QR of a seed holds. No link: a camera that meets it opens nothing and asks no server. */
export function codeOfSeed(seed: Uint8Array): string {
  return codeStart + [...seed].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The seed in such a code, or nothing. */
export function seedInCode(text: string): Uint8Array | undefined {
  const hex = text.startsWith(codeStart) ? text.slice(codeStart.length) : '';
  if (!/^[0-9a-f]{32}$/.test(hex)) return undefined;
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

/** Two places of `wordCount`, drawn anew each time, from 1, the lower first. */
export function twoPlaces(): readonly [number, number] {
  const [a = 0, b = 0] = randomBytes(2);
  const first = a % wordCount;
  const second = (first + 1 + (b % (wordCount - 1))) % wordCount;
  return first < second ? [first + 1, second + 1] : [second + 1, first + 1];
}

/** Five words of the list: 55 bits, which nobody tries out behind 600,000 rounds. */
export async function suggestPassphrase(language: WordLanguage): Promise<string> {
  return (await randomWords(5, language, randomBytes)).join(language === 'ja' ? '　' : ' ');
}

const leastCharacters = 20;
const leastDistinct = 8;
// What people take when they are to think of something; without it as much as half must be left.
const common =
  /\d+|qwert(?:yuiop)?|asdfg(?:hjkl)?|password|passphrase|abcdefgh|iloveyou|tayori|たより|ぱすわーど|あいうえお|かきくけこ|いろはにほへと/g;

/** Why a passphrase of one's own is too weak to guard a person, or nothing. Spaces do not count. */
export function passphraseTrouble(text: string): 'short' | 'few' | 'common' | undefined {
  const plain = normalizePassphrase(text);
  if ([...plain].length < leastCharacters) return 'short';
  if (new Set(plain).size < leastDistinct) return 'few';
  return [...plain.replace(common, '')].length < leastCharacters / 2 ? 'common' : undefined;
}
