/** Code points of the words of one message. */
export const mostCodePoints = 2_000;
/** Bytes of a picture or a voice note. */
export const mostFileBytes = 61_440;
/** Milliseconds of a voice note. */
export const mostSoundMs = 30_000;
/** Persons of a group besides me. */
export const mostOthers = 99;
/** Code points of the name of a group. */
export const mostTitle = 40;

const counterFrom = 100;

/** How many characters fit in yet, below 0 where there are too many. A character is a code point, as the protocol counts. */
export function leftToWrite(text: string, most = mostCodePoints): number {
  return most - [...text].length;
}

/** Whether one should know how much is left. */
export function isNearEnd(left: number): boolean {
  return left <= counterFrom;
}

/** A length as a clock of minutes says it: 0:07. Begun seconds do not count. */
export function formatSeconds(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
