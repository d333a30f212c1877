import { foldVersion } from '../../shared/fold/replica.ts';
import type { Database } from '../db/database.ts';
import { keep, recall } from '../db/kept.ts';
import type { ViewRow, Views } from '../db/views.ts';
import { stateShape, type AppState, type VoiceView } from '../state/model.ts';

/** What was on the screens last; see `createKeptScreens`. */
export interface KeptScreens {
  /** The screens as they were left, or nothing when they were never kept or cannot be had. Those of other folds are said to be made anew (`rebuilding`). */
  recall(): Promise<Partial<AppState> | undefined>;
  /** Keeps the screens some time soon; only what became different since the last time is written. */
  keep(state: Partial<AppState>): void;
  /** Takes away all that was kept. */
  forget(): void;
}

const mostVoices = 50;
const restMs = 400;
// On a first visit the library waits until the line has brought what the person came for.
const firstRestMs = 4_000;
const keptKey = 'screens';

/**
 * The first screens from folded views, without reading an entry. Their library is fetched when first needed; where it cannot be had, as on a first
 * visit that breaks off, everything is shown from the entries and nothing is missing but the head start.
 */
export function createKeptScreens(database: Database): KeptScreens {
  let opening: Promise<Views | undefined> | undefined;
  let next: Partial<AppState> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const written = new Map<string, string>();
  const writtenRows = new Map<string, { readonly row: ViewRow; readonly text: string }>();

  function open(): Promise<Views | undefined> {
    opening ??= import('../db/views.ts').then(
      ({ openViews }) => openViews(foldVersion, stateShape),
      (reason: unknown) => {
        console.info('Screens are not kept this time.', reason);
        return undefined;
      },
    );
    return opening;
  }

  async function save(): Promise<void> {
    const state = next;
    next = undefined;
    const views = await open();
    if (!views || !state) return;
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
  }

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

  const wereKept = async (): Promise<boolean> => (await recall(database, keptKey)) === true;

  /** What cannot be kept is shown anew next time; nothing written is lost by it. */
  function warn(reason: unknown): void {
    console.warn('The screens could not be kept.', reason);
  }

  let isForgotten = false;
  async function dropAll(): Promise<void> {
    if (await wereKept()) await (await open())?.clear();
  }

  return {
    async recall() {
      try {
        if (!(await wereKept())) return undefined;
        const kept = await (await open())?.load(mostVoices);
        if (!kept) return undefined;
        const state = {
          ...Object.fromEntries(kept.parts),
          voices: kept.rows.map(({ view }) => view as VoiceView),
        };
        // What is old is written whole once it was made anew.
        if (kept.isOld) return { ...state, rebuilding: { done: 0, of: 0 } };
        for (const row of kept.rows) writtenRows.set(row.id, { row, text: JSON.stringify(row.view) });
        for (const [name, value] of kept.parts) written.set(name, JSON.stringify(value) ?? '');
        return state;
      } catch (reason) {
        warn(reason);
        return undefined;
      }
    },
    keep(state) {
      next = state;
      timer ??= setTimeout(
        () => {
          timer = undefined;
          save().catch(warn);
        },
        written.size > 0 ? restMs : firstRestMs,
      );
    },
    forget() {
      clearTimeout(timer);
      timer = undefined;
      written.clear();
      writtenRows.clear();
      if (!isForgotten) dropAll().catch(warn);
      isForgotten = true;
    },
  };
}
