import type { PersonId } from '../protocol/ids.ts';
import type { Access } from './access.ts';
import type { ReaderTime } from './clocks.ts';
import type { Sign, Signs } from './signs.ts';
import { severityOf, type Statement, type Statuses } from './statuses.ts';

/** Groups of the list, first to be looked at first. */
export const safetyGroups = ['trouble', 'silent', 'moving', 'shelter', 'safe'] as const;
/** See `safetyGroups`. */
export type SafetyGroup = (typeof safetyGroups)[number];

/** One person in the safety list. */
export type SafetyRow = {
  readonly person: PersonId;
  readonly name: string | null;
  readonly kana: string | null;
  readonly group: SafetyGroup;
  readonly headline: Statement | null;
  /** A newer, worse word of a lower rung. */
  readonly besideIt: Statement | null;
  readonly lastSign: Sign | null;
  /** Whole hours since the phone was in contact, by a server's word: never a sign that the person is well. Null when nothing is known. */
  readonly contactHours: number | null;
  /** When the viewer asked how they are, or null; not shown once something newer was heard. */
  readonly askedAtMs: number | null;
};

/** Time of the last contact of persons' phones in ms, to the hour, as the server said it. */
export type Contacts = ReadonlyMap<PersonId, number>;

/**
 * How `friends` of `viewer` are, trouble first: rescue before injury before help, then the silent (nobody's word about them is valid), longest silence
 * first, then those on the move, in shelters, and safe, oldest word first. Trouble that is outdated stays trouble, behind what is valid: nobody said
 * otherwise since. "Not heard from" is derived here and said by no one.
 */
export function foldSafetyList(
  viewer: PersonId,
  time: ReaderTime,
  contacts: Contacts,
  folds: { readonly access: Access; readonly statuses: Statuses; readonly signs: Signs },
  friends: readonly PersonId[] = folds.access.friends.friendsOf(viewer),
): readonly SafetyRow[] {
  return friends.map((person) => toRow(viewer, person, time, contacts, folds)).sort(byUrgency);
}

function toRow(
  viewer: PersonId,
  person: PersonId,
  time: ReaderTime,
  contacts: Contacts,
  { access, statuses, signs }: Parameters<typeof foldSafetyList>[3],
): SafetyRow {
  const { headline, besideIt } = statuses.headlineOf(person, time);
  const card = access.cards.cardOf(person, time.nowMs);
  const lastSign = signs.lastSignOf(person, time);
  const contactMs = contacts.get(person);
  const askedAtMs = signs.lastAskMs(viewer, person, time);
  const heardAtMs = Math.max(headline?.atMs ?? -Infinity, lastSign?.atMs ?? -Infinity);
  return {
    person,
    name: card?.name ?? null,
    kana: card?.kana ?? null,
    group: groupOf(headline, besideIt),
    headline,
    besideIt,
    lastSign,
    contactHours: contactMs === undefined ? null : Math.max(0, Math.floor((time.nowMs - contactMs) / 3_600_000)),
    askedAtMs: askedAtMs !== null && askedAtMs > heardAtMs ? askedAtMs : null,
  };
}

function groupOf(headline: Statement | null, besideIt: Statement | null): SafetyGroup {
  if (!headline) return 'silent';
  if (besideIt || headline.condition !== 'safe') return 'trouble';
  if (headline.outdated) return 'silent';
  return headline.whereabouts === 'moving' ? 'moving' : headline.whereabouts === 'shelter' ? 'shelter' : 'safe';
}

function byUrgency(a: SafetyRow, b: SafetyRow): number {
  return (
    safetyGroups.indexOf(a.group) - safetyGroups.indexOf(b.group) ||
    (a.group === 'trouble' ? compareTrouble(a, b) : heardAt(a) - heardAt(b)) ||
    (a.person < b.person ? -1 : 1)
  );
}

/** Valid before outdated, worse before better, longer in trouble first. */
function compareTrouble(a: SafetyRow, b: SafetyRow): number {
  return Number(isOutdated(a)) - Number(isOutdated(b)) || worst(b) - worst(a) || heardAt(a) - heardAt(b);
}

function isOutdated(row: SafetyRow): boolean {
  return row.headline?.outdated ?? false;
}

function worst(row: SafetyRow): number {
  return Math.max(row.headline ? severityOf(row.headline) : 0, row.besideIt ? severityOf(row.besideIt) : 0);
}

/** When something was last heard of the person: from themselves or in the headline; 0 for never. */
function heardAt(row: SafetyRow): number {
  return Math.max(row.lastSign?.atMs ?? 0, row.headline?.atMs ?? 0);
}
