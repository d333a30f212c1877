import { foldVersion } from '../../shared/fold/version.ts';
import { stateShape, type AppState, type VoiceView } from '../state/model.ts';
import { viewsName } from './names.ts';
import type { ViewRow } from './views.ts';

/**
 * What was on the screens last, read by the page itself, without the library that keeps it (`views.ts`) and without waiting for the worker: undefined when nothing
 * was kept, only in a shape that cannot be drawn any more, or when it cannot be had now. Screens of other folds are said to be made anew.
 */
export function readFirstScreens(): Promise<Partial<AppState> | undefined> {
  return new Promise((resolve) => {
    const opening = indexedDB.open(viewsName);
    // It was never there, and this is not the place to make it.
    opening.onupgradeneeded = () => opening.transaction?.abort();
    opening.onerror = () => resolve(undefined);
    opening.onsuccess = () => {
      const database = opening.result;
      const reading = database.transaction(['parts', 'rows']);
      const parts = reading.objectStore('parts').getAll();
      const rows = reading.objectStore('rows').getAll();
      reading.oncomplete = () => resolve(toState(parts.result, rows.result));
      reading.onabort = () => resolve(undefined);
      database.close();
    };
  });
}

function toState(
  parts: readonly { readonly name: string; readonly value: unknown }[],
  rows: readonly ViewRow[],
): Partial<AppState> | undefined {
  const kept = Object.fromEntries(parts.map(({ name, value }) => [name, value]));
  if (kept['shape'] !== stateShape) return undefined;
  const isOld = kept['foldVersion'] !== foldVersion;
  return {
    ...kept,
    voices: rows.map(({ view }) => view as VoiceView).reverse(),
    ...(isOld && { rebuilding: { done: 0, of: 0 } }),
  };
}
