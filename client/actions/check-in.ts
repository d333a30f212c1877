import { placeAt, type Fix, type Place, type Precision } from '../../shared/kinds/place.ts';
import { findPosition, type PositionOutcome } from '../platform/position.ts';
import { recall, remember } from './preferences.ts';

const precisionKey = 'tayori.precision';
const mostName = 60;
/** How long a position is waited for. */
export const positionLimitMs = 20_000;

/** A municipality as far as a check-in says it. */
export interface NamedMunicipality {
  readonly code: number;
  readonly name: string;
}

/** What a person has chosen so far of where they are. */
export interface ChosenPlace {
  readonly precision: Precision;
  readonly fix: Fix | undefined;
  /** By its office, or which of the nearest the person said it was. */
  readonly nearest: NamedMunicipality | undefined;
  /** From the list: it is what is said, and no position goes along. */
  readonly picked: { readonly municipality: NamedMunicipality; readonly shelter: string | null } | undefined;
  /** In the person's own words. */
  readonly words: string;
}

/** How exactly this person said it last; the municipality until they choose. */
export function recallPrecision(): Precision {
  const kept = recall(precisionKey);
  return kept === 'exact' || kept === 'coarse' ? kept : 'municipality';
}

export function rememberPrecision(precision: Precision): void {
  remember(precisionKey, precision);
}

export function findMe(precision: Precision): Promise<PositionOutcome> {
  return findPosition(positionLimitMs, precision === 'exact');
}

/** What would be sent, or null while nothing can be: words before the list, the list before the position. */
export function placeToSay({ precision, fix, nearest, picked, words }: ChosenPlace): Place | null {
  const name = words.trim() || picked?.shelter;
  if (name) {
    const municipality = picked?.municipality ?? nearest;
    if (!municipality) return { level: 'listed', name: cut(name) };
    // What stands in a list is sure; the nearest office is a guess, and said as one.
    const level = picked ? 'listed' : 'municipality';
    return { level, municipality: municipality.code, name: cut(join(municipality.name, name)) };
  }
  if (picked) return { level: 'listed', municipality: picked.municipality.code, name: picked.municipality.name };
  return fix ? placeAt(fix, precision, nearest ?? null) : null;
}

/** The name of a school often begins with that of its town. */
function join(municipality: string, name: string): string {
  return name.startsWith(municipality) ? name : `${municipality} ${name}`;
}

function cut(name: string): string {
  return [...name].slice(0, mostName).join('');
}
