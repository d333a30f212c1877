import type { Item } from '../log/item.ts';
import type { EntryId, PersonId } from '../protocol/ids.ts';
import type { Access } from './access.ts';
import { createByTarget } from './by-target.ts';
import { shownTimeMs, type ReaderTime } from './clocks.ts';
import { candidatesOf } from './newest.ts';

/** A correction as it stands beside what it corrects, wherever that is shown. */
export type Correction = {
  readonly id: EntryId;
  readonly by: PersonId;
  readonly text: string;
  readonly source: string | null;
  readonly atMs: number;
};

/** Corrections by what they correct; see `createCorrections`. */
export type Corrections = {
  add(item: Item): void;
  /** Corrections of `target` under any of its names that count, oldest first, without those that a later one replaced. */
  correctionsOf(target: Item, time: ReaderTime): readonly Correction[];
};

/** A correction is bound to ids, counts only when it is by the author of what it corrects, and may come before it. */
export function createCorrections(access: Access): Corrections {
  const byTarget = createByTarget();
  const { clocks, names } = access.ground;
  return {
    add(item) {
      if (item.body?.kind !== 'correct') return;
      for (const target of item.body.targets) byTarget.add(target, item);
    },
    correctionsOf(target, time) {
      const ids = names.idsOf(names.nameOf(target.entry.id));
      const values = byTarget
        .of(ids)
        .filter((item) => access.mayCorrect(item, target) && item.entry.channel === target.entry.channel)
        .filter(access.counts);
      return candidatesOf(values, access.ground).flatMap((item) => {
        if (item.body?.kind !== 'correct') return [];
        const { id } = item.entry;
        const atMs = shownTimeMs(clocks.correctedMs(item), time.receivedAtMs(item.entry), time.nowMs);
        return { id, by: item.author, text: item.body.text, source: item.body.source ?? null, atMs };
      });
    },
  };
}
