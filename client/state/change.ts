import type { AppState, SafetyRow, VoiceView } from './model.ts';

/** What became different in a list of `before` rows. */
export interface ListChange<Row> {
  readonly before: number;
  /** Which of them are gone: `gone` rows from `at` on. In their place stand those with `ids`, which are among `rows` or were here before. */
  readonly at: number;
  readonly gone: number;
  readonly ids: readonly string[];
  /** Rows that are new or say something else now. */
  readonly rows: readonly Row[];
}

/** What became different in what the page shows. Of the long lists the whole, or only what is not as it was. */
export type Change = Omit<Partial<AppState>, 'voices' | 'safety'> & {
  readonly voices?: readonly VoiceView[] | ListChange<VoiceView> | undefined;
  readonly safety?: readonly SafetyRow[] | ListChange<SafetyRow> | undefined;
};

export const idOfVoice = ({ id }: VoiceView): string => id;
export const idOfRow = ({ person }: SafetyRow): string => person.id;

/** The change in full. Rows that did not change stay the objects they are, so that nobody draws them again. */
export function applyChange(before: AppState, change: Change): Partial<AppState> {
  const { voices, safety, ...others } = change;
  return {
    ...others,
    // What was typed before the worker could tell of those that were kept is newer.
    ...(others.drafts && { drafts: { ...others.drafts, ...before.drafts } }),
    ...(voices && { voices: merge(before.voices, voices, idOfVoice) }),
    ...(safety && { safety: merge(before.safety, safety, idOfRow) }),
  };
}

function isWhole<Row>(change: readonly Row[] | ListChange<Row>): change is readonly Row[] {
  return Array.isArray(change);
}

function merge<Row>(
  before: readonly Row[],
  change: readonly Row[] | ListChange<Row>,
  idOf: (row: Row) => string,
): readonly Row[] {
  if (isWhole(change)) return change;
  // A tab that was just opened: the whole is on its way to it.
  if (before.length !== change.before) return before;
  const { at, gone, ids, rows } = change;
  const newById = new Map(rows.map((row) => [idOf(row), row]));
  const goneById = new Map(before.slice(at, at + gone).map((row) => [idOf(row), row]));
  const placed = new Set(ids);
  const hasOthers = rows.some((row) => !placed.has(idOf(row)));
  const renew = (part: readonly Row[]) => (hasOthers ? part.map((row) => newById.get(idOf(row)) ?? row) : part);
  return [
    ...renew(before.slice(0, at)),
    ...ids.flatMap((id) => newById.get(id) ?? goneById.get(id) ?? []),
    ...renew(before.slice(at + gone)),
  ];
}
