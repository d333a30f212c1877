import { Dexie, type Table } from 'dexie';

/** One row of a list that is shown newest first. */
export interface ViewRow {
  readonly atMs: number;
  readonly id: string;
  readonly view: unknown;
}

/** What the screens showed last, folded: everything here follows from the entries and can be thrown away at any time. */
export interface Views {
  /** The parts by name, and the newest rows first; null when nothing was kept, or only by folds of another version. */
  load(
    mostRows: number,
  ): Promise<{ readonly parts: ReadonlyMap<string, unknown>; readonly rows: readonly ViewRow[] } | null>;
  /** Keeps what became different. `gone` names rows that are no longer listed where they were. */
  save(change: {
    readonly parts: ReadonlyMap<string, unknown>;
    readonly rows: readonly ViewRow[];
    readonly gone: readonly ViewRow[];
  }): Promise<void>;
}

const versionPart = 'foldVersion';

/** A database of its own, so that the truth never waits for it and dropping it costs nothing. */
export function openViews(foldVersion: number): Views {
  const database = new Dexie('tayori-views', { chromeTransactionDurability: 'relaxed' });
  database.version(1).stores({ rows: '[atMs+id]', parts: 'name' });
  const rows: Table<ViewRow, [number, string]> = database.table('rows');
  const parts: Table<{ readonly name: string; readonly value: unknown }, string> = database.table('parts');
  // Always both bounds: one-sided ranges are slow after bulk writes.
  const everyRow = () => rows.where('[atMs+id]').between([0, Dexie.minKey], [Number.MAX_SAFE_INTEGER, Dexie.maxKey]);

  return {
    load: (mostRows) =>
      database.transaction('r', rows, parts, async () => {
        const kept = new Map((await parts.toArray()).map(({ name, value }) => [name, value]));
        if (kept.get(versionPart) !== foldVersion) return null;
        kept.delete(versionPart);
        return { parts: kept, rows: await everyRow().reverse().limit(mostRows).toArray() };
      }),
    save: (change) =>
      database.transaction('rw', rows, parts, async () => {
        const isOurs = (await parts.get(versionPart))?.value === foldVersion;
        if (!isOurs) await Promise.all([rows.clear(), parts.clear()]);
        const news = [...change.parts].map(([name, value]) => ({ name, value }));
        await parts.bulkPut(isOurs ? news : [...news, { name: versionPart, value: foldVersion }]);
        await rows.bulkDelete(change.gone.map(({ atMs, id }): [number, string] => [atMs, id]));
        await rows.bulkPut([...change.rows]);
      }),
  };
}
