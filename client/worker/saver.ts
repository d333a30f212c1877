import { foldVersion } from '../../shared/fold/version.ts';
import type { Database } from '../db/database.ts';
import { keep, recall } from '../db/kept.ts';
import { openViews, type ViewRow } from '../db/views.ts';
import { stateShape, type AppState, type VoiceView } from '../state/model.ts';

/** Writes what is on the screens into the database of the views; see `createScreensSaver`. */
export interface ScreensSaver {
  /** Only what became different since the last time is written. */
  save(state: Partial<AppState>): Promise<void>;
  /** Takes away all that was kept. */
  clear(): Promise<void>;
}

const mostVoices = 50;
const keptKey = 'screens';

/** Keeps the first screens as folded views, so that the page can show them the next time without an entry being read (`db/first-screens.ts`). */
export function createScreensSaver(database: Database): ScreensSaver {
  const views = openViews(foldVersion, stateShape);
  const written = new Map<string, string>();
  const writtenRows = new Map<string, { readonly row: ViewRow; readonly text: string }>();
  let isRecalled = false;

  /** What is there already need not be written again; what is of other folds is written whole. */
  async function recallOnce(): Promise<void> {
    if (isRecalled || !(await wereKept())) return;
    isRecalled = true;
    const kept = await views.load(mostVoices);
    if (!kept || kept.isOld) return;
    for (const row of kept.rows) writtenRows.set(row.id, { row, text: JSON.stringify(row.view) });
    for (const [name, value] of kept.parts) written.set(name, JSON.stringify(value) ?? '');
  }

  const wereKept = async (): Promise<boolean> => (await recall(database, keptKey)) === true;

  function changedRows(voices: readonly VoiceView[]) {
    const rows: ViewRow[] = [];
    const gone: ViewRow[] = [];
    const listed = new Set<string>();
    for (const voice of voices) {
      const { id, atMs } = voice;
      listed.add(id);
      const text = JSON.stringify(voice);
      const before = writtenRows.get(id);
      if (before?.text === text) continue;
      if (before && before.row.atMs !== atMs) gone.push(before.row);
      const row = { atMs, id, view: voice };
      rows.push(row);
      writtenRows.set(id, { row, text });
    }
    for (const [id, { row }] of writtenRows) {
      if (listed.has(id)) continue;
      gone.push(row);
      writtenRows.delete(id);
    }
    return { rows, gone };
  }

  return {
    async save(state) {
      await recallOnce();
      const { voices = [], ...others } = state;
      const parts = new Map<string, unknown>();
      for (const [name, value] of Object.entries(others)) {
        const text = JSON.stringify(value) ?? '';
        if (written.get(name) === text) continue;
        written.set(name, text);
        parts.set(name, value);
      }
      const { rows, gone } = changedRows(voices.slice(0, mostVoices));
      if (parts.size + rows.length + gone.length === 0) return;
      await views.save({ parts, rows, gone });
      if (!(await wereKept())) await keep(database, keptKey, true);
    },
    async clear() {
      written.clear();
      writtenRows.clear();
      if (await wereKept()) await views.clear();
    },
  };
}
