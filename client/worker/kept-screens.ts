import { foldVersion } from '../../shared/fold/version.ts';
import type { Database } from '../db/database.ts';
import { keep, recall } from '../db/kept.ts';
import type { ViewRow, Views } from '../db/views.ts';
import { stateShape, type AppState, type VoiceView } from '../state/model.ts';

/** Keeps what is on the screens; see `createKeptScreens`. */
export interface KeptScreens {
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
 * Keeps the first screens as folded views, so that the page can show them the next time without an entry being read (`readFirstScreens`). Their library is
 * fetched when first needed; where it cannot be had, as on a first visit that breaks off, nothing is missing but that head start.
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
    await recallOnce(views);
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

  /** What is there already need not be written again; what is of other folds is written whole. */
  let isRecalled = false;
  async function recallOnce(views: Views): Promise<void> {
    if (isRecalled || !(await wereKept())) return;
    isRecalled = true;
    const kept = await views.load(mostVoices);
    if (!kept || kept.isOld) return;
    for (const row of kept.rows) writtenRows.set(row.id, { row, text: JSON.stringify(row.view) });
    for (const [name, value] of kept.parts) written.set(name, JSON.stringify(value) ?? '');
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
