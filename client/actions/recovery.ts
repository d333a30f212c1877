import { base64urlToBytes, bytesToBase64url, bytesToHex, hexToBytes } from '../../shared/protocol/bytes.ts';
import { normalizePassphrase } from '../../shared/protocol/escrow.ts';
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
import type { Answer } from '../state/messages.ts';
import type { RecoveryAsk } from '../state/recovery.ts';
import { ask } from './engine.ts';

export { isSameWord, wordCount };
export type { WordLanguage };

/** What was found in typed words: the seed as hex, or what is wrong with them; `no-list` where the lists are not on this device and cannot be had. */
export type TypedWords =
  | { readonly is: 'seed'; readonly seed: string }
  | Exclude<ReadWords, { is: 'seed' }>
  | { readonly is: 'no-list' };

/** Reads words in either language, in any writing. */
export async function readTyped(text: string): Promise<TypedWords> {
  try {
    const found = await readWords(text);
    return found.is === 'seed' ? { is: 'seed', seed: bytesToHex(found.seed) } : found;
  } catch (reason) {
    console.warn('No list of words.', reason);
    return { is: 'no-list' };
  }
}

/** Asks the worker; see `RecoveryAsk`. */
export function recovery(asked: RecoveryAsk): Promise<Answer<'recovery'>> {
  return ask('recovery', asked);
}

/** The words of a seed as hex. Rejects when their list is neither on this device nor to be had. */
export async function showWords(seed: string, language: WordLanguage): Promise<readonly string[]> {
  const bytes = hexToBytes(seed);
  return bytes.ok ? wordsOfSeed(bytes.value, language) : [];
}

const codeStart = 'tayori:recover?';

/** What the QR of a seed holds. No link: a camera that meets it opens nothing and asks no server. */
export function codeOfSeed(seed: string): string {
  const bytes = hexToBytes(seed);
  return codeStart + (bytes.ok ? bytesToBase64url(bytes.value) : '');
}

/** The seed in such a code as hex, or nothing. */
export function seedInCode(text: string): string | undefined {
  if (!text.startsWith(codeStart)) return undefined;
  const bytes = base64urlToBytes(text.slice(codeStart.length));
  return bytes.ok && bytes.value.length === 16 ? bytesToHex(bytes.value) : undefined;
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
