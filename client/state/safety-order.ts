import type { SafetyRow, StatusView } from './model.ts';

/** The groups of the safety list from top to bottom: who must act first, then whom we do not know about, then the well. */
export type SafetyGroup = 'trouble' | 'silent' | 'apart' | 'well';
export const safetyGroups: readonly SafetyGroup[] = ['trouble', 'silent', 'apart', 'well'];

/** The six silhouettes and one more. `none` is derived from silence and never said. */
export type Glyph = 'rescue' | 'hurt' | 'help' | 'none' | 'move' | 'shelter' | 'ok';

const glyphByCondition = { needsRescue: 'rescue', injured: 'hurt', needsHelp: 'help', safe: 'ok' } as const;
const rankByGlyph: Record<Glyph, number> = { rescue: 0, hurt: 1, help: 2, none: 3, move: 4, shelter: 5, ok: 6 };

/** Whereabouts have a glyph of their own only for the safe: for the others the condition is what matters. */
export function glyphOfStatus(status: StatusView): Glyph {
  if (status.condition !== 'safe') return glyphByCondition[status.condition];
  if (status.whereabouts === 'moving') return 'move';
  if (status.whereabouts === 'shelter') return 'shelter';
  return 'ok';
}

/**
 * The glyph that leads a row at `nowMs`. Outdated safety is not safety: it counts as not heard from. Outdated trouble
 * stays trouble, because nobody has said that it ended. A worse word of a lower rung leads while it is valid.
 */
export function glyphOfRow(row: SafetyRow, nowMs: number): Glyph {
  const worse = row.worse && glyphOfStatus(row.worse);
  const own = !row.status || isOutdatedSafety(row.status, nowMs) ? 'none' : glyphOfStatus(row.status);
  return worse && rankByGlyph[worse] < rankByGlyph[own] ? worse : own;
}

/** True for "safe" past its time: it reads "was safe, 3 days ago". */
export function isOutdatedSafety(status: StatusView, nowMs: number): boolean {
  return status.condition === 'safe' && status.validUntilMs <= nowMs;
}

export function groupOfGlyph(glyph: Glyph): SafetyGroup {
  const rank = rankByGlyph[glyph];
  return rank < 3 ? 'trouble' : rank === 3 ? 'silent' : rank < 6 ? 'apart' : 'well';
}

/** Newest evidence that the person did something, or 0; the phone's contact counts for nothing here. */
export function lastDid(row: SafetyRow): number {
  return Math.max(row.did?.atMs ?? 0, row.status?.rung === 'self' ? row.status.atMs : 0);
}

/** Trouble newest first within its glyph; silence longest first; the well by name, so that nobody jumps about. */
export function sortSafety(rows: readonly SafetyRow[], nowMs: number): SafetyRow[] {
  const keyed = rows.map((row) => ({ row, glyph: glyphOfRow(row, nowMs) }));
  keyed.sort((a, b) => {
    const byGlyph = rankByGlyph[a.glyph] - rankByGlyph[b.glyph];
    if (byGlyph) return byGlyph;
    const group = groupOfGlyph(a.glyph);
    if (group === 'trouble') return (b.row.status?.atMs ?? 0) - (a.row.status?.atMs ?? 0) || byName(a.row, b.row);
    if (group === 'silent') return lastDid(a.row) - lastDid(b.row) || byName(a.row, b.row);
    return byName(a.row, b.row);
  });
  return keyed.map(({ row }) => row);
}

function byName(a: SafetyRow, b: SafetyRow): number {
  const [left, right] = [a.person.kana || a.person.name, b.person.kana || b.person.name];
  return left < right ? -1 : left > right ? 1 : a.person.id < b.person.id ? -1 : 1;
}
