import type { SafetyRow } from './model.ts';
import { glyphOfRow, groupOfGlyph, lastDid, safetyGroups, type SafetyGroup } from './safety-order.ts';

const hourMs = 3_600_000;

/** For how long nothing was heard of the person themselves. */
export const silences = {
  silent1h: hourMs,
  silent6h: 6 * hourMs,
  silent1d: 24 * hourMs,
  silent3d: 72 * hourMs,
} as const;

/** What of the safety list is looked at: everybody, or those of whom one thing is true. */
export type SafetyPart = 'all' | 'trouble' | 'household' | keyof typeof silences;

/** Which part, and whose name. */
export interface SafetyFilter {
  readonly only: SafetyPart;
  readonly search: string;
}

/** Whom a filter leaves, and how many of each group it hides, in the order of the list; nobody is hidden without being counted. */
export interface Filtered {
  readonly rows: readonly SafetyRow[];
  readonly hidden: readonly (readonly [SafetyGroup, number])[];
}

/** The rows that `filter` leaves, in the order they came in. */
export function filterSafety(rows: readonly SafetyRow[], filter: SafetyFilter, nowMs: number): Filtered {
  const wanted = fold(filter.search);
  if (filter.only === 'all' && !wanted) return { rows, hidden: [] };
  const left: SafetyRow[] = [];
  const hidden = new Map<SafetyGroup, number>();
  for (const row of rows) {
    const group = groupOfGlyph(glyphOfRow(row, nowMs));
    if (isIn(row, group, filter.only, nowMs) && hasName(row, wanted)) left.push(row);
    else hidden.set(group, (hidden.get(group) ?? 0) + 1);
  }
  const counts = safetyGroups.map((group) => [group, hidden.get(group) ?? 0] as const);
  return { rows: left, hidden: counts.filter(([, count]) => count > 0) };
}

function isIn(row: SafetyRow, group: SafetyGroup, only: SafetyPart, nowMs: number): boolean {
  if (only === 'all') return true;
  if (only === 'trouble') return group === 'trouble';
  if (only === 'household') return row.isHousehold ?? false;
  return lastDid(row) <= nowMs - silences[only];
}

/** Whether a name or its reading has the words in it, whatever the spaces, the width and the kind of kana. */
export function hasName({ person }: { person: { name: string; kana: string } }, words: string): boolean {
  const wanted = fold(words);
  return fold(person.name).includes(wanted) || fold(person.kana).includes(wanted);
}

function fold(words: string): string {
  return words
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, '')
    .replace(/[ァ-ヶ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x60));
}
