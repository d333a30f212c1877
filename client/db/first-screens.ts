import { viewsName } from './names.ts';
import type { KeptViews, ViewRow } from './views.ts';

/**
 * What was on the screens last, read without the library that keeps it (`views.ts`), the newest rows first: undefined when nothing was kept, only in a shape that
 * cannot be drawn any more, or when it cannot be had now. It is old when folds of another version made it.
 */
export function readKeptViews(foldVersion: number, shape: number): Promise<KeptViews | undefined> {
  return new Promise((resolve) => {
    const opening = indexedDB.open(viewsName);
    // It was never there, and this is not the place to make it.
    opening.onupgradeneeded = () => opening.transaction?.abort();
    opening.onerror = () => resolve(undefined);
    opening.onsuccess = () => {
      const database = opening.result;
      const reading = database.transaction(['parts', 'rows']);
      const named = reading.objectStore('parts').getAll();
      const rows = reading.objectStore('rows').getAll();
      reading.onabort = () => resolve(undefined);
      reading.oncomplete = () => {
        const parts = new Map<string, unknown>(named.result.map(({ name, value }) => [name, value]));
        const isOld = parts.get('foldVersion') !== foldVersion;
        resolve(
          parts.get('shape') === shape ? { parts, rows: (rows.result as ViewRow[]).reverse(), isOld } : undefined,
        );
      };
      database.close();
    };
  });
}
