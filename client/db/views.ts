import { Dexie, type Table } from 'dexie';
import { viewsName } from './names.ts';

/** One row of a list that is shown newest first. */
export interface ViewRow {
  readonly atMs: number;
  readonly id: string;
  readonly view: unknown;
}

/** What was kept; `isOld` when folds of another version made it. */
export interface KeptViews {
  readonly parts: ReadonlyMap<string, unknown>;
  readonly rows: readonly ViewRow[];
  readonly isOld: boolean;
}

/** What the screens showed last, folded: everything here follows from the entries and can be thrown away at any time. */
export interface Views {
  /**
   * The parts by name, and the newest rows first; null when nothing was kept, or only in a shape that cannot be drawn any more. What folds of another
   * version made is given too, and is said to be old: it can be read until it was made anew.
   */
  load(mostRows: number): Promise<KeptViews | null>;
  /** Keeps what became different. `gone` names rows that are no longer listed where they were. */
  save(change: {
    readonly parts: ReadonlyMap<string, unknown>;
    readonly rows: readonly ViewRow[];
    readonly gone: readonly ViewRow[];
  }): Promise<void>;
  /** Takes away everything. */
  clear(): Promise<void>;
}

const versionPart = 'foldVersion';
const shapePart = 'shape';

/** A database of its own, so that the truth never waits for it and dropping it costs nothing. */
export function openViews(foldVersion: number, shape: number): Views {
  const database = new Dexie(viewsName, { chromeTransactionDurability: 'relaxed' });
  database.version(1).stores({ rows: '[atMs+id]', parts: 'name' });
  const rows: Table<ViewRow, [number, string]> = database.table('rows');
  const parts: Table<{ readonly name: string; readonly value: unknown }, string> = database.table('parts');
  // Always both bounds: one-sided ranges are slow after bulk writes.
  const everyRow = () => rows.where('[atMs+id]').between([0, Dexie.minKey], [Number.MAX_SAFE_INTEGER, Dexie.maxKey]);

  return {
    load: (mostRows) =>
      database.transaction('r', rows, parts, async () => {
        const kept = new Map((await parts.toArray()).map(({ name, value }) => [name, value]));
        if (kept.get(shapePart) !== shape) return null;
        const isOld = kept.get(versionPart) !== foldVersion;
        for (const name of [versionPart, shapePart]) kept.delete(name);
        return { parts: kept, rows: await everyRow().reverse().limit(mostRows).toArray(), isOld };
      }),
    save: (change) =>
      database.transaction('rw', rows, parts, async () => {
        const [version, form] = await parts.bulkGet([versionPart, shapePart]);
        const isOurs = version?.value === foldVersion && form?.value === shape;
        if (!isOurs) await Promise.all([rows.clear(), parts.clear()]);
        const news = [...change.parts].map(([name, value]) => ({ name, value }));
        const marks = [
          { name: versionPart, value: foldVersion },
          { name: shapePart, value: shape },
        ];
        await parts.bulkPut(isOurs ? news : [...news, ...marks]);
        await rows.bulkDelete(change.gone.map(({ atMs, id }): [number, string] => [atMs, id]));
        await rows.bulkPut([...change.rows]);
      }),
    clear: () =>
      database.transaction('rw', rows, parts, () => Promise.all([rows.clear(), parts.clear()]).then(() => undefined)),
  };
}
